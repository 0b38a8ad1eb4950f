/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Pushes in, chunks out: what coordinate bears, and how long a chunk is on its way through coordinate and a forward. The
 * load pushes, stands in for a tracker, and for forwards where only coordinate is measured.
 */
package io.p2plive.bench.ingest;

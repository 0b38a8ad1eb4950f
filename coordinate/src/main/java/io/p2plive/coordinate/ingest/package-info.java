/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The broadcasters' side: takes pushes over HTTP, checks keys, and feeds the chunker. */
package io.p2plive.coordinate.ingest;

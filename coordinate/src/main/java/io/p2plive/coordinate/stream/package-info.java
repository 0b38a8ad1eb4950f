/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The streams that are pushed: who may publish, the running epoch, its chunks, and who takes them. A stream lives on one
 * loop. Knows no sockets.
 */
package io.p2plive.coordinate.stream;

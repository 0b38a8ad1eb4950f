/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * From a broadcaster's bytes to pieces that chunks are made of: what the bytes are, where pictures begin and end. Pure: the
 * pieces depend on the bytes alone, never on how they were split on arrival. Knows no sockets, no clocks.
 */
package io.p2plive.coordinate.chunk;

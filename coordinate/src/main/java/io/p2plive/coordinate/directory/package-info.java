/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who is there: live trackers and the forwards that they list. Lives on one loop. Knows no sockets. */
package io.p2plive.coordinate.directory;

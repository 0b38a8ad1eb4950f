/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Network addresses: whose request it is, and which address blocks hold it. Knows no streams and no trackers. */
package io.p2plive.coordinate.address;

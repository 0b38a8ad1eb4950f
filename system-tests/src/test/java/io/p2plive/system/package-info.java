/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the project promises, each claim seen from outside: pages, sockets and processes. Knows no daemon's code. */
package io.p2plive.system;

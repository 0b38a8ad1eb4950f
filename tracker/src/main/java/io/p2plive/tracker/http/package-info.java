/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Asks other nodes over HTTP, with a deadline and a bound on everything. Knows nobody. */
package io.p2plive.tracker.http;

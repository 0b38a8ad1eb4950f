/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What an operator sees: the mesh drawn, the tables, and the same as JSON. Looks, and changes nothing. */
package io.p2plive.tracker.debug;

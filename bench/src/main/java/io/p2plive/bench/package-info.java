/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The command line of the benches. */
package io.p2plive.bench;

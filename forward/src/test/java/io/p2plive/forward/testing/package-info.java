/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the tests of the forward share: made-up streams, and both kinds of neighbours by hand. */
package io.p2plive.forward.testing;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The tracker: it starts here, with its settings. What it does is in the packages below. */
package io.p2plive.tracker;

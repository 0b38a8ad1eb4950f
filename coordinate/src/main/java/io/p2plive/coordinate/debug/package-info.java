/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What an operator sees of coordinate: a page for people, JSON for programs. */
package io.p2plive.coordinate.debug;

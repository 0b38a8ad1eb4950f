/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** One interface that gives the core its thread, its timers and its clock. Knows nobody. */
package io.p2plive.loop;

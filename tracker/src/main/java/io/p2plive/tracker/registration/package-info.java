/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Registers this tracker with each coordinate, and hears from it which streams there are. Knows no swarm. */
package io.p2plive.tracker.registration;

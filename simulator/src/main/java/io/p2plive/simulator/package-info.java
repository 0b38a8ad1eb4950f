/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Runs swarms of thousands of viewers through the tracker's engine, in simulated time. */
package io.p2plive.simulator;

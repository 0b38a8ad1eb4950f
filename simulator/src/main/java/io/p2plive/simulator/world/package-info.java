/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A swarm in simulated time: source, forwards, tracker and viewers. Pure and single-threaded; the tracker is the engine
 * of the real one, the viewers do what the page does.
 */
package io.p2plive.simulator.world;

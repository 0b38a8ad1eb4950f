/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Who feeds whom in one swarm: the graph, and the rules that weave and mend it. Pure: no input, no output, no threads;
 * the clock and the dice are given. Knows nothing of sockets, messages or sessions.
 */
package io.p2plive.tracker.mesh;

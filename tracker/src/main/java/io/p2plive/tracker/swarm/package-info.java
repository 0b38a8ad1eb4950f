/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The viewers of each stream: who is there, what each was told last, who may talk to whom. Each swarm lives on one loop
 * and asks the mesh who feeds whom. Knows messages, but no sockets.
 */
package io.p2plive.tracker.swarm;

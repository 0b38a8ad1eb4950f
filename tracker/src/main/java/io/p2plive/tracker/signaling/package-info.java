/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A viewer's WebSocket connection: its messages checked, counted and handed to its swarm. Knows no mesh.
 */
package io.p2plive.tracker.signaling;

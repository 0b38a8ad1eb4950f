/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a forward knows of each stream: its epoch, its state, the chunks of its last seconds. Neighbours: {@code relay}
 * feeds it, {@code edge} listens to it. Does not know about sockets, frames or single viewers.
 */
package io.p2plive.forward.stream;

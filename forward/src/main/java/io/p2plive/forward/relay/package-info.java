/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The relay links that coordinates dial: frames in, chunks to the streams (docs/protocol.md §6). Does not know about
 * viewers.
 */
package io.p2plive.forward.relay;

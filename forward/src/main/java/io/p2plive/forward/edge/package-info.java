/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The viewers: who is let in, what each of them asks for, and the fan-out of each chunk to all of them (docs/protocol.md
 * §2). Does not know where chunks come from.
 */
package io.p2plive.forward.edge;

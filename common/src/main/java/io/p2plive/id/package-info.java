/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Names that check themselves: no bare string stands for a stream or a viewer. Knows nobody. */
package io.p2plive.id;

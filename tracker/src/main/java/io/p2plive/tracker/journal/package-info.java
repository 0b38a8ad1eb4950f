/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * All that happens to a mesh, as events that can be written down, read back and made to happen again: the same events at
 * the same times give the same assignments. Knows the mesh, and no viewer's address.
 */
package io.p2plive.tracker.journal;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The forwards of this tracker: which there are, by its configuration, and which of them live, by asking each. Knows no
 * swarm.
 */
package io.p2plive.tracker.forwards;

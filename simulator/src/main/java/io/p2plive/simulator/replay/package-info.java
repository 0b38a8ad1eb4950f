/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a real tracker wrote of its meshes, made to happen once more and measured. */
package io.p2plive.simulator.replay;

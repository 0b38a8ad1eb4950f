/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a run is given: checked, and the same for the same numbers every time. */
package io.p2plive.simulator.scenario;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What is counted while a run goes on, and what it comes to. */
package io.p2plive.simulator.measure;

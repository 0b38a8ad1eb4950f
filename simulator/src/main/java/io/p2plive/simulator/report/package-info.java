/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Results as text, as a picture, and for programs. */
package io.p2plive.simulator.report;

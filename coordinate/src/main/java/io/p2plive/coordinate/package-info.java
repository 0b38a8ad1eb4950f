/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The daemon on port 8080: takes pushes, feeds forwards, and sends viewers to trackers. */
package io.p2plive.coordinate;

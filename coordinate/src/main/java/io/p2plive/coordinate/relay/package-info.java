/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The links to the forwards: one for each that a live tracker lists, redialled for as long as it is listed. */
package io.p2plive.coordinate.relay;

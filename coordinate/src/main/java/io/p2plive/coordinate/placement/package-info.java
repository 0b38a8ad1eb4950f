/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Which tracker suits a viewer: by LAN, by region, by load. Pure, but for its endpoint. */
package io.p2plive.coordinate.placement;

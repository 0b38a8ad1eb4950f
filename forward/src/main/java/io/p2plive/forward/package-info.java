/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The forward: takes live streams from coordinates on one port and fans them out to viewers on another. This package
 * starts and stops the parts and holds their settings; it does not know what travels.
 */
package io.p2plive.forward;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How the tests start, watch and break a system: processes, ffmpeg, browsers. Knows none of the claims. */
package io.p2plive.system.harness;

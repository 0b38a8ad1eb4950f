/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What flows: chunks, their binary layout, and the running GOP. Knows the wire, no sockets. */
package io.p2plive.media;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A small internet of network namespaces on this machine: a server, homes behind routers that translate addresses, a
 * narrow line. Needs root. Knows nothing of what is tested in it.
 */
package io.p2plive.system.lab;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How every daemon starts and stops: command line, settings, exit codes. Knows no network. */
package io.p2plive.daemon;

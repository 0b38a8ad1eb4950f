/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the viewers' page takes of a machine: a real page in a real Chromium, that relays to headless viewers. Knows the page
 * by what it shows to the console, and Chromium by its DevTools protocol.
 */
package io.p2plive.bench.page;

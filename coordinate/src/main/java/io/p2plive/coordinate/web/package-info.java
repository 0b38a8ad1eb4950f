/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The web client's files, served as a convenience: any static host can serve them. */
package io.p2plive.coordinate.web;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What every bench needs: processes on cores of their own, what they cost, candidates in turns, and figures as a table
 * and a chart. Does not know what is measured.
 */
package io.p2plive.bench.harness;

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the parts cost that no socket is needed for, measured by JMH: time and bytes allocated for each call.
 */
package io.p2plive.bench.micro;

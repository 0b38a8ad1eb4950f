/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import io.p2plive.id.ViewerId;

/**
 * What one viewer has for another, unread. Immutable.
 *
 * @param type as on the wire
 * @param json the whole message as its receiver gets it, in UTF-8; shared, never to be changed
 */
public record PassedOn(String type, ViewerId to, byte[] json) {}

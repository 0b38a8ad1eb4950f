/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

/**
 * A picture that a page has drawn, as read off its canvas.
 *
 * @param number the broadcaster's; −1 when what was drawn carries no sound code
 * @param stream the broadcaster's; −1 likewise
 * @param atMillis Unix time when it was on the canvas
 */
public record Picture(long epoch, long sequence, int number, int stream, long atMillis) {}

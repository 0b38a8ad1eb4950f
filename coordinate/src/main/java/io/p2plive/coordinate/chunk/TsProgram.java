/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

/**
 * Which packets of a transport stream are what. Immutable.
 *
 * @param tablePid the packets of its program map table
 * @param videoPid the packets of its video
 */
public record TsProgram(int tablePid, int videoPid) {
    static final int ASSOCIATION_PID = 0x0000;
    private static final int DESCRIPTION_PID = 0x0011;

    boolean isTable(int pid) {
        return pid == tablePid || pid == ASSOCIATION_PID || pid == DESCRIPTION_PID;
    }
}

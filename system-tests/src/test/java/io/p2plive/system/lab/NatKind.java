/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

import java.util.List;

/**
 * How a home's router picks the port under which a connection is seen outside.
 *
 * <p>Immutable.
 */
public enum NatKind {
    /** The port that the home's machine took, whoever is spoken to: what STUN finds out holds for everybody. */
    CONE(""),
    /** Another one for each connection: what STUN finds out is worth nothing to anybody else. */
    SYMMETRIC("fully-random");

    /**
     * New packets from outside are dropped before the connection tracker confirms them. Otherwise the first packet of a
     * peer would take the pair of addresses, our own would be given another port, and no two homes would ever meet: not
     * what routers at home do.
     */
    private static final String RULES = """
            table ip home {
              chain translation {
                type nat hook postrouting priority 100;
                oifname "wan" masquerade %s
              }
              chain passing {
                type filter hook forward priority 0; policy drop;
                ct state established,related accept
                iifname "lan" accept
              }
              chain arriving {
                type filter hook input priority 0; policy accept;
                iifname "wan" ct state new drop
              }
            }
            """;

    private final String option;

    NatKind(String option) {
        this.option = option;
    }

    /** Makes a router of a machine, between its interfaces {@code lan} and {@code wan}. */
    void install(Namespace machine) {
        machine.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        Command.run(machine.inside(List.of("nft", "-f", "-")), RULES.formatted(option));
    }
}

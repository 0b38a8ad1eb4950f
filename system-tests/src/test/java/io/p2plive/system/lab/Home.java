/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

/**
 * A LAN behind a router.
 *
 * <p>Confined to the test's thread.
 */
public final class Home {
    private final Namespaces namespaces;
    private final int number;
    private final Namespace router;
    private int hosts;

    /** Only the router yet, whose interface {@code wan} is the lab's to connect. */
    Home(Namespaces namespaces, int number, NatKind kind) {
        this.namespaces = namespaces;
        this.number = number;
        router = namespaces.create("router" + number);
        router.bridge("lan", address(1) + "/24");
        kind.install(router);
    }

    Namespace router() {
        return router;
    }

    /** Adds a machine to the LAN. */
    public Namespace host() {
        hosts++;
        Namespace host = namespaces.create("home" + number + "-host" + hosts);
        router.cable("port" + hosts, host, "eth0");
        router.plug("port" + hosts, "lan");
        host.address("eth0", address(1 + hosts) + "/24");
        host.defaultRoute(address(1));
        return host;
    }

    private String address(int host) {
        return "192.168." + number + "." + host;
    }
}

/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

/**
 * An internet of one network, {@code 203.0.113.0/24}: a server, homes, machines with public addresses.
 *
 * <p>Confined to the test's thread.
 */
public final class Lab implements AutoCloseable {
    /** Where the server is. */
    public static final String SERVER = "203.0.113.1";

    private static final String INTERNET = "internet";
    private static final String NETWORK = "203.0.113.";

    private final Namespaces namespaces = new Namespaces();
    private final Namespace server;
    private int members = 1;

    private Lab() {
        try {
            server = namespaces.create("server");
            server.bridge(INTERNET, SERVER + "/24");
        } catch (RuntimeException e) {
            namespaces.close();
            throw e;
        }
    }

    /**
     * Makes one with a server only.
     *
     * @throws IllegalStateException when this machine does not allow it; nothing is left then
     */
    public static Lab open() {
        return new Lab();
    }

    /** The machine in the middle. */
    public Namespace server() {
        return server;
    }

    /** Adds a home behind a router. */
    public Home home(NatKind kind) {
        Home home = new Home(namespaces, members + 1, kind);
        connect(home.router(), "wan");
        return home;
    }

    /** Adds a machine with a public address. */
    public Namespace publicHost() {
        Namespace host = namespaces.create("public" + (members + 1));
        connect(host, "eth0");
        return host;
    }

    /**
     * Lets the server send only so much to all the others together, with at most 200 ms of it waiting. What these send to
     * each other only passes the switch, and is not slowed.
     */
    public void limitUplink(int kilobitsPerSecond) {
        String rate = kilobitsPerSecond + "kbit";
        server.run(
                "tc", "qdisc", "replace", "dev", INTERNET, "root", "tbf", "rate", rate, "burst", "16kb", "latency",
                "200ms");
    }

    @Override
    public void close() {
        namespaces.close();
    }

    private void connect(Namespace machine, String device) {
        members++;
        server.cable("port" + members, machine, device);
        server.plug("port" + members, INTERNET);
        machine.address(device, NETWORK + members + "/24");
    }
}

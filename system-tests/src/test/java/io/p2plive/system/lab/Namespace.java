/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * A machine of the lab: a network namespace, whose processes see its own interfaces, addresses and ports only.
 *
 * <p>Immutable.
 *
 * @param name as {@code ip netns} knows it
 */
public record Namespace(String name) {

    /** A command line that runs a command line here; the process keeps the same id. */
    public List<String> inside(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", name));
        inside.addAll(command);
        return inside;
    }

    /**
     * Runs a short command here, which has to succeed.
     *
     * @return what it printed
     */
    public String run(String... command) {
        return Command.run(inside(List.of(command)));
    }

    /** Adds an interface here and one there, as if by a cable. */
    void cable(String ownName, Namespace other, String otherName) {
        run("ip", "link", "add", ownName, "type", "veth", "peer", "name", otherName, "netns", other.name);
        run("ip", "link", "set", ownName, "up");
        other.run("ip", "link", "set", otherName, "up");
    }

    /** Adds a switch, into which cables can be plugged, with an address of this machine's own. */
    void bridge(String bridgeName, String address) {
        run("ip", "link", "add", bridgeName, "type", "bridge", "forward_delay", "0");
        run("ip", "link", "set", bridgeName, "up");
        address(bridgeName, address);
    }

    /** Plugs an interface into a switch. */
    void plug(String device, String bridgeName) {
        run("ip", "link", "set", device, "master", bridgeName);
    }

    /** Gives an interface its address, as {@code 10.0.0.1/24}. */
    void address(String device, String address) {
        run("ip", "address", "add", address, "dev", device);
    }

    /** Sends all that is not for a neighbour to a router. */
    void defaultRoute(String router) {
        run("ip", "route", "add", "default", "via", router);
    }
}

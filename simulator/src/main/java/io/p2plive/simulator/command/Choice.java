/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Some of all that a command could do. Confined to the command. */
final class Choice {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "those that are listed above; several with commas")
    private List<String> names = List.of();

    boolean isOfAll() {
        return names.isEmpty();
    }

    /**
     * Those that were named, all when none was.
     *
     * @throws ParameterException naming what there is not
     */
    <T> List<T> of(List<T> all, Function<T, String> name) {
        List<String> known = all.stream().map(name).toList();
        List<String> unknown =
                names.stream().filter(each -> !known.contains(each)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "there is nothing named " + String.join(", ", unknown) + ", only " + String.join(", ", known));
        }
        return all.stream()
                .filter(each -> isOfAll() || names.contains(name.apply(each)))
                .toList();
    }
}

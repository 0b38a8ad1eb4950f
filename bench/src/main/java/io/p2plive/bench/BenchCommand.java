/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench;

import io.p2plive.bench.fanout.CoresCommand;
import io.p2plive.bench.fanout.FanoutCommand;
import io.p2plive.bench.fanout.SlowViewerCommand;
import io.p2plive.bench.ingest.IngestCommand;
import io.p2plive.bench.ingest.TransitCommand;
import io.p2plive.bench.micro.MicroCommand;
import io.p2plive.bench.page.PageCommand;
import io.p2plive.bench.signaling.SignalingCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All benches. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = {
            FanoutCommand.class,
            SlowViewerCommand.class,
            CoresCommand.class,
            IngestCommand.class,
            TransitCommand.class,
            SignalingCommand.class,
            PageCommand.class,
            MicroCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Measures what one core of a daemon bears, beside a floor and a peer in the same run. Figures are medians over"
                    + " rounds; what else runs on the machine is noise in them."
        })
public final class BenchCommand {
    /** A fresh command line. */
    public static CommandLine commandLine() {
        return new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}

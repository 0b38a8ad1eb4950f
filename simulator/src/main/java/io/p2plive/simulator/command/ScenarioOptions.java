/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.scenario.Crowd;
import io.p2plive.simulator.scenario.Homes;
import io.p2plive.simulator.scenario.LinkDelay;
import io.p2plive.simulator.scenario.Network;
import io.p2plive.simulator.scenario.Scenario;
import io.p2plive.simulator.scenario.StreamPlan;
import io.p2plive.simulator.scenario.Uplinks;
import io.p2plive.tracker.mesh.MeshSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A scenario as options of the command line. Confined to the command. */
final class ScenarioOptions {
    private static final int MAX_VIEWERS_WITH_MEDIA = 20_000;

    @Option(
            names = "--viewers",
            defaultValue = "1000",
            description = "how many come at the beginning (${DEFAULT-VALUE})")
    int viewers;

    @Option(names = "--ramp", defaultValue = "20", description = "over how many seconds they come (${DEFAULT-VALUE})")
    double rampSeconds;

    @Option(names = "--duration", defaultValue = "120", description = "simulated seconds (${DEFAULT-VALUE})")
    double seconds;

    @Option(
            names = "--warmup",
            defaultValue = "-1",
            description =
                    "what happens before counts for no mean, in seconds (ramp + 30, at most half of the duration)")
    double warmupSeconds;

    @Option(names = "--seed", defaultValue = "1", description = "the same seed gives the same run (${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--mean-stay",
            defaultValue = "0",
            description = "mean stay in seconds, exponential; as many come as go (0: nobody leaves)")
    double meanStaySeconds;

    @Option(
            names = "--flash",
            paramLabel = "N:S[@T]",
            converter = Converters.ToFlash.class,
            description = "so many more within S seconds, from second T on")
    Crowd.Flash flash = Crowd.Flash.NONE;

    @Option(names = "--exit", defaultValue = "0", description = "this part of all leaves at once")
    double exitShare;

    @Option(names = "--exit-at", defaultValue = "60", description = "at this second (${DEFAULT-VALUE})")
    double exitSecond;

    @Option(
            names = "--crash",
            defaultValue = "0.1",
            description = "of those leaving, the part that says nothing (${DEFAULT-VALUE})")
    double crashShare;

    @Option(
            names = "--uplinks",
            paramLabel = "X:SHARE,…",
            defaultValue = "0:0.2,1:0.5,2:0.2,4:0.1",
            converter = Converters.ToUplinks.class,
            description = "uplinks in times the stream's rate, headers included, and whose (${DEFAULT-VALUE})")
    Uplinks uplinks;

    @Option(
            names = "--declared",
            defaultValue = "0.5",
            description = "of those without an uplink, the part that says so at once (${DEFAULT-VALUE})")
    double declaredShare;

    @Option(
            names = "--lan",
            defaultValue = "0.05",
            description = "the part of viewers behind another's address (${DEFAULT-VALUE})")
    double lanShare;

    @Option(
            names = "--link-delay",
            paramLabel = "MS",
            defaultValue = "50",
            converter = Converters.ToLinkDelay.class,
            description = "one way, in ms: 50, uniform:20-80 or lognormal:40:0.5 (${DEFAULT-VALUE})")
    LinkDelay linkDelay;

    @Option(
            names = "--nat-fail",
            defaultValue = "0.08",
            description = "the part of pairs that cannot connect (${DEFAULT-VALUE})")
    double natFailShare;

    @Option(
            names = "--bitrate",
            defaultValue = "800k",
            converter = Converters.ToBits.class,
            description = "of the stream in bits/s (${DEFAULT-VALUE})")
    Double bitrate;

    @Option(
            names = "--buffer",
            defaultValue = "1000",
            description = "from ingest to picture when all goes well, in ms (${DEFAULT-VALUE})")
    int bufferMillis;

    @Option(names = "--forwards", defaultValue = "1", description = "how many there are (${DEFAULT-VALUE})")
    int forwards;

    @Option(names = "--stripes", defaultValue = "2", description = "k (${DEFAULT-VALUE})")
    int stripes;

    @Option(names = "--start-children", defaultValue = "2", description = "before a proof (${DEFAULT-VALUE})")
    int startChildren;

    @Option(names = "--children", defaultValue = "8", description = "at most (${DEFAULT-VALUE})")
    int maxChildren;

    @Option(names = "--roots", defaultValue = "2", description = "of each forward (${DEFAULT-VALUE})")
    int roots;

    @Option(
            names = "--slots",
            defaultValue = "128",
            description = "of each forward, in stripes (${DEFAULT-VALUE}; fewer where --source-uplink asks for it)")
    int slots;

    @Option(names = "--max-depth", defaultValue = "32", description = "deepest allowed (${DEFAULT-VALUE})")
    int maxDepth;

    @Option(
            names = "--source-uplink",
            paramLabel = "BITS",
            defaultValue = "0",
            converter = Converters.ToBits.class,
            description = "what all forwards share, in bits/s, as 1.6M; makes --slots fit (0: without bounds)")
    Double sourceUplink;

    @Option(names = "--no-media", description = "no chunks: only the graph (by itself above 20,000 viewers)")
    boolean isWithoutMedia;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The scenario.
     *
     * @throws ParameterException naming what does not fit
     */
    Scenario scenario() {
        try {
            return checked();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private Scenario checked() {
        double warmup = warmupSeconds >= 0 ? warmupSeconds : Math.min(seconds / 2, rampSeconds + 30);
        return new Scenario(
                new StreamPlan(bitrate.intValue(), 30, 30, bufferMillis, false),
                new Crowd(
                        viewers,
                        rampSeconds,
                        meanStaySeconds,
                        flash,
                        new Crowd.Exit(exitShare, exitSecond),
                        crashShare),
                new Homes(uplinks, declaredShare, lanShare),
                new Network(linkDelay, natFailShare, sourceUplink),
                new MeshSettings(stripes, startChildren, maxChildren, roots, slotsThatFit(), maxDepth),
                forwards,
                seconds,
                warmup,
                seed,
                hasMedia());
    }

    boolean hasMedia() {
        return !isWithoutMedia && viewers + flash.viewers() <= MAX_VIEWERS_WITH_MEDIA;
    }

    /** The uplink shared, less the headers; at most what was asked for. */
    int slotsThatFit() {
        if (sourceUplink <= 0) {
            return slots;
        }
        double stripeBits = bitrate / stripes * (1 + Network.OVERHEAD);
        return Math.min(slots, Math.max(1, (int) (sourceUplink / stripeBits / Math.max(1, forwards))));
    }

    /** What deserves to be said before a run. */
    String notice() {
        StringBuilder notice = new StringBuilder();
        if (!hasMedia() && !isWithoutMedia) {
            notice.append("More than 20,000 viewers: no chunks travel, only the graph is made, kept and measured.\n");
        }
        if (sourceUplink > 0) {
            notice.append(String.format(
                    "The source's uplink of %,.0f bits/s carries %d stripes with %.0f %% of headers.%n",
                    sourceUplink, slotsThatFit() * forwards, 100 * Network.OVERHEAD));
        }
        return notice.toString();
    }
}

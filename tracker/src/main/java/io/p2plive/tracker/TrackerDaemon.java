/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.daemon.Daemon;
import io.p2plive.daemon.Settings;
import io.p2plive.net.ConnectionLimiter;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpReply;
import io.p2plive.net.HttpServer;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Routes;
import io.p2plive.net.Transport;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.tracker.debug.DebugEndpoint;
import io.p2plive.tracker.forwards.ForwardMonitor;
import io.p2plive.tracker.forwards.ForwardsFile;
import io.p2plive.tracker.http.NodeClient;
import io.p2plive.tracker.journal.Journal;
import io.p2plive.tracker.journal.JournalFile;
import io.p2plive.tracker.registration.CoordinateLink;
import io.p2plive.tracker.registration.Coordinates;
import io.p2plive.tracker.signaling.ResourceEndpoint;
import io.p2plive.tracker.swarm.Swarms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a tracker, made, started and stopped in order. Safe from any thread. */
public final class TrackerDaemon implements Daemon {
    private static final Logger log = LoggerFactory.getLogger(TrackerDaemon.class);
    /** Viewers that come back to a restarted tracker must not find their forward dead because nobody has asked it yet. */
    private static final long FIRST_ROUND_MILLIS = 1_500;

    private static final long FAREWELL_MILLIS = 1_500;

    private final TrackerSettings settings;
    private final Optional<Path> file;
    private final String id = newId();
    private final ScheduledExecutorService control = Executors.newScheduledThreadPool(1, daemonThread("control"));
    private final NodeClient client = new NodeClient(Executors.newFixedThreadPool(2, daemonThread("http-client")));
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private Transport transport;
    private Swarms swarms;
    private HttpServer server;
    private Coordinates coordinates;
    /** Null when nothing is to be written down. */
    private JournalFile eventLog;

    private volatile int port;
    private volatile String name = "";

    /**
     * A tracker that is not started.
     *
     * @param file whence the settings come, to be watched for edits
     */
    public TrackerDaemon(TrackerSettings settings, Optional<Path> file) {
        this.settings = settings;
        this.file = file;
    }

    private static String newId() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static ThreadFactory daemonThread(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void start() throws IOException {
        Journal journal = openJournal();
        transport = Transport.open(settings.transport(), settings.eventLoops());
        swarms = new Swarms(() -> new NettyLoop(transport.loops().next()), settings.swarms(), journal);
        ForwardMonitor monitor = new ForwardMonitor(client, control, swarms::forwards);
        coordinates = new Coordinates(
                settings.coordinates(),
                new CoordinateLink.Setup(settings.sharedSecret(), client, control, this::registration),
                swarms::streams);
        await(monitor.start(settings.forwards()), FIRST_ROUND_MILLIS);
        watchFile(monitor);
        server = new HttpServer(
                transport,
                routes(monitor),
                new ConnectionLimiter(
                        settings.limits().connections(), settings.limits().connectionsPerAddress()));
        port = server.bind(settings.bind(), settings.port());
        name = settings.name().isEmpty() ? hostName() + "-" + port : settings.name();
        coordinates.start();
        log.info(
                "tracker listens name={} port={} url={} forwards={}",
                name,
                port,
                url(),
                settings.forwards().size());
    }

    private Journal openJournal() throws IOException {
        if (settings.eventLogFile().isEmpty()) {
            return Journal.NONE;
        }
        Path path = settings.eventLogFile().get();
        try {
            eventLog = JournalFile.open(path, settings.eventLogMaxBytes());
        } catch (IOException e) {
            throw new IOException("the event log cannot be written: " + e, e);
        }
        log.info("meshes' events are written down file={}", path.toAbsolutePath());
        return eventLog;
    }

    private void watchFile(ForwardMonitor monitor) {
        file.ifPresent(path -> new ForwardsFile(
                        path,
                        () -> Settings.load("tracker", file, System.getenv(), TrackerSettings.class)
                                .forwards(),
                        settings.forwards(),
                        monitor::replace)
                .start(control));
    }

    private Routes routes(ForwardMonitor monitor) {
        DebugEndpoint.Sources sources = new DebugEndpoint.Sources(
                swarms, coordinates.links(), this::registration, swarms.slots(), monitor::loads);
        Endpoint.Answering health =
                call -> CompletableFuture.completedFuture(HttpReply.text(HttpResponseStatus.OK, "ok\n"));
        return new Routes()
                .at(HttpMethod.GET, "/resource", new ResourceEndpoint(swarms, settings.sessions()))
                .at(HttpMethod.GET, "/debug", new DebugEndpoint(sources, settings.debug()))
                .at(HttpMethod.GET, "/health", health);
    }

    /** The port on which it listens. */
    public int port() {
        return port;
    }

    private Registration registration() {
        List<ForwardEntry> forwards = swarms.forwards();
        return new Registration(
                Limits.PROTOCOL_VERSION,
                id,
                name,
                settings.region(),
                url(),
                settings.networks(),
                swarms.viewers(),
                settings.maxViewers(),
                forwards);
    }

    private String url() {
        return settings.publicUrl().isEmpty() ? "ws://localhost:" + port + "/resource" : settings.publicUrl();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "tracker";
        }
    }

    @Override
    public void close() {
        if (isClosed.getAndSet(true)) {
            return;
        }
        if (server != null) {
            server.stopListening();
            CompletableFuture<Void> farewell = coordinates.end();
            await(swarms.moveAll(), FAREWELL_MILLIS);
            await(farewell, FAREWELL_MILLIS);
            server.close();
        }
        control.shutdownNow();
        if (transport != null) {
            transport.close();
        }
        if (eventLog != null) {
            eventLog.close();
        }
    }

    private static void await(CompletableFuture<?> future, long millis) {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("not waited for any longer cause={}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

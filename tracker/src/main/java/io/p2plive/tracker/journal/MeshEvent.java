/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.p2plive.id.ViewerId;
import io.p2plive.tracker.mesh.Arrival;
import io.p2plive.tracker.mesh.ForwardState;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Loss;
import io.p2plive.tracker.mesh.Mesh;
import io.p2plive.tracker.mesh.Origin;
import java.util.List;
import java.util.Objects;

/** Something that happens to a mesh; {@link Mesh} says of each what it means. */
public sealed interface MeshEvent extends LogEntry {
    /** Makes it happen. */
    void applyTo(Mesh mesh);

    /** See {@link Mesh#join}. */
    @JsonTypeName("join")
    record Join(ViewerId viewer, boolean shares, Origin origin, List<Link> parents, List<Link> children)
            implements MeshEvent {
        public Join {
            Objects.requireNonNull(viewer, "viewer");
            Objects.requireNonNull(origin, "origin");
            parents = List.copyOf(parents);
            children = List.copyOf(children);
        }

        /** Somebody arrives. */
        public static Join of(ViewerId viewer, Arrival arrival) {
            return new Join(viewer, arrival.shares(), arrival.origin(), arrival.parents(), arrival.children());
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.join(viewer, new Arrival(shares, origin, parents, children));
        }
    }

    /** See {@link Mesh#connected}. */
    @JsonTypeName("connected")
    record Connected(ViewerId viewer, int stripe, ViewerId parent) implements MeshEvent {
        public Connected {
            checkEdge(viewer, stripe, parent);
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.connected(viewer, stripe, parent);
        }
    }

    /** See {@link Mesh#lost}. */
    @JsonTypeName("lost")
    record Lost(ViewerId viewer, int stripe, ViewerId parent, Loss loss) implements MeshEvent {
        public Lost {
            checkEdge(viewer, stripe, parent);
            Objects.requireNonNull(loss, "loss");
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.lost(viewer, stripe, parent, loss);
        }
    }

    /** See {@link Mesh#lostForward}. */
    @JsonTypeName("lostForward")
    record LostForward(ViewerId viewer, int stripe, String forward) implements MeshEvent {
        public LostForward {
            checkEdge(viewer, stripe, forward);
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.lostForward(viewer, stripe, forward);
        }
    }

    private static void checkEdge(ViewerId viewer, int stripe, Object source) {
        Objects.requireNonNull(viewer, "viewer");
        Objects.requireNonNull(source, "source");
        if (stripe < 0) {
            throw new IllegalArgumentException("stripe is negative");
        }
    }

    /** See {@link Mesh#leave}. */
    @JsonTypeName("leave")
    record Leave(ViewerId viewer) implements MeshEvent {
        public Leave {
            Objects.requireNonNull(viewer, "viewer");
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.leave(viewer);
        }
    }

    /** See {@link Mesh#disconnected}. */
    @JsonTypeName("disconnected")
    record Disconnected(ViewerId viewer) implements MeshEvent {
        public Disconnected {
            Objects.requireNonNull(viewer, "viewer");
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.disconnected(viewer);
        }
    }

    /** See {@link Mesh#capacity}. */
    @JsonTypeName("capacity")
    record Capacity(ViewerId viewer, int slots) implements MeshEvent {
        public Capacity {
            Objects.requireNonNull(viewer, "viewer");
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.capacity(viewer, slots);
        }
    }

    /** See {@link Mesh#measured}. */
    @JsonTypeName("measured")
    record Measured(ViewerId viewer, int rttMillis) implements MeshEvent {
        public Measured {
            Objects.requireNonNull(viewer, "viewer");
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.measured(viewer, rttMillis);
        }
    }

    /** See {@link Mesh#forwards}. */
    @JsonTypeName("forwards")
    record Forwards(List<ForwardState> forwards) implements MeshEvent {
        public Forwards {
            forwards = List.copyOf(forwards);
        }

        @Override
        public void applyTo(Mesh mesh) {
            mesh.forwards(forwards);
        }
    }

    /** See {@link Mesh#live}. */
    @JsonTypeName("live")
    record Live(boolean live) implements MeshEvent {
        @Override
        public void applyTo(Mesh mesh) {
            mesh.live(live);
        }
    }

    /** See {@link Mesh#tick}. */
    @JsonTypeName("tick")
    record Tick() implements MeshEvent {
        @Override
        public void applyTo(Mesh mesh) {
            mesh.tick();
        }
    }
}

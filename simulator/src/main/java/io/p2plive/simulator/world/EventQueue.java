/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * What is to happen, by time, and the time itself. Things due at the same microsecond happen in the order in which they
 * were added. A heap of plain numbers: nothing is allocated for a chunk's arrival.
 *
 * <p>Confined to the run.
 */
final class EventQueue {
    /** Kinds of events; ACTION is kept here, the others carry two numbers. */
    static final int ACTION = 0;

    static final int CHUNK = 1;
    static final int UPLINK = 2;
    static final int BEAT = 3;

    private static final int ORDER_BITS = 28;
    private static final long ORDER_MASK = (1L << ORDER_BITS) - 1;
    private static final int KIND_BITS = 3;
    private static final int FIRST_BITS = 29;

    private long[] keys = new long[1024];
    private long[] loads = new long[1024];
    private int size;
    private long order;
    private long nowMicros;
    private long load;

    private Runnable[] actions = new Runnable[256];
    private final Deque<Integer> freeActions = new ArrayDeque<>();
    private int actionCount;

    long nowMicros() {
        return nowMicros;
    }

    /** Adds an event that carries two numbers: the first below 2²⁹, the second below 2³¹. */
    void add(long atMicros, int kind, int first, int second) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            loads = Arrays.copyOf(loads, 2 * size);
        }
        long key = Math.max(atMicros, nowMicros) << ORDER_BITS | (order++ & ORDER_MASK);
        long carried = (long) second << (KIND_BITS + FIRST_BITS) | (long) first << KIND_BITS | kind;
        siftUp(size++, key, carried);
    }

    /** Adds something to be done. */
    void at(long atMicros, Runnable action) {
        Integer free = freeActions.poll();
        int index = free == null ? actionCount++ : free;
        if (index == actions.length) {
            actions = Arrays.copyOf(actions, 2 * index);
        }
        actions[index] = action;
        add(atMicros, ACTION, index, 0);
    }

    /** The same after a while. */
    void after(long micros, Runnable action) {
        at(nowMicros + micros, action);
    }

    /** Goes on to the next event up to that time; false when there is none: then it is that time. */
    boolean next(long untilMicros) {
        if (size == 0 || keys[0] >>> ORDER_BITS > untilMicros) {
            nowMicros = untilMicros;
            return false;
        }
        nowMicros = keys[0] >>> ORDER_BITS;
        load = loads[0];
        size--;
        if (size > 0) {
            siftDown(keys[size], loads[size]);
        }
        return true;
    }

    int kind() {
        return (int) (load & ((1 << KIND_BITS) - 1));
    }

    int first() {
        return (int) (load >>> KIND_BITS) & ((1 << FIRST_BITS) - 1);
    }

    int second() {
        return (int) (load >>> (KIND_BITS + FIRST_BITS));
    }

    /** The action of the present event. */
    Runnable takeAction() {
        int index = first();
        Runnable action = actions[index];
        actions[index] = null;
        freeActions.push(index);
        return action;
    }

    private void siftUp(int start, long key, long carried) {
        int hole = start;
        while (hole > 0) {
            int parent = (hole - 1) >>> 2;
            if (keys[parent] <= key) {
                break;
            }
            put(hole, keys[parent], loads[parent]);
            hole = parent;
        }
        put(hole, key, carried);
    }

    private void siftDown(long key, long carried) {
        int hole = 0;
        while (true) {
            int child = (hole << 2) + 1;
            if (child >= size) {
                break;
            }
            int least = child;
            for (int other = child + 1, end = Math.min(child + 4, size); other < end; other++) {
                least = keys[other] < keys[least] ? other : least;
            }
            if (keys[least] >= key) {
                break;
            }
            put(hole, keys[least], loads[least]);
            hole = least;
        }
        put(hole, key, carried);
    }

    private void put(int hole, long key, long carried) {
        keys[hole] = key;
        loads[hole] = carried;
    }
}

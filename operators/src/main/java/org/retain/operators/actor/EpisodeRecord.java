package org.retain.operators.actor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Visit;
import org.retain.datasets.segment.SegmentSource;
import org.retain.operators.environment.Environment;

/** Sums up the episode of a slot, step by step. */
final class EpisodeRecord {

    private final Map<Integer, Visit> visits = new LinkedHashMap<>();
    private final Environment environment;
    private final int slot;
    private final EpisodeRequest request;
    private final String id;

    private Visit here;
    private long firstVersion;
    private long lastVersion;
    private long steps;
    private double rewardSum;

    /** The episode that the slot was just reset to. */
    EpisodeRecord(Environment environment, int slot, EpisodeRequest request, String id) {
        this.environment = environment;
        this.slot = slot;
        this.request = request;
        this.id = id;
        arrive();
    }

    String id() {
        return id;
    }

    long seed() {
        return request.seed();
    }

    /** Steps taken. */
    long steps() {
        return steps;
    }

    /** The slot has taken a step with an action that weights of this version chose. */
    void step(long version) {
        float reward = environment.reward(slot);
        here.setSteps(here.getSteps() + 1);
        here.setRewardSum(here.getRewardSum() + reward);
        firstVersion = steps == 0 ? version : firstVersion;
        lastVersion = version;
        steps++;
        rewardSum += reward;
        if (environment.place(slot) != here.getPlace()) {
            arrive();
        }
    }

    /** The summary once the episode has ended. */
    Episode end(SegmentSource source) {
        return new Episode(
                environment.spec().name(),
                id,
                request.number(),
                request.seed(),
                source,
                firstVersion,
                lastVersion,
                steps,
                rewardSum,
                environment.terminated(slot),
                environment.truncated(slot),
                environment.ending(slot),
                Map.copyOf(environment.measures(slot)),
                environment.spec().place(),
                new ArrayList<>(visits.values()),
                System.currentTimeMillis());
    }

    private void arrive() {
        int place = environment.place(slot);
        here =
                visits.computeIfAbsent(
                        place,
                        any ->
                                new Visit(
                                        place, steps, environment.clock(slot), 0L, 0.0, rewardSum));
    }
}

package org.retain.operators.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.SegmentSource;
import org.retain.datasets.segment.TensorPacking;
import org.retain.operators.environment.ActionSpace;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.VectorNetShape;

/** Tests for {@link Actor}: what it plays, whatever the policy answers. */
class ActorTest {

    private static final int ACTIONS = 5;
    private static final VectorNetShape SHAPE =
            new VectorNetShape(TestingEnvironment.WIDTH, List.of(8), 6, ACTIONS);

    @Test
    void episodesAreCutIntoSegmentsWithoutGaps() {
        try (TestingPlay play = play(3, 11)) {
            play.grantAndPlay(100);

            assertThat(play.segments).hasSize(100);
            for (List<Segment> episode : play.byEpisode().values()) {
                long step = 0;
                for (int index = 0; index < episode.size(); index++) {
                    Segment segment = episode.get(index);
                    boolean last = segment.getTerminated() || segment.getTruncated();
                    assertThat(segment.getSegmentIndex()).isEqualTo(index);
                    assertThat(segment.getFirstStep()).isEqualTo(step);
                    assertThat(segment.getFirstOfEpisode()).isEqualTo(index == 0);
                    assertThat(last && index < episode.size() - 1).isFalse();
                    assertThat(segment.getLength()).isBetween(1, TestingPlay.STEPS);
                    assertThat(segment.getLength() == TestingPlay.STEPS || last).isTrue();
                    step += segment.getLength();
                }
            }
            assertThat(play.actor.steps())
                    .isEqualTo(play.segments.stream().mapToLong(Segment::getLength).sum());
        }
    }

    @Test
    void consecutiveSegmentsMeetInObservationActionAndPlace() {
        try (TestingPlay play = play(2, 40)) {
            play.grantAndPlay(40);

            int pairs = 0;
            for (List<Segment> episode : play.byEpisode().values()) {
                for (int i = 1; i < episode.size(); i++, pairs++) {
                    float[] before = vectors(episode.get(i - 1));
                    byte[] actions = TensorPacking.unpack(episode.get(i - 1).getActions());
                    int last = before.length - TestingEnvironment.WIDTH;
                    for (int j = 0; j < TestingEnvironment.WIDTH; j++) {
                        assertThat(vectors(episode.get(i))[j]).isEqualTo(before[last + j]);
                    }
                    assertThat(TensorPacking.unpack(episode.get(i).getPreviousAction()))
                            .containsExactly(actions[actions.length - 1]);
                    assertThat(episode.get(i).getStrata())
                            .containsEntry("third", String.valueOf(i * TestingPlay.STEPS / 3));
                }
                assertThat(TensorPacking.unpack(episode.get(0).getPreviousAction()))
                        .containsExactly((byte) 0);
            }
            assertThat(pairs).isGreaterThan(10);
        }
    }

    @Test
    void aSegmentThatHasStartedEndsAndNoneStartsWithoutAGrant() {
        try (TestingPlay play = play(3, 1000)) {
            play.grantAndPlay(2);
            assertThat(play.segments).hasSize(2);
            assertThat(play.actor.steps()).isEqualTo(2 * TestingPlay.STEPS);
            assertThat(play.actor.step()).isFalse();

            play.actor.grant(4);
            play.actor.step();
            assertThat(play.actor.openSegments()).isEqualTo(3);
            while (play.actor.step()) {}

            assertThat(play.segments).hasSize(6);
            assertThat(play.actor.openSegments()).isZero();
            assertThat(play.byEpisode().values())
                    .extracting(List::size)
                    .as("grants go round the slots")
                    .containsExactly(2, 2, 2);
        }
    }

    @Test
    void versionsOfWeightsThatComeInMidSegmentAreThoseOfTheirSteps() {
        try (TestingPlay play = play(2, 1000)) {
            play.actor.grant(2);
            play.actor.step();
            play.actor.useWeights(9, policy(2));
            play.actor.step();
            play.actor.useWeights(8, policy(3));
            while (play.actor.step()) {}

            assertThat(play.segments)
                    .extracting(
                            segment ->
                                    TensorPacking.unpackLongs(
                                            segment.getBehaviour().getWeightsVersion()))
                    .containsExactly(new long[] {1, 9, 8, 8}, new long[] {1, 9, 8, 8});
        }
    }

    @Test
    void pausesChangeNothingButTheTime() {
        try (TestingPlay whole = play(3, 11);
                TestingPlay halting = play(3, 11)) {
            whole.grantAndPlay(60);
            for (int i = 0; i < 60; i += 2) {
                halting.grantAndPlay(2);
            }

            Map<String, List<Segment>> expected = whole.byEpisode();
            halting.byEpisode()
                    .forEach(
                            (id, segments) -> {
                                int both =
                                        Math.min(
                                                segments.size(),
                                                expected.getOrDefault(id, List.of()).size());
                                for (int i = 0; i < both; i++) {
                                    assertThat(segments.get(i).getActions())
                                            .isEqualTo(expected.get(id).get(i).getActions());
                                    assertThat(segments.get(i).getObservations())
                                            .isEqualTo(expected.get(id).get(i).getObservations());
                                }
                            });
        }
    }

    @Test
    void summariesOfEpisodesAddUp() {
        try (TestingPlay play = play(2, 11)) {
            play.grantAndPlay(50);

            assertThat(play.episodes).hasSizeGreaterThan(10);
            for (Episode episode : play.episodes) {
                long steps = 1 + episode.getSeed() % 11;
                assertThat(episode.getSteps()).isEqualTo(steps);
                assertThat(episode.getTerminated()).isEqualTo(episode.getSeed() % 2 == 0);
                assertThat(episode.getTruncated()).isEqualTo(episode.getSeed() % 2 != 0);
                assertThat(episode.getRewardSum())
                        .isEqualTo(steps * (steps + 1) / 2.0 + steps * (episode.getSeed() % 7));
                assertThat(episode.getMeasures()).containsEntry("steps", (double) steps);
                assertThat(episode.getPlace()).isEqualTo("third");
                assertThat(episode.getFirstWeightsVersion()).isEqualTo(1);
                assertThat(episode.getVisits()).hasSize((int) steps / 3 + 1);
                assertThat(episode.getVisits().stream().mapToLong(v -> v.getSteps()).sum())
                        .isEqualTo(steps);
                assertThat(episode.getVisits().stream().mapToDouble(v -> v.getRewardSum()).sum())
                        .isEqualTo(episode.getRewardSum());
                episode.getVisits()
                        .forEach(
                                visit -> {
                                    assertThat(visit.getFirstStep())
                                            .isEqualTo(3L * visit.getPlace());
                                    assertThat(visit.getFirstClock())
                                            .isEqualTo(30L * visit.getPlace());
                                });
            }
        }
    }

    @Test
    void withoutSegmentsItPlaysListedEpisodesTheSameOverAnyNumberOfSlots() {
        List<Episode> over2 = evaluate(2, 6);
        List<Episode> over4 = evaluate(4, 3);

        assertThat(over2).hasSize(12);
        assertThat(over4).hasSize(12);
        for (Episode episode : over2) {
            over4.stream()
                    .filter(other -> other.getSeed() == episode.getSeed())
                    .forEach(
                            other ->
                                    assertThat(other.getRewardSum())
                                            .isEqualTo(episode.getRewardSum()));
        }
        assertThat(over4).extracting(Episode::getSource).containsOnly(SegmentSource.EVALUATION);
    }

    @Test
    void weightsThatCannotPlayAreRefusedAndTheOldOnesStay() {
        try (TestingPlay play = play(1, 1000)) {
            assertRefused(play, new VectorNetShape(4, List.of(), 6, ACTIONS), "reads 4");
            assertRefused(play, new VectorNetShape(3, List.of(), 6, 6), "its actions are");
            assertRefused(play, new VectorNetShape(3, List.of(), 7, ACTIONS), "a core of 7");

            play.grantAndPlay(1);
            assertThat(play.segments).hasSize(1);
        }
    }

    @Test
    void closingClosesTheEnvironmentAndNothingIsPlayedWithoutWeights() {
        TestingPlay play =
                new TestingPlay(
                        TestingEnvironment.ofVectors(1, 5, new ActionSpace.Discrete(ACTIONS)), 1);

        assertThat(play.actor.hasWeights()).isFalse();
        assertThatThrownBy(play.actor::step).hasMessageContaining("no weights");
        play.close();

        assertThat(play.environment.isClosed()).isTrue();
    }

    private static void assertRefused(TestingPlay play, VectorNetShape shape, String reason) {
        try (ActingPolicy policy = ActingPolicy.of(PolicyWeights.random(shape, 1))) {
            assertThatThrownBy(() -> play.actor.useWeights(2, policy))
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessageContaining(reason);
        }
    }

    private static List<Episode> evaluate(int slots, int perSlot) {
        ActorSettings settings = new ActorSettings("run", SegmentSource.EVALUATION, 0, 1, 5);
        try (TestingPlay play =
                new TestingPlay(
                        TestingEnvironment.ofVectors(slots, 9, new ActionSpace.Discrete(ACTIONS)),
                        settings,
                        perSlot)) {
            play.actor.useWeights(1, policy(1));
            while (play.actor.step()) {}
            assertThat(play.segments).isEmpty();
            return play.episodes.stream().sorted(Comparator.comparing(Episode::getSeed)).toList();
        }
    }

    private static TestingPlay play(int slots, int longest) {
        TestingPlay play =
                new TestingPlay(
                        TestingEnvironment.ofVectors(
                                slots, longest, new ActionSpace.Discrete(ACTIONS)),
                        1);
        play.actor.useWeights(1, policy(1));
        return play;
    }

    private static ActingPolicy policy(long seed) {
        return ActingPolicy.of(PolicyWeights.random(SHAPE, seed));
    }

    private static float[] vectors(Segment segment) {
        return TensorPacking.unpackFloats(TensorPacking.find(segment.getObservations(), "vector"));
    }
}

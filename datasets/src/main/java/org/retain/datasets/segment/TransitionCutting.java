package org.retain.datasets.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a segment into its transitions: (s, a, r, s', terminated), each a segment of one step.
 *
 * <pre>{@code
 * List<Segment> transitions = TransitionCutting.cut(segment);
 * }</pre>
 *
 * <p>The episode becomes one of segments of one step: transition t has the step's own number as
 * {@code firstStep} and {@code segmentIndex}, so episode and index tell it apart; {@code position}
 * still names the log record it came in. It holds rows t and t+1 of the observations and the
 * behaviour's values, row t of everything else that has a time axis, and row t-1 of the actions as
 * its previous action. Only transition 0 may be first of its episode and has recurrent states, as
 * nobody recorded those of later steps; only the last may be terminated or truncated. Strata are
 * the segment's.
 *
 * <p>Where a segment's last observation is no real one ({@code bootstrapValid} is false) and the
 * episode was not terminated there, the last transition has no s' and is left out.
 */
public final class TransitionCutting {

    /** From this length on tensors are packed: below, zstd costs more time than its bytes do. */
    private static final int SMALLEST_PACKED = 1024;

    private final Segment segment;
    private final List<Rows> observations;
    private final Rows actions;
    private final Rows rewards;
    private final List<Rows> info;
    private final Rows weightsVersion;
    private final Rows logProbabilities;
    private final Rows values;
    private final List<Rows> distribution;

    private TransitionCutting(Segment segment) {
        int steps = segment.getLength();
        Behaviour behaviour = segment.getBehaviour();
        Targets targets = segment.getTargets();
        this.segment = segment;
        observations = Rows.all(segment.getObservations(), steps + 1);
        actions = Rows.of(segment.getActions(), steps);
        rewards = segment.getRewards() == null ? null : Rows.of(segment.getRewards(), steps);
        info = Rows.all(segment.getInfo(), steps);
        weightsVersion = behaviour == null ? null : Rows.of(behaviour.getWeightsVersion(), steps);
        logProbabilities =
                behaviour == null ? null : Rows.of(behaviour.getLogProbabilities(), steps);
        values = behaviour == null ? null : Rows.of(behaviour.getValues(), steps + 1);
        distribution = targets == null ? null : Rows.all(targets.getDistribution(), steps);
    }

    /**
     * The transitions, in order. Strings and maps are shared with the segment, tensors are not.
     *
     * @throws InvalidSegmentException when the segment is a marker, lacks actions, or its steps
     *     have numbers beyond 31 bits
     * @throws InvalidTensorException when a tensor is damaged or has another number of rows
     */
    public static List<Segment> cut(Segment segment) {
        requireSteps(segment);
        TransitionCutting cutting = new TransitionCutting(segment);
        boolean whole = segment.getBootstrapValid() || segment.getTerminated();
        int transitions = whole ? segment.getLength() : segment.getLength() - 1;
        List<Segment> cut = new ArrayList<>(transitions);
        for (int step = 0; step < transitions; step++) {
            cut.add(cutting.transition(step));
        }
        return cut;
    }

    private static void requireSteps(Segment segment) {
        int steps = segment.getLength();
        long first = segment.getFirstStep();
        boolean sound =
                steps > 0
                        && segment.getActions() != null
                        && first >= 0
                        && first <= Integer.MAX_VALUE - steps;
        if (!sound) {
            throw new InvalidSegmentException(
                    ("Segment %d of episode %s: found %d steps from step %d %s actions, expected"
                                    + " steps with actions, numbered from 0 to %d; a marker has"
                                    + " no transitions")
                            .formatted(
                                    segment.getSegmentIndex(),
                                    segment.getEpisodeId(),
                                    steps,
                                    first,
                                    segment.getActions() == null ? "without" : "with",
                                    Integer.MAX_VALUE));
        }
    }

    private Segment transition(int step) {
        boolean last = step == segment.getLength() - 1;
        Segment transition = new Segment();
        transition.setEnvironmentId(segment.getEnvironmentId());
        transition.setEpisodeId(segment.getEpisodeId());
        transition.setSegmentIndex((int) segment.getFirstStep() + step);
        transition.setFirstStep(segment.getFirstStep() + step);
        transition.setLength(1);
        transition.setFirstOfEpisode(segment.getFirstOfEpisode() && step == 0);
        transition.setSource(segment.getSource());
        transition.setObservations(Rows.cut(observations, step, 2));
        transition.setBootstrapValid(!last || segment.getBootstrapValid());
        transition.setActions(actions.cut(step, 1));
        transition.setPreviousAction(
                step == 0 ? segment.getPreviousAction() : actions.row(step - 1, previousName()));
        transition.setRewards(rewards == null ? null : rewards.cut(step, 1));
        transition.setTerminated(last && segment.getTerminated());
        transition.setTruncated(last && segment.getTruncated());
        transition.setBehaviour(behaviour(step));
        transition.setInfo(Rows.cut(info, step, 1));
        transition.setStrata(segment.getStrata());
        transition.setTargets(targets(step));
        transition.setPosition(segment.getPosition());
        return transition;
    }

    private String previousName() {
        return segment.getPreviousAction() == null
                ? "previous_action"
                : segment.getPreviousAction().getName();
    }

    private Behaviour behaviour(int step) {
        return segment.getBehaviour() == null
                ? null
                : new Behaviour(
                        weightsVersion.cut(step, 1),
                        logProbabilities.cut(step, 1),
                        values.cut(step, 2),
                        first(step, segment.getBehaviour().getRecurrentState()));
    }

    private Targets targets(int step) {
        return segment.getTargets() == null
                ? null
                : new Targets(
                        segment.getTargets().getTeacherId(),
                        Rows.cut(distribution, step, 1),
                        first(step, segment.getTargets().getRecurrentState()));
    }

    private static List<Tensor> first(int step, List<Tensor> state) {
        return step == 0 ? new ArrayList<>(state) : new ArrayList<>();
    }

    /** An unpacked tensor with a leading time axis. */
    private record Rows(Tensor tensor, byte[] raw, int rowBytes) {

        static Rows of(Tensor tensor, int rows) {
            List<Integer> shape = tensor.getShape();
            if (shape.isEmpty() || shape.get(0) != rows) {
                throw new InvalidTensorException(
                        "Tensor %s has shape %s, expected %d rows"
                                .formatted(tensor.getName(), shape, rows));
            }
            byte[] raw = TensorPacking.unpack(tensor);
            return new Rows(tensor, raw, raw.length / rows);
        }

        static List<Rows> all(List<Tensor> tensors, int rows) {
            return tensors.stream().map(tensor -> of(tensor, rows)).toList();
        }

        static List<Tensor> cut(List<Rows> tensors, int from, int rows) {
            List<Tensor> cut = new ArrayList<>(tensors.size());
            tensors.forEach(tensor -> cut.add(tensor.cut(from, rows)));
            return cut;
        }

        Tensor cut(int from, int rows) {
            List<Integer> shape = new ArrayList<>(tensor.getShape());
            shape.set(0, rows);
            return packed(tensor.getName(), shape, from, rows);
        }

        /** One row without its time axis. */
        Tensor row(int index, String name) {
            List<Integer> shape = tensor.getShape();
            return packed(name, new ArrayList<>(shape.subList(1, shape.size())), index, 1);
        }

        private Tensor packed(String name, List<Integer> shape, int from, int rows) {
            byte[] bytes = Arrays.copyOfRange(raw, from * rowBytes, (from + rows) * rowBytes);
            TensorCodec codec = bytes.length < SMALLEST_PACKED ? TensorCodec.RAW : TensorCodec.ZSTD;
            return TensorPacking.pack(name, tensor.getDtype(), shape, bytes, codec);
        }
    }
}

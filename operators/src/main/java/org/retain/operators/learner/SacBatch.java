package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;
import org.retain.operators.learner.ActorTerm.TeacherSteps;
import org.retain.operators.learner.loss.GaussianDistribution;
import org.retain.operators.policy.GaussianNetShape;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.StageVectors;

/** A batch's tensors in native memory, by entries of [T, B] (observations: [T+1, B]). */
final class SacBatch {

    private static final String OBSERVATIONS = "observations.vector";
    private static final String ACTIONS = "actions";
    private static final String MEAN = "targets.mean";
    private static final String LOG_DEVIATION = "targets.log_std";

    private final GaussianPolicy actor;
    private final LearnerBatch batch;
    private final Transitions transitions;
    private final long[] taught;
    private final NDArray observations;
    private final NDArray actions;
    private final NDArray mean;
    private final NDArray logDeviation;

    /**
     * Copies a batch into a scope.
     *
     * @param teacherSteps kind of steps whose teacher's answers are wanted
     * @throws IllegalArgumentException when its tensors do not fit the policy
     */
    SacBatch(
            NDManager scope,
            TrainingBatch assembled,
            Transitions transitions,
            GaussianPolicy actor,
            TeacherSteps teacherSteps) {
        this.transitions = transitions;
        this.actor = actor;
        GaussianNetShape shape = actor.shape();
        batch = new LearnerBatch(assembled);
        observations = entries(scope, assembled, OBSERVATIONS, shape.observation());
        actions = entries(scope, assembled, ACTIONS, shape.actions());
        boolean targets =
                teacherSteps != TeacherSteps.NONE && batch.has(MEAN) && batch.has(LOG_DEVIATION);
        mean = targets ? entries(scope, assembled, MEAN, shape.actions()) : null;
        logDeviation = targets ? entries(scope, assembled, LOG_DEVIATION, shape.actions()) : null;
        taught = targets ? teacherSteps(teacherSteps == TeacherSteps.DEMONSTRATIONS) : new long[0];
    }

    private NDArray entries(NDManager scope, TrainingBatch assembled, String tensor, int width) {
        SafetensorsEntry entry = assembled.tensors().get(tensor);
        List<Integer> axes = entry == null ? List.of() : entry.shape();
        boolean floats =
                entry != null
                        && (entry.type() == SafetensorsType.F32
                                || entry.type() == SafetensorsType.F16);
        if (!floats || axes.size() != 3 || axes.get(2) != width) {
            throw new IllegalArgumentException(
                    "Tensor %s of the batch is %s, the policy needs floats of shape [T, B, %d]; give a policy of the environment's observations and actions"
                            .formatted(
                                    tensor,
                                    entry == null ? "missing" : entry.type() + "" + axes,
                                    width));
        }
        return batch.array(scope, tensor).reshape(-1, width);
    }

    /** Steps of a role that the teacher answered and the loss mask keeps. */
    private long[] teacherSteps(boolean demonstrations) {
        boolean[] mask = batch.mask(demonstrations);
        for (int row = 0; row < batch.rows(); row++) {
            if (batch.segment(row).getTargets() == null) {
                for (int t = 0; t < batch.steps(); t++) {
                    mask[t * batch.rows() + row] = false;
                }
            }
        }
        return LongStream.range(0, mask.length).filter(at -> mask[(int) at]).toArray();
    }

    /**
     * What one of an update's steps learns from.
     *
     * @param scope takes the step's arrays
     * @param part number of the step
     * @param parts steps of the update
     */
    SacStep.Input input(
            NDManager scope, int part, int parts, long applied, Map<String, Double> figures) {
        Transitions share = transitions.part(part, parts);
        long[] lessons = Transitions.every(taught, part, parts);
        ActorContext context =
                new ActorContext(
                        scope,
                        actor,
                        lessons.length == 0 ? null : observations(scope, lessons),
                        lessons.length == 0 ? null : teacher(scope, lessons),
                        applied,
                        figures);
        return new SacStep.Input(
                scope,
                share,
                observations(scope, share.from()),
                observations(scope, share.to()),
                rows(scope, actions, share.from()),
                context,
                part);
    }

    private StageVectors observations(NDManager scope, long[] entries) {
        return StageVectors.of(rows(scope, observations, entries), actor.shape().heads());
    }

    private GaussianDistribution teacher(NDManager scope, long[] entries) {
        return new GaussianDistribution(
                rows(scope, mean, entries), rows(scope, logDeviation, entries));
    }

    private static NDArray rows(NDManager scope, NDArray array, long[] entries) {
        return array.get(scope, new NDIndex("{}", scope.create(entries)));
    }
}

package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.MaskedMean;
import org.retain.operators.policy.Scalars;

/**
 * KL(teacher ‖ student) over the steps of fresh rollouts (kickstarting) or of demonstrations
 * (behavioural cloning; with {@code crossEntropy} the recorded actions take the teacher's place). A
 * step whose row has no target, such as one drawn before the teacher was there, is left out.
 */
final class DistillationTerm implements LossTerm {

    /** Figure: the divergence or cross-entropy in nats, without its coefficient. */
    static final String RETENTION_LOSS = "retention_loss";

    /** Figure: the coefficient. */
    static final String COEFFICIENT = "retention_coefficient";

    private static final String TARGETS = "targets.logits";

    private final CountedSteps counted;
    private final boolean crossEntropy;
    private final CoefficientSchedule schedule;

    private DistillationTerm(
            CountedSteps counted, boolean crossEntropy, CoefficientSchedule schedule) {
        this.counted = counted;
        this.crossEntropy = crossEntropy;
        this.schedule = schedule;
    }

    /** Which steps [T, B] of a batch the loss counts. */
    private interface CountedSteps {
        boolean[] of(LearnerBatch batch, long applied);
    }

    /**
     * Kickstarting.
     *
     * @param maxPolicyLag updates that an action may be old
     */
    static DistillationTerm onRollouts(int maxPolicyLag, CoefficientSchedule schedule) {
        return new DistillationTerm(
                (batch, applied) -> RolloutSteps.fresh(batch, applied, maxPolicyLag),
                false,
                schedule);
    }

    /**
     * Behavioural cloning.
     *
     * @param crossEntropy true: of the recorded actions; false: of the teacher
     */
    static DistillationTerm onDemonstrations(boolean crossEntropy, CoefficientSchedule schedule) {
        return new DistillationTerm((batch, applied) -> batch.mask(true), crossEntropy, schedule);
    }

    @Override
    public NDArray of(LossContext context) {
        LearnerBatch batch = context.batch();
        double coefficient = schedule.value(context.applied());
        context.figures().put(COEFFICIENT, coefficient);
        boolean[] mask = counted.of(batch, context.applied());
        if (!crossEntropy) {
            leaveOutRowsWithoutTargets(batch, mask);
        }
        NDArray losses;
        if (crossEntropy) {
            losses = context.student().crossEntropy(batch.actions(context.scope()));
        } else if (batch.has(TARGETS)) {
            NDArray logits = batch.array(context.scope(), TARGETS);
            requireSameActions(logits, context.student().logProbabilities());
            losses = CategoricalDistribution.ofLogits(logits).klDivergence(context.student());
        } else {
            losses = Scalars.mul(context.values(), 0);
        }
        NDArray loss = MaskedMean.over(batch.mask(context.scope(), mask)).of(losses);
        context.figure(RETENTION_LOSS, loss);
        return Scalars.mul(loss, coefficient);
    }

    private static void leaveOutRowsWithoutTargets(LearnerBatch batch, boolean[] mask) {
        for (int i = 0; i < mask.length; i++) {
            mask[i] &= batch.segment(i % batch.rows()).getTargets() != null;
        }
    }

    private static void requireSameActions(NDArray teacher, NDArray student) {
        if (!teacher.getShape().equals(student.getShape())) {
            throw new IllegalArgumentException(
                    "The teacher's logits are %s, the student's %s [T, B, A]; give a teacher with the student's actions"
                            .formatted(teacher.getShape(), student.getShape()));
        }
    }
}

package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.GaussianDistribution;
import org.retain.operators.policy.GaussianOutput;
import org.retain.operators.policy.Scalars;

/**
 * KL(teacher ‖ student) of Gaussian policies, the mean over the steps of demonstrations
 * (behavioural cloning) or of rollouts (kickstarting) that the teacher answered; zero where there
 * are none.
 */
final class GaussianDistillationTerm implements ActorTerm {

    private final TeacherSteps steps;
    private final CoefficientSchedule schedule;

    GaussianDistillationTerm(TeacherSteps steps, CoefficientSchedule schedule) {
        this.steps = steps;
        this.schedule = schedule;
    }

    @Override
    public TeacherSteps teacherSteps() {
        return steps;
    }

    @Override
    public NDArray of(ActorContext context) {
        double coefficient = schedule.value(context.applied());
        context.figures().put(DistillationTerm.COEFFICIENT, coefficient);
        NDArray loss;
        if (context.teacher() == null) {
            loss = context.scope().create(0f);
        } else {
            GaussianOutput student = context.actor().forward(context.observations());
            loss =
                    context.teacher()
                            .klDivergence(
                                    new GaussianDistribution(
                                            student.mean(), student.logDeviation()))
                            .mean();
        }
        context.figures().put(DistillationTerm.RETENTION_LOSS, (double) loss.getFloat());
        return Scalars.mul(loss, coefficient);
    }
}

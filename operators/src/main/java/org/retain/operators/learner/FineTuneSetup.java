package org.retain.operators.learner;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;

/** Fine-tuning by any algorithm with any retention that goes with it. */
final class FineTuneSetup implements LearnerSetup {

    private static final long serialVersionUID = 1;

    private final Configuration config;
    private final String teacher;

    private FineTuneSetup(Configuration config, String teacher) {
        this.config = config;
        this.teacher = teacher;
    }

    /**
     * Checks the options before anything starts.
     *
     * @param teacher location of the weights whose answers the segments carry; null for none
     * @throws IllegalArgumentException when one is missing, out of range, or two do not go together
     */
    static FineTuneSetup of(ReadableConfig config, String teacher) {
        Configuration own = Configuration.fromMap(config.toMap());
        Algorithm algorithm = own.get(LearnerOptions.ALGORITHM);
        Retention retention = own.get(RetentionOptions.METHOD);
        Pairing.require(algorithm, retention, own.get(RetentionOptions.KICKSTART_SAC));
        require(
                own.contains(LearnerOptions.INITIAL_WEIGHTS),
                "%s is missing: give the weights that the student starts from"
                        .formatted(LearnerOptions.INITIAL_WEIGHTS.key()));
        require(
                retention != Retention.EWC || own.contains(RetentionOptions.FISHER),
                "%s is missing, which %s ewc needs: make the file with ./retain fisher"
                        .formatted(RetentionOptions.FISHER.key(), RetentionOptions.METHOD.key()));
        require(
                algorithm != Algorithm.SAC || !own.get(RetentionOptions.CROSS_ENTROPY),
                "%s is true, but the actions of %s sac are continuous and have no cross-entropy"
                        .formatted(
                                RetentionOptions.CROSS_ENTROPY.key(),
                                LearnerOptions.ALGORITHM.key()));
        FrozenEncoder.encodes(own);
        OptimiserSettings.of(own);
        PpoSettings.of(own);
        SacSettings.of(own);
        schedule(own);
        return new FineTuneSetup(own, teacher);
    }

    @Override
    public Agent agent(NDManager manager) {
        PolicyWeights weights =
                PolicyWeights.read(
                                config.get(LearnerOptions.INITIAL_WEIGHTS),
                                config.getOptional(LearnerOptions.INITIAL_SHA256))
                        .weights();
        requireTeachersState(weights.shape().core());
        OptimiserSettings optimiser = OptimiserSettings.of(config);
        if (config.get(LearnerOptions.ALGORITHM) == Algorithm.SAC) {
            GaussianPolicy policy = GaussianPolicy.create(weights, manager);
            return new SacAgent(policy, optimiser, SacSettings.of(config), actorTerm(policy));
        }
        PolicyNetwork network = PolicyNetwork.create(weights, manager);
        return new PolicyAgent(network, optimiser, terms(network, optimiser), false);
    }

    /** Drawn rows with a state of another width than that of driving rows would all be refused. */
    private void requireTeachersState(int core) {
        Retention retention = config.get(RetentionOptions.METHOD);
        boolean draws = retention == Retention.BC || retention == Retention.EM;
        boolean own = teacher == null || teacher.equals(config.get(LearnerOptions.INITIAL_WEIGHTS));
        if (own
                || !draws
                || core == 0
                || config.get(BatchOptions.DEMONSTRATION_STATE) != DemonstrationState.TEACHER) {
            return;
        }
        int teachers = PolicyWeights.read(teacher, Optional.empty()).weights().shape().core();
        require(
                teachers == 0 || teachers == core,
                "%s is teacher, but the core of the teacher %s has %d units and the student's has %d, which cannot start from its state; set it to zero"
                        .formatted(
                                BatchOptions.DEMONSTRATION_STATE.key(), teacher, teachers, core));
    }

    @Override
    public Optional<HeldOutValidation> validation() {
        return Optional.empty();
    }

    private List<LossTerm> terms(PolicyNetwork network, OptimiserSettings optimiser) {
        List<LossTerm> terms = new ArrayList<>();
        terms.add(
                switch (config.get(LearnerOptions.ALGORITHM)) {
                    case BC -> new CloningTerm();
                    case PPO -> new PpoTerm(PpoSettings.of(config));
                    case REINFORCE ->
                            new ReinforceTerm(
                                    config.get(PpoOptions.DISCOUNT),
                                    config.get(PpoOptions.BASELINE),
                                    PpoSettings.of(config));
                    case SAC, EXTERNAL ->
                            throw new IllegalArgumentException(
                                    "Option %s is %s, expected bc, ppo or reinforce"
                                            .formatted(
                                                    LearnerOptions.ALGORITHM.key(),
                                                    config.get(LearnerOptions.ALGORITHM)));
                });
        switch (config.get(RetentionOptions.METHOD)) {
            case KS ->
                    terms.add(
                            DistillationTerm.onRollouts(
                                    config.get(PpoOptions.MAX_POLICY_LAG), schedule(config)));
            case BC ->
                    terms.add(
                            DistillationTerm.onDemonstrations(
                                    config.get(RetentionOptions.CROSS_ENTROPY), schedule(config)));
            case EWC -> terms.add(ewc(config, network, optimiser));
            case NONE, EM -> {}
        }
        return terms;
    }

    /** What retains a Gaussian actor; null for nothing in the loss. */
    private ActorTerm actorTerm(GaussianPolicy policy) {
        return switch (config.get(RetentionOptions.METHOD)) {
            case KS ->
                    new GaussianDistillationTerm(ActorTerm.TeacherSteps.ROLLOUTS, schedule(config));
            case BC ->
                    new GaussianDistillationTerm(
                            ActorTerm.TeacherSteps.DEMONSTRATIONS, schedule(config));
            case EWC ->
                    FisherFile.read(
                                    config.get(RetentionOptions.FISHER),
                                    config.getOptional(RetentionOptions.FISHER_SHA256))
                            .actorTerm(policy.sharedParameters(), schedule(config));
            case NONE, EM -> null;
        };
    }

    /** The EWC penalty that the options ask for. */
    static LossTerm ewc(ReadableConfig config, PolicyNetwork network, OptimiserSettings optimiser) {
        return FisherFile.read(
                        config.get(RetentionOptions.FISHER),
                        config.getOptional(RetentionOptions.FISHER_SHA256))
                .term(PolicyAgent.trained(network, optimiser), schedule(config));
    }

    private static CoefficientSchedule schedule(ReadableConfig config) {
        return new CoefficientSchedule(
                config.get(RetentionOptions.COEFFICIENT),
                config.get(RetentionOptions.DECAY),
                config.get(RetentionOptions.FLOOR));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("Option " + message);
        }
    }
}

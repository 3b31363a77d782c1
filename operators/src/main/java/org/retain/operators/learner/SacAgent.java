package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.retain.operators.learner.ActorTerm.TeacherSteps;
import org.retain.operators.policy.GaussianPolicy;
import org.retain.operators.policy.PolicyWeights;

/**
 * Soft actor-critic with twin critics and automatic temperature (Haarnoja et al. 2018), with a head
 * and a temperature for each stage. It learns from the transitions that the memory drew; rows that
 * drive only set the pace. Demonstrations among them are transitions like others (episodic memory),
 * unless a term of the actor's loss has them for itself.
 *
 * <p>An update makes one step of all optimisers, or several, each with its own share of the
 * transitions; when one fails, all are undone. Sampled actions are a function of the seed and the
 * updates applied before.
 */
final class SacAgent implements Agent {

    /** Figure: loss of both critics. */
    static final String CRITIC_LOSS = "critic_loss";

    /** Figure: loss of the actor, with its retention. */
    static final String ACTOR_LOSS = "actor_loss";

    /** Figure: loss of the temperature. */
    static final String TEMPERATURE_LOSS = "temperature_loss";

    /** Figure: mean of α over the transitions' stages. */
    static final String TEMPERATURE = "temperature";

    /** Figure: mean of the first critic's values of the transitions' actions. */
    static final String Q = "q";

    /** Figure: entropy of the policy in nats, −log π of sampled actions. */
    static final String ENTROPY = "entropy";

    /** Figure: transitions learned from. */
    static final String TRANSITIONS = "transitions";

    private final SacNetworks networks;
    private final SacOptimisers optimisers;
    private final OptimiserSettings optimiserSettings;
    private final SacSettings settings;
    private final TeacherSteps teacherSteps;
    private final SacStep step;

    /**
     * An agent with new critics.
     *
     * @param actor is taken over: closing this closes it
     * @param retention what keeps the actor from forgetting; null for nothing (none, or episodic
     *     memory)
     */
    SacAgent(
            GaussianPolicy actor,
            OptimiserSettings optimiserSettings,
            SacSettings settings,
            ActorTerm retention) {
        this.optimiserSettings = optimiserSettings;
        this.settings = settings;
        teacherSteps = retention == null ? TeacherSteps.NONE : retention.teacherSteps();
        networks = new SacNetworks(actor, settings);
        optimisers = new SacOptimisers(networks, optimiserSettings);
        step = new SacStep(networks, settings, retention);
    }

    @Override
    public Update update(TrainingBatch assembled, long applied) {
        Transitions transitions =
                Transitions.of(
                        new LearnerBatch(assembled),
                        settings.rewards(),
                        teacherSteps != TeacherSteps.DEMONSTRATIONS);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(TRANSITIONS, (double) transitions.count());
        if (transitions.count() == 0) {
            return Update.nothing(figures);
        }
        try (NDManager scope = networks.newScope()) {
            SacBatch batch =
                    new SacBatch(scope, assembled, transitions, networks.actor(), teacherSteps);
            int parts = Math.min(settings.updatesPerBatch(), transitions.count());
            SacRollback rollback =
                    parts == 1 ? null : new SacRollback(scope, arrays().values(), optimisers);
            for (int part = 0; part < parts; part++) {
                Map<String, Double> found = new LinkedHashMap<>();
                Optional<String> reason = take(batch, part, parts, applied, found);
                if (reason.isPresent()) {
                    if (rollback != null) {
                        rollback.undo();
                    }
                    figures.putAll(found);
                    return new Update(false, reason.get(), figures);
                }
                found.forEach((name, value) -> figures.merge(name, value / parts, Double::sum));
            }
            return new Update(true, null, figures);
        }
    }

    /** Makes one step of all optimisers, or says why not; then nothing has moved. */
    private Optional<String> take(
            SacBatch batch, int part, int parts, long applied, Map<String, Double> figures) {
        try (NDManager scope = networks.newScope()) {
            optimisers.zeroGradients();
            Optional<String> reason =
                    step.differentiate(batch.input(scope, part, parts, applied, figures));
            if (reason.isPresent()) {
                return reason;
            }
            double rate = optimiserSettings.learningRate().value(applied);
            figures.put(PolicyAgent.LEARNING_RATE, rate);
            boolean criticOnly = applied < optimiserSettings.criticUpdates();
            reason = optimisers.step(scope, rate, criticOnly, figures);
            if (reason.isEmpty()) {
                networks.followCritics(settings.polyak());
            }
            return reason;
        }
    }

    @Override
    public Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = networks.arrays();
        arrays.putAll(optimisers.moments());
        return arrays;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        optimisers.write(out);
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        optimisers.read(in);
    }

    @Override
    public boolean finite() {
        return optimisers.finite();
    }

    @Override
    public PolicyWeights weights() {
        return networks.actor().weights();
    }

    @Override
    public String device() {
        return networks.actor().device();
    }

    @Override
    public void close() {
        optimisers.close();
        networks.close();
    }
}

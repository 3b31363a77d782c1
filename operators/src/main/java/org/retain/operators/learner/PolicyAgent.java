package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retain.datasets.segment.Behaviour;
import org.retain.operators.learner.loss.CategoricalDistribution;
import org.retain.operators.policy.Autograd;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.ParameterSpec;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyOutput;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.RecurrentState;

/**
 * A discrete policy that learns by a sum of losses: cloning, PPO or REINFORCE, and at most one that
 * retains. One forward pass, one backward pass and one step of Adam for each batch.
 */
final class PolicyAgent implements Agent {

    /** Figure: the whole loss. */
    static final String LOSS = "loss";

    /** Figure: norm of the gradient before clipping. */
    static final String GRADIENT_NORM = "gradient_norm";

    /** Figure: step size. */
    static final String LEARNING_RATE = "learning_rate";

    private static final String VALUE_HEAD = "value.";

    private final PolicyNetwork network;
    private final OptimiserSettings settings;
    private final List<LossTerm> terms;
    private final Adam optimiser;
    private final CarriedStates carried;
    private final List<NDArray> statistics;

    /**
     * An agent.
     *
     * @param network is taken over: closing this closes it
     * @param carryStates true: rows go on from the state that the batch with the episode's last
     *     segment ended with; false: from the state that came with them, or zero
     */
    PolicyAgent(
            PolicyNetwork network,
            OptimiserSettings settings,
            List<LossTerm> terms,
            boolean carryStates) {
        this.network = network;
        this.settings = settings;
        this.terms = terms;
        carried =
                carryStates && network.shape().core() > 0
                        ? new CarriedStates(network.shape().core())
                        : null;
        optimiser = new Adam(trained(network, settings), settings.adam());
        statistics =
                network.shape().parameters().stream()
                        .filter(spec -> !spec.trainable())
                        .map(spec -> network.parameters().get(spec.name()))
                        .toList();
    }

    /** The policy as it stands. */
    PolicyNetwork network() {
        return network;
    }

    /** The parameters that training may change. */
    static Map<String, NDArray> trained(PolicyNetwork network, OptimiserSettings settings) {
        Map<String, NDArray> trained = new LinkedHashMap<>();
        for (ParameterSpec spec : network.shape().parameters()) {
            if (spec.trainable() && settings.trains(spec.name())) {
                trained.put(spec.name(), network.parameters().get(spec.name()));
            }
        }
        if (trained.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option %s is %s, which leaves no parameter to train"
                            .formatted(LearnerOptions.FREEZE.key(), settings.freeze()));
        }
        return trained;
    }

    @Override
    public Update update(TrainingBatch assembled, long applied) {
        LearnerBatch batch = new LearnerBatch(assembled);
        batch.requireActionsBelow(network.shape().actions());
        Map<String, Double> figures = new LinkedHashMap<>();
        optimiser.zeroGradients();
        try (NDManager scope = network.newScope()) {
            NDList before = copies(scope);
            PolicyOutput output;
            double loss;
            try (Autograd gradients = Autograd.record()) {
                output = forward(scope, batch);
                LossContext context =
                        new LossContext(
                                scope,
                                batch,
                                CategoricalDistribution.ofLogits(output.logits()),
                                output.values(),
                                applied,
                                figures);
                NDArray total = total(context);
                loss = total.getFloat();
                if (Double.isFinite(loss)) {
                    gradients.backward(total);
                }
            }
            figures.put(LOSS, loss);
            if (!Double.isFinite(loss)) {
                return skipped("the loss is %s".formatted(loss), before, figures);
            }
            double norm = optimiser.gradientNorm(scope);
            figures.put(GRADIENT_NORM, norm);
            if (!Double.isFinite(norm)) {
                return skipped("the gradient's norm is %s".formatted(norm), before, figures);
            }
            apply(scope, batch, output, norm, applied, figures);
            return new Update(true, null, figures);
        }
    }

    /** Running statistics, which a forward pass may move before the update is known to be good. */
    private NDList copies(NDManager scope) {
        NDList copies = new NDList();
        statistics.forEach(array -> copies.add(array.duplicate()));
        copies.attach(scope);
        return copies;
    }

    private Update skipped(String reason, NDList before, Map<String, Double> figures) {
        for (int i = 0; i < statistics.size(); i++) {
            NativeArrays.overwrite(statistics.get(i), before.get(i));
        }
        return new Update(false, reason, figures);
    }

    private PolicyOutput forward(NDManager scope, LearnerBatch batch) {
        // Steps of padding are in no loss. Where nobody asks for the state after a row's last step,
        // they may run through the network with the others, which is faster.
        boolean exact = carried != null && CarriedStates.needsStateWithinRows(batch);
        int[] lengths = batch.lengths();
        if (!exact) {
            Arrays.fill(lengths, batch.steps());
        }
        return network.forward(scope, batch.input(lengths), initialState(scope, batch));
    }

    private RecurrentState initialState(NDManager scope, LearnerBatch batch) {
        int width = network.shape().core();
        if (carried != null) {
            return carried.before(scope, batch);
        }
        if (width == 0 || !batch.has("initial_state.h")) {
            return width == 0 ? null : network.zeroState(scope, batch.rows());
        }
        NDArray h = batch.array(scope, "initial_state.h");
        NDArray c = batch.array(scope, "initial_state.c");
        if (!h.getShape().equals(new Shape(batch.rows(), width))) {
            throw new IllegalArgumentException(
                    "Rows start from a state of shape %s, the student's is [%d, %d]; %s"
                            .formatted(h.getShape(), batch.rows(), width, advice(batch)));
        }
        return new RecurrentState(h, c);
    }

    /** What to do about states of another width. All rows of a batch that have one share it. */
    private static String advice(LearnerBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            Behaviour behaviour = batch.segment(row).getBehaviour();
            if (behaviour != null && !behaviour.getRecurrentState().isEmpty()) {
                return "the rollouts were played by a policy of another width: set finetune.rollouts-start to latest, or use topics of another prefix";
            }
        }
        return "student and teacher differ: set %s to zero"
                .formatted(BatchOptions.DEMONSTRATION_STATE.key());
    }

    private NDArray total(LossContext context) {
        NDArray total = null;
        for (LossTerm term : terms) {
            NDArray loss = term.of(context);
            total = total == null ? loss : total.add(loss);
        }
        return total;
    }

    private void apply(
            NDManager scope,
            LearnerBatch batch,
            PolicyOutput output,
            double norm,
            long applied,
            Map<String, Double> figures) {
        double rate = settings.learningRate().value(applied);
        figures.put(LEARNING_RATE, rate);
        boolean criticOnly = applied < settings.criticUpdates();
        optimiser.step(
                scope,
                rate,
                Math.min(1, settings.maxGradientNorm() / norm),
                name -> !criticOnly || name.startsWith(VALUE_HEAD));
        terms.forEach(LossTerm::applied);
        if (carried != null) {
            carried.after(batch, output.state().h(), output.state().c());
        }
    }

    @Override
    public Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>(network.parameters());
        arrays.putAll(optimiser.moments());
        return arrays;
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        long[] steps = optimiser.steps();
        out.writeInt(steps.length);
        for (long step : steps) {
            out.writeLong(step);
        }
        for (LossTerm term : terms) {
            term.write(out);
        }
        out.writeBoolean(carried != null);
        if (carried != null) {
            carried.write(out);
        }
    }

    @Override
    public void read(DataInputStream in) throws IOException {
        long[] steps = new long[in.readInt()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = in.readLong();
        }
        optimiser.restoreSteps(steps);
        for (LossTerm term : terms) {
            term.read(in);
        }
        if (in.readBoolean() && carried != null) {
            carried.read(in);
        }
    }

    @Override
    public boolean finite() {
        return optimiser.finite();
    }

    @Override
    public PolicyWeights weights() {
        return network.weights();
    }

    @Override
    public String device() {
        return network.device();
    }

    @Override
    public void close() {
        optimiser.close();
        network.close();
    }
}

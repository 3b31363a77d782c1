package org.retain.operators.actor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Optional;
import org.retain.datasets.segment.TensorCompressor;
import org.retain.operators.environment.Environment;
import org.retain.operators.policy.InvalidWeightsException;

/**
 * Plays the slots of an environment with a policy, all that may play in one forward pass, and cuts
 * what happens into segments and summaries of episodes.
 *
 * <pre>{@code
 * try (Actor actor = new Actor(factory.create(16), settings, slot -> nextEpisode(slot), output)) {
 *     actor.useWeights(version, ActingPolicy.of(weights));
 *     actor.grant(64);
 *     while (actor.step()) {}
 * }
 * }</pre>
 *
 * <p>With segments, a slot plays only what was {@link #grant granted}: a segment that has started
 * always ends, and none starts without a grant. Grants go round the slots, so that few of them
 * starve none. Without segments ({@link ActorSettings#records}) slots play as long as the supplier
 * has episodes for them.
 *
 * <p>Segments have up to T steps of one episode. Values f32[T+1] and log-probabilities f32[T] are
 * the acting policy's own, the value of the last observation comes with the pass that follows it,
 * and is 0 when the episode has terminated. New weights count from the next step on; the recurrent
 * state, zero at the start of an episode, is kept across them. A truncated episode costs its slot
 * one pass, which values the last observation.
 *
 * <p>With {@link ActorSettings#encodings} segments hold what the policy's encoder made of the
 * observations in the passes that chose the actions, and a terminated episode costs its slot a pass
 * too. All weights must then have the same encoder.
 *
 * <p>Not thread-safe; different threads may use it in turn.
 */
public final class Actor implements AutoCloseable {

    private final Environment environment;
    private final ActorSettings settings;
    private final EpisodeSupplier supplier;
    private final ActorOutput output;
    private final Slot[] slots;
    private final ByteBuffer actions;
    private final int actionBytes;
    private final StepRandom random;
    private final TensorCompressor compressor = new TensorCompressor();
    private final BitSet playing = new BitSet();
    private final int[] rows;

    private ActingPolicy policy;
    private ObservationRows observations;
    private RecurrentRows state;
    private long version;
    private long grants;
    private int firstGranted;
    private long steps;
    private long segmentsStarted;

    /** Takes the environment over: closing this closes it. */
    public Actor(
            Environment environment,
            ActorSettings settings,
            EpisodeSupplier supplier,
            ActorOutput output) {
        this.environment = environment;
        this.settings = settings;
        this.supplier = supplier;
        this.output = output;
        actionBytes = environment.spec().actions().bytes();
        actions =
                ByteBuffer.allocateDirect(Math.multiplyExact(environment.slots(), actionBytes))
                        .order(ByteOrder.LITTLE_ENDIAN);
        random = new StepRandom(settings.seed());
        rows = new int[environment.slots()];
        slots = new Slot[environment.slots()];
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = new Slot(environment, slot, settings, record(slot));
        }
    }

    private SegmentRecord record(int slot) {
        if (!settings.records()) {
            return null;
        }
        int entries = settings.segmentSteps() + 1;
        ObservationRecord observations =
                settings.encodings()
                        ? new EncodedObservations(() -> policy.encodings(), entries)
                        : new ShownObservations(environment, slot, compressor, entries);
        return new SegmentRecord(environment, slot, actions, observations, settings.segmentSteps());
    }

    /**
     * Plays with these weights from the next step on, and takes the policy over: it is closed by
     * the next one or with this.
     *
     * @throws InvalidWeightsException when the policy cannot play the environment, its core is not
     *     as wide as that of the policy before it, or segments hold encodings and its encoder is
     *     another one; that one then goes on
     */
    public void useWeights(long newVersion, ActingPolicy newPolicy) {
        PolicyFit.require(environment.spec(), newPolicy.shape());
        if (settings.encodings()) {
            PolicyFit.requireEncoder(newPolicy, policy);
        }
        if (policy == null) {
            state = new RecurrentRows(slots.length, newPolicy.shape().core());
        } else if (newPolicy.shape().core() != state.core()) {
            throw new InvalidWeightsException(
                    "The weights have a core of %d units, those before them %d, whose recurrent state goes on; give weights of the same widths or start anew"
                            .formatted(newPolicy.shape().core(), state.core()));
        } else {
            policy.close();
        }
        policy = newPolicy;
        version = newVersion;
        if (observations == null || !observations.suit(policy.shape())) {
            observations = new ObservationRows(environment, policy.shape(), actions);
        }
    }

    /** Whether there are weights to play with. */
    public boolean hasWeights() {
        return policy != null;
    }

    /** Version of the weights that choose the next actions. */
    public long version() {
        return version;
    }

    /** Lets so many more segments start. */
    public void grant(long segments) {
        grants = Math.addExact(grants, segments);
    }

    /** Takes back what may start and has not. */
    public void revoke() {
        grants = 0;
    }

    /** Segments that have started, in all. */
    public long segmentsStarted() {
        return segmentsStarted;
    }

    /** Segments that are granted to a slot and have not left yet. */
    public int openSegments() {
        int open = 0;
        for (Slot slot : slots) {
            open += slot.owes() ? 1 : 0;
        }
        return open;
    }

    /** Steps taken by all slots. */
    public long steps() {
        return steps;
    }

    /**
     * Takes a step in each slot that may play.
     *
     * @return false when there was nothing to do: no slot has a grant or an episode
     * @throws IllegalStateException before there are weights
     */
    public boolean step() {
        if (policy == null) {
            throw new IllegalStateException("The actor has no weights; call useWeights first");
        }
        int count = plan();
        if (count == 0) {
            return false;
        }
        state.stack(rows, count);
        policy.answer(count, observations.of(rows, count), state);
        for (int row = 0; row < count; row++) {
            answer(slots[rows[row]], row);
        }
        if (!playing.isEmpty()) {
            environment.step(playing, actions.position(0));
            for (int slot = playing.nextSetBit(0); slot >= 0; slot = playing.nextSetBit(slot + 1)) {
                finish(slots[slot]);
            }
        }
        return true;
    }

    /** Chooses who plays and who needs the policy's answer; returns the number of those. */
    private int plan() {
        playing.clear();
        int first = firstGranted;
        for (int i = 0; i < slots.length; i++) {
            admit(slots[(first + i) % slots.length]);
        }
        int count = 0;
        for (Slot slot : slots) {
            playing.set(slot.number(), slot.isPlaying());
            if (slot.isPlaying() || slot.isComplete()) {
                rows[count++] = slot.number();
            }
        }
        return count;
    }

    private void admit(Slot slot) {
        boolean grant = slot.needsGrant() || slot.isFree() && settings.records();
        if (grant && grants == 0) {
            return;
        }
        if (slot.isFree()) {
            Optional<EpisodeRequest> request = supplier.next(slot.number());
            if (request.isEmpty()) {
                return;
            }
            begin(slot, request.get());
        }
        if (grant) {
            slot.grant();
            segmentsStarted++;
            grants--;
            firstGranted = (slot.number() + 1) % slots.length;
        }
    }

    private void begin(Slot slot, EpisodeRequest request) {
        int number = slot.number();
        environment.reset(number, request.seed());
        state.zero(number);
        for (int i = number * actionBytes; i < (number + 1) * actionBytes; i++) {
            actions.put(i, (byte) 0);
        }
        String id =
                settings.runId()
                        + '/'
                        + environment.spec().name()
                        + '/'
                        + number
                        + '/'
                        + request.number();
        slot.begin(new EpisodeRecord(environment, number, request, id));
    }

    private void answer(Slot slot, int row) {
        float value = policy.value(row);
        if (slot.isComplete()) {
            output.segment(slot.take(row, value));
        }
        if (slot.isPlaying()) {
            slot.startGranted(state);
            EpisodeRecord episode = slot.episode();
            float logProbability =
                    policy.draw(
                            row,
                            random.at(episode.seed(), episode.steps()),
                            settings.temperature(),
                            actions,
                            slot.number() * actionBytes);
            slot.act(row, version, value, logProbability);
            state.keep(row, slot.number());
        }
    }

    private void finish(Slot slot) {
        steps++;
        if (slot.step(version)) {
            output.episode(slot.episode().end(settings.source()));
            if (!settings.records()) {
                slot.free();
            }
        }
        if (slot.isComplete() && slot.isTerminal() && !settings.encodings()) {
            output.segment(slot.take(0));
        }
    }

    /** Closes the environment and the policy. */
    @Override
    public void close() {
        try {
            environment.close();
        } finally {
            compressor.close();
            if (policy != null) {
                policy.close();
            }
        }
    }
}

package org.retain.operators.target;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.retain.datasets.segment.InvalidTensorException;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.Targets;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every segment the answer of a frozen, recurrent teacher: its logits at each step and its
 * recurrent state before the first. The teacher has a state of its own for each episode and goes
 * through it in order, so targets do not depend on how episodes are cut or interleaved.
 *
 * <p>Keyed by {@code episodeId}. An operator and not a function, because the teacher answers a
 * bundle of episodes at once: the bundle has to be emptied before a checkpoint's barrier and at the
 * end of input, which a function is not told of, and a flush writes the state of many keys, where a
 * function may write that of its element only.
 *
 * <p>Segments leave in the order of their arrival. Each that comes leaves once: with targets, or,
 * when it cannot be answered, as a marker without tensors that names a {@link DropReason}. Markers
 * that come in pass through. Nothing waits across a checkpoint, so with exactly-once checkpoints
 * each segment moves the teacher's state once.
 *
 * <p>State per episode: 8 bytes × core width of the teacher while it goes on, at most {@code
 * target.idle-ttl} after its last segment; then 6 bytes for {@code target.tombstone-ttl}.
 *
 * <p>A teacher that is missing, damaged or not the one asked for fails the job for good, without
 * restarts.
 */
public final class TargetOperator extends AbstractStreamOperator<Segment>
        implements OneInputStreamOperator<Segment, Segment>, BoundedOneInput {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(TargetOperator.class);

    private final TargetSettings settings;

    private transient TeacherInference teacher;
    private transient String teacherId;
    private transient byte[] teacherIdBytes;
    private transient Bundle bundle;
    private transient ScheduledFuture<?> timer;
    private transient TargetMetrics metrics;
    private transient ValueState<byte[]> liveState;
    private transient ValueState<byte[]> tombstoneState;

    public TargetOperator(TargetSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        liveState = getRuntimeContext().getState(descriptor("live-episode", settings.idleTtl()));
        tombstoneState =
                getRuntimeContext().getState(descriptor("tombstone", settings.tombstoneTtl()));
        bundle = new Bundle();
        metrics = new TargetMetrics(getMetricGroup());
        try {
            PolicyWeights.Loaded loaded =
                    PolicyWeights.read(settings.teacher(), Optional.ofNullable(settings.sha256()));
            teacherId = loaded.sha256();
            teacherIdBytes = HexFormat.of().parseHex(teacherId);
            teacher = new TeacherInference(PolicyNetwork.create(loaded.weights()), settings.type());
            LOG.info("Teacher {} has {}", teacherId, loaded.weights().shape());
        } catch (InvalidWeightsException e) {
            throw new SuppressRestartsException(
                    new InvalidWeightsException(
                            "The target station has no teacher: " + e.getMessage(), e));
        }
    }

    @Override
    public void processElement(StreamRecord<Segment> element) throws Exception {
        Segment segment = element.getValue();
        if (segment.getDropped() != null) {
            metrics.markerPassed();
            forwardMarker(segment);
            return;
        }
        if (bundle.contains(segment.getEpisodeId())) {
            flush();
            setCurrentKey(segment.getEpisodeId());
        }
        EpisodeEncoding.Live live = live();
        EpisodeProgress progress = progress(live);
        Optional<DropReason> reason = progress.judge(segment.getSegmentIndex());
        if (reason.isEmpty() && live != null && !live.isOf(teacherIdBytes)) {
            reason = Optional.of(DropReason.TEACHER_CHANGED);
        }
        if (reason.isEmpty()) {
            reason = unpack(segment);
        }
        if (reason.isPresent()) {
            drop(segment, progress, reason.get());
            return;
        }
        bundle.add(segment, progress, live == null ? teacher.zeroState() : live.state());
        if (bundle.size() >= settings.bundleSize()) {
            flush();
        } else if (timer == null) {
            startTimer();
        }
    }

    /** No watermark overtakes a segment: the last one tells later stations that all has come. */
    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (bundle.size() > 0) {
            throw new IllegalStateException(
                    "%d segments wait in a bundle during a checkpoint; they should have left before its barrier"
                            .formatted(bundle.size()));
        }
    }

    @Override
    public void endInput() throws Exception {
        flush();
    }

    @Override
    public void close() throws Exception {
        try {
            if (teacher != null) {
                teacher.close();
            }
        } finally {
            super.close();
        }
    }

    private EpisodeEncoding.Live live() throws Exception {
        byte[] bytes = liveState.value();
        return bytes == null ? null : EpisodeEncoding.decodeLive(bytes);
    }

    private EpisodeProgress progress(EpisodeEncoding.Live live) throws Exception {
        if (live != null) {
            return new EpisodeProgress(live.next(), null);
        }
        byte[] bytes = tombstoneState.value();
        return bytes == null ? EpisodeProgress.UNKNOWN : EpisodeEncoding.decodeTombstone(bytes);
    }

    private Optional<DropReason> unpack(Segment segment) {
        try {
            bundle.nextRow().unpack(segment, teacher.actions());
            return Optional.empty();
        } catch (InvalidTensorException e) {
            LOG.warn(
                    "Segment {} of episode {} and the rest of the episode are dropped: {}",
                    segment.getSegmentIndex(),
                    segment.getEpisodeId(),
                    e.getMessage());
            return Optional.of(DropReason.MALFORMED);
        }
    }

    private void drop(Segment segment, EpisodeProgress progress, DropReason reason)
            throws Exception {
        metrics.dropped(reason);
        EpisodeProgress after = progress.dropped(reason);
        if (after.closed() != null) {
            store(after, null);
        }
        forwardMarker(SegmentMarker.of(segment, reason));
    }

    private void forwardMarker(Segment marker) {
        if (bundle.size() == 0) {
            output.collect(new StreamRecord<>(marker));
        } else {
            bundle.addMarker(marker);
        }
    }

    private void flush() throws Exception {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        if (bundle.size() == 0) {
            return;
        }
        long start = System.nanoTime();
        List<TeacherInference.Answer> answers = teacher.answer(bundle.rows(), bundle.states());
        metrics.answered(bundle.size(), (System.nanoTime() - start) / 1_000_000);
        for (Bundle.Entry entry : bundle.entries()) {
            if (!entry.isMarker()) {
                setCurrentKey(entry.segment().getEpisodeId());
                finish(entry, answers.get(entry.row()));
            }
            output.collect(new StreamRecord<>(entry.segment()));
        }
        bundle.clear();
    }

    private void finish(Bundle.Entry entry, TeacherInference.Answer answer) throws Exception {
        Segment segment = entry.segment();
        boolean last = segment.getTerminated() || segment.getTruncated();
        if (last) {
            metrics.episodeEnded();
        }
        store(entry.progress().answered(last), answer.state());
        segment.setTargets(
                new Targets(
                        teacherId,
                        List.of(answer.logits()),
                        bundle.states().get(entry.row()).tensors()));
    }

    private void store(EpisodeProgress progress, TeacherState state) throws Exception {
        if (progress.closed() == null) {
            liveState.update(
                    EpisodeEncoding.encode(
                            new EpisodeEncoding.Live(progress.next(), teacherIdBytes, state)));
        } else {
            liveState.clear();
            tombstoneState.update(EpisodeEncoding.encodeTombstone(progress));
        }
    }

    private void startTimer() {
        long due =
                getProcessingTimeService().getCurrentProcessingTime()
                        + settings.bundleInterval().toMillis();
        timer = getProcessingTimeService().registerTimer(due, time -> flush());
    }

    private static ValueStateDescriptor<byte[]> descriptor(String name, Duration timeToLive) {
        ValueStateDescriptor<byte[]> descriptor =
                new ValueStateDescriptor<>(
                        name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }
}

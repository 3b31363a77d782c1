package org.retain.operators.target;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every segment the answer of a frozen teacher: the parameters of its actions' distribution
 * at each step, and its recurrent state before the first where it has one. The teacher has a state
 * of its own for each episode and goes through it in order, so targets do not depend on how
 * episodes are cut or interleaved.
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
 * <p>Without {@code target.teacher} segments leave at once, without targets and with tensors that
 * nobody has read; duplicates, gaps and the like become markers all the same. Episodes that are
 * under way when a teacher comes are dropped; when it goes they go on without targets.
 *
 * <p>With encodings ({@code policy.encodings}) observations leave as what the encoder makes of
 * them: it runs once over those of a segment that brings none. Encodings of another encoder, as of
 * weights that are not the student's, count as malformed.
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

    private transient LoadedTeacher teacher;
    private transient byte[] teacherId;
    private transient EpisodeStore episodes;
    private transient Bundle bundle;
    private transient ScheduledFuture<?> timer;
    private transient TargetMetrics metrics;

    public TargetOperator(TargetSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open() throws Exception {
        super.open();
        episodes = new EpisodeStore(getRuntimeContext(), settings);
        bundle = new Bundle();
        metrics = new TargetMetrics(getMetricGroup());
        try {
            teacher = LoadedTeacher.load(settings);
            teacherId = teacher.idBytes();
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
        EpisodeEncoding.Live live = episodes.live();
        EpisodeProgress progress = episodes.progress(live);
        Optional<DropReason> reason =
                progress.judge(segment.getSegmentIndex()).or(() -> unanswerable(segment, live));
        if (reason.isPresent()) {
            drop(segment, progress, reason.get());
        } else if (teacher.isNone()) {
            passOn(segment, progress);
        } else {
            bundle.add(segment, progress, live == null ? teacher.zeroState() : live.state());
            flushOrWait();
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

    /** Why the teacher cannot answer an episode's next segment; it is unpacked when it can. */
    private Optional<DropReason> unanswerable(Segment segment, EpisodeEncoding.Live live) {
        if (teacher.isNone() && teacher.encoder() == null) {
            return Optional.empty();
        }
        if (!teacher.isNone() && live != null && !live.isOf(teacherId)) {
            return Optional.of(DropReason.TEACHER_CHANGED);
        }
        try {
            bundle.nextRow(teacher::newRow).unpack(segment);
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
            episodes.close(after);
        }
        forwardMarker(SegmentMarker.of(segment, reason));
    }

    private void passOn(Segment segment, EpisodeProgress progress) throws Exception {
        advance(segment, progress, teacher.zeroState());
        metrics.passedOn();
        segment.setTargets(null);
        if (teacher.encoder() != null) {
            encode(segment);
        }
        output.collect(new StreamRecord<>(segment));
    }

    /** Encodes a segment that waits for no teacher; it lies unpacked in the bundle's next row. */
    private void encode(Segment segment) {
        TeacherRow row = bundle.nextRow(teacher::newRow);
        teacher.encoder().prepare(List.of(row), 1);
        row.replace(segment);
    }

    private void forwardMarker(Segment marker) {
        if (bundle.size() == 0) {
            output.collect(new StreamRecord<>(marker));
        } else {
            bundle.addMarker(marker);
        }
    }

    private void flushOrWait() throws Exception {
        if (bundle.size() >= settings.bundleSize()) {
            flush();
        } else if (timer == null) {
            startTimer();
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
        List<TeacherInference.Answer> answers =
                teacher.inference().answer(bundle.rows(), bundle.states());
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
        advance(entry.segment(), entry.progress(), answer.state());
        bundle.rows().get(entry.row()).replace(entry.segment());
        entry.segment()
                .setTargets(
                        new Targets(
                                teacher.id(),
                                answer.distribution(),
                                bundle.states().get(entry.row()).tensors()));
    }

    /** Moves the current key's episode on by its next segment, to the state after it. */
    private void advance(Segment segment, EpisodeProgress progress, TeacherState state)
            throws Exception {
        boolean last = segment.getTerminated() || segment.getTruncated();
        EpisodeProgress after = progress.answered(last);
        if (last) {
            metrics.episodeEnded();
            episodes.close(after);
        } else {
            episodes.keep(new EpisodeEncoding.Live(after.next(), teacherId, state));
        }
    }

    private void startTimer() {
        long due =
                getProcessingTimeService().getCurrentProcessingTime()
                        + settings.bundleInterval().toMillis();
        timer = getProcessingTimeService().registerTimer(due, time -> flush());
    }
}

package org.retain.operators.memory;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.retain.datasets.segment.Draws;
import org.retain.datasets.segment.MemorySummary;

/** Collects what the memory emits, uncopied, as a chained operator with object reuse gets it. */
final class TestingOutput implements Output<StreamRecord<Draws>> {

    private final List<Draws> draws = new ArrayList<>();
    private final List<MemorySummary> summaries = new ArrayList<>();

    /** Takes what was emitted since the last time. */
    List<Draws> take() {
        List<Draws> taken = List.copyOf(draws);
        draws.clear();
        return taken;
    }

    List<MemorySummary> summaries() {
        return summaries;
    }

    @Override
    public void collect(StreamRecord<Draws> element) {
        draws.add(element.getValue());
    }

    @Override
    public <X> void collect(OutputTag<X> tag, StreamRecord<X> element) {
        summaries.add((MemorySummary) element.getValue());
    }

    @Override
    public void emitWatermark(Watermark mark) {}

    @Override
    public void emitWatermark(WatermarkEvent event) {}

    @Override
    public void emitWatermarkStatus(WatermarkStatus status) {}

    @Override
    public void emitLatencyMarker(LatencyMarker marker) {}

    @Override
    public void emitRecordAttributes(RecordAttributes attributes) {}

    @Override
    public void close() {}
}

package org.retain.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Turns a station's summary into a line of JSON for the metrics topic: {@code {"job": id,
 * "station": name, "summary": {...}}}.
 */
final class StationReport<T extends SpecificRecord> extends RichMapFunction<T, byte[]> {

    private static final long serialVersionUID = 1;

    private final String station;

    StationReport(String station) {
        this.station = station;
    }

    @Override
    public byte[] map(T summary) {
        return "{\"job\": \"%s\", \"station\": \"%s\", \"summary\": %s}"
                .formatted(
                        getRuntimeContext().getJobInfo().getJobId().toHexString(), station, summary)
                .getBytes(UTF_8);
    }
}

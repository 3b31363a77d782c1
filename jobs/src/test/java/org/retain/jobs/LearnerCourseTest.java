package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.retain.datasets.experiment.Measurement;

class LearnerCourseTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyFigureOfFewReportsIsAPoint() throws Exception {
        assertThat(LearnerCourse.of("ks-0", reports(2)))
                .containsExactly(
                        new Measurement("ks-0", "loss", 1L, 10L, "", "", 1.0, 0L),
                        new Measurement("ks-0", "loss", 2L, 20L, "", "", 2.0, 0L));
    }

    @Test
    void manyReportsAreThinnedToMeansOfNeighbours() throws Exception {
        List<Measurement> course = LearnerCourse.of("ks-0", reports(2 * LearnerCourse.POINTS + 1));

        assertThat(course).hasSizeLessThanOrEqualTo(LearnerCourse.POINTS);
        assertThat(course.get(0))
                .isEqualTo(new Measurement("ks-0", "loss", 3L, 30L, "", "", 2.0, 0L));
        assertThat(course.get(course.size() - 1).getUpdate())
                .isEqualTo(2 * LearnerCourse.POINTS + 1);
    }

    @Test
    void rowsDrawnFromTheMemoryAreNoStepsOfTheEnvironment() throws Exception {
        JsonNode report =
                JSON.readTree("{\"frames\":800,\"counters\":{\"drivingRows\":10,\"drawnRows\":6}}");

        assertThat(LearnerCourse.environmentSteps(report)).isEqualTo(500);
    }

    @Test
    void otherMeasurementsGetTheStepsOfTheirUpdates() throws Exception {
        List<Measurement> course = LearnerCourse.of("ks-0", reports(2));
        List<Measurement> others = List.of(at(0), at(1), at(2));

        assertThat(LearnerCourse.withStepsOf(course.subList(1, 2), others))
                .extracting(Measurement::getFrames)
                .containsExactly(0L, 10L, 20L);
    }

    private static Measurement at(long update) {
        return new Measurement("ks-0", "accuracy", update, 999L, "", "", 0.5, 7L);
    }

    private static List<JsonNode> reports(int number) throws Exception {
        List<JsonNode> reports = new ArrayList<>();
        for (int update = 1; update <= number; update++) {
            reports.add(
                    JSON.readTree(
                            "{\"updates\":%d,\"frames\":%d,\"figures\":{\"loss\":%d}}"
                                    .formatted(update, 10 * update, update)));
        }
        return reports;
    }
}

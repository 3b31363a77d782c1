package org.retain.operators.learner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.retain.datasets.segment.Segment;
import org.retain.datasets.segment.TestingSegments;
import org.retain.operators.learner.loss.LearningRateSchedule;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.retain.operators.policy.SmallNetShape;

/**
 * Updates a small net many times, with batches of all lengths, and prints the resident memory of
 * the process: it must be flat. infra/benchmark/soak.sh runs it.
 */
public final class LearnerSoak {

    private static final int STEPS = 4;
    private static final int ROWS = 2;
    private static final int INTERVAL = 1_000;

    private LearnerSoak() {}

    public static void main(String[] args) throws IOException {
        int updates = Integer.parseInt(args[0]);
        OptimiserSettings settings =
                new OptimiserSettings(
                        new AdamSettings(0.9, 0.999, 1e-8, 0),
                        new LearningRateSchedule(1e-4, 0),
                        4,
                        List.of(),
                        0);
        BatchAssembly assembly =
                new BatchAssembly(new BatchShape(ROWS, STEPS, 0, DemonstrationState.ZERO));
        try (PolicyAgent agent =
                new PolicyAgent(
                        PolicyNetwork.create(PolicyWeights.random(SmallNetShape.DEFAULT, 1)),
                        settings,
                        List.of(new CloningTerm()),
                        true)) {
            for (int update = 0; update <= updates; update++) {
                if (update % INTERVAL == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "%,7d updates  %5d MiB resident  %3d MiB heap%n",
                            update,
                            residentMebibytes(),
                            heapMebibytes());
                }
                agent.update(assembly.assemble(rows(update)), update);
            }
        }
    }

    /** Rows of other lengths in every batch, some of which go on in the next one. */
    private static List<BatchRow> rows(int update) {
        List<BatchRow> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            int steps = 1 + (update * 7 + row * 5) % STEPS;
            boolean last = update % 50 == 49;
            Segment segment =
                    TestingSegments.demonstration(
                            "soak-%d-%d".formatted(update / 50, row), update % 50, steps, last);
            rows.add(new BatchRow(segment, true));
        }
        return rows;
    }

    private static long residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    private static long heapMebibytes() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}

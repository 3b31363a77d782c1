package org.retain.jobs.report;

import java.util.List;
import java.util.Map;

/** Made-up results of each kind of experiment. */
final class TestingExperiments {

    private static final Map<String, Double> DRIFT =
            Map.of("vanilla", 1.9, "ks", 0.025, "bc", 0.06, "ewc", 0.35);
    private static final Map<String, Double> SCORES =
            Map.of("vanilla", 320.0, "ks", 465.0, "bc", 390.0, "ewc", 340.0);

    private TestingExperiments() {}

    static TestingResults netHack() {
        TestingResults results =
                new TestingResults(
                        "nethack",
                        "seeds: [0, 1, 2]\nmethods: {vanilla: {}, ks: {}, bc: {}, ewc: {}}");
        String teacher = results.run("teacher", 0, "{}", 0);
        results.measure(teacher, "cross_entropy", 0, "", "", 0.85);
        play(results, teacher, 336);
        for (String method : List.of("vanilla", "ks", "bc", "ewc")) {
            for (int seed = 0; seed < 3; seed++) {
                String run = results.run(method, seed, "{}", 1_000_000);
                probe(results, run, method);
                train(results, run, method);
                play(results, run, SCORES.get(method) + results.noise(20));
            }
        }
        return results;
    }

    private static void probe(TestingResults results, String run, String method) {
        double[] offsets = {0, -0.1, 0.1, -0.15, 0, 0.15};
        String[] kinds = {"", "depth", "depth", "turns", "turns", "turns"};
        String[] strata = {"", "dlvl 1", "deeper", "< 1000", "1000 to 2000", "> 2000"};
        for (long update = 0; update <= 480; update += 40) {
            double grown = DRIFT.get(method) * (1 - Math.exp(-update / 90.0));
            for (int i = 0; i < strata.length; i++) {
                double kl = Math.max(0, grown * (1 + offsets[i] + results.noise(0.05)));
                results.measure(run, "kl_to_teacher", update, kinds[i], strata[i], kl);
                results.measure(
                        run, "cross_entropy", update, kinds[i], strata[i], .85 + offsets[i] + kl);
                results.measure(run, "accuracy", update, kinds[i], strata[i], .75 / (1 + kl / 2));
                results.measure(run, "log_probability", update, kinds[i], strata[i], -.4 - kl);
            }
            for (String layer : List.of("lstm", "policy")) {
                results.measure(run, "cka", update, "layer", layer, 1 / (1 + grown / 2));
            }
        }
    }

    private static void train(TestingResults results, String run, String method) {
        for (long update = 1; update <= 488; update += 3) {
            results.measure(run, "loss", update, "", "", results.noise(0.1) + 40.0 / update);
            results.measure(run, "entropy", update, "", "", 1.2 + results.noise(0.05));
            if (!method.equals("vanilla")) {
                double coefficient = 0.5 * Math.pow(0.9995, update);
                results.measure(run, "retention_coefficient", update, "", "", coefficient);
                results.measure(run, "retention_loss", update, "", "", DRIFT.get(method) / 3);
            }
        }
        for (String part : List.of("< 1000", "1000 to 2000", "> 2000")) {
            results.measure(run, "reached", 488, "turns", part, 0.8 + results.noise(0.05));
            results.measure(run, "return", 488, "turns", part, 90 + results.noise(8));
        }
        for (String key : List.of("h", "j", "k", "l", "s", "SPACE")) {
            results.measure(run, "key_share", 488, "key", key, Math.abs(results.noise(0.15)));
        }
    }

    private static void play(TestingResults results, String run, double mean) {
        for (int i = 0; i < 100; i++) {
            double score = Math.max(0, mean + results.noise(220));
            double turns = Math.max(100, 3000 + results.noise(1400));
            String ending = i % 10 < 6 ? "died" : i % 10 < 8 ? "no-progress" : "step-limit";
            results.episode(run, Math.rint(score), Math.rint(turns), i % 40 == 0 ? 2 : 1, ending);
        }
    }

    static TestingResults apple() {
        TestingResults results =
                new TestingResults(
                        "apple-retrieval",
                        "seeds: [0, 1, 2, 3, 4]\nmethods: {vanilla: {}, ks: {}, bc: {}, ewc: {}}");
        for (double distance : new double[] {5, 10, 20, 30}) {
            sweep(results, distance, 0.5);
        }
        for (double scale : new double[] {0.25, 0.75, 1, 1.5}) {
            sweep(results, 30, scale);
        }
        return results;
    }

    private static void sweep(TestingResults results, double distance, double scale) {
        for (String method : List.of("vanilla", "ks", "bc", "ewc")) {
            for (int seed = 0; seed < 5; seed++) {
                String parameters = "{\"distance\":%s,\"scale\":%s}".formatted(distance, scale);
                String run = results.run(method, seed, parameters, 100_000);
                double kept = method.equals("vanilla") ? scale / 1.5 * (1 - distance / 60) : 0.95;
                for (long update = 0; update <= 400; update += 20) {
                    double share = kept + (1 - kept) * Math.exp(-update / 60.0);
                    share = Math.min(1, Math.max(0, share + results.noise(0.03)));
                    results.measure(run, "phase_2_success", update, "", "", share);
                    results.measure(run, "success", update, "", "", share * update / 400);
                    results.measure(run, "reaches_phase_2", update, "", "", update / 400.0);
                }
                double formula = (1 - scale * scale) / (1 + scale * scale);
                results.measure(run, "interference_formula", 0, "", "", formula);
                results.measure(
                        run, "interference_measured", 0, "", "", formula + results.noise(0.01));
                results.measure(run, "bias_to_weight", 400, "", "", 1 / scale);
            }
        }
    }

    static TestingResults twoStates() {
        TestingResults results =
                new TestingResults("two-state-mdp", "seeds: [0]\nmethods: {vanilla: {}}");
        for (int gap = 0; gap < 2; gap++) {
            String parameters = "{\"gap\":%d}".formatted(gap);
            String curve = results.run("closed-form", 0, parameters, 0);
            for (int i = 0; i <= 100; i++) {
                double theta = i / 100.0;
                results.measure(curve, "v0", 0, "theta", Double.toString(theta), value(theta, gap));
            }
            String ascent = results.run("vanilla", 0, parameters, 0);
            double theta = gap == 0 ? 0 : 0.45;
            for (long update = 0; update <= 300; update++) {
                results.measure(ascent, "theta", update, "", "", theta);
                results.measure(ascent, "v0", update, "", "", value(theta, gap));
                double slope = (value(theta + 1e-4, gap) - value(theta - 1e-4, gap)) / 2e-4;
                theta = Math.min(1, Math.max(0, theta + (gap == 0 ? 0.0008 : 0.02) * slope));
            }
        }
        return results;
    }

    private static double value(double theta, int gap) {
        double g = 0.9;
        double r0 = gap == 0 ? 0 : 0.991;
        double r1 = gap == 0 ? -1 : 0.977;
        double f =
                gap == 1 ? 2 * Math.abs(theta - 0.5) : theta <= 0.5 ? 1 - 2 * theta : 2 * theta - 1;
        return (theta + r0 * (1 - theta) * (1 - g * f) + g * theta * r1 * (1 - f))
                / (1 - g * f + g * theta)
                / (1 - g);
    }
}

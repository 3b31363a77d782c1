package org.retain.operators.learner;

import java.util.Optional;

/** Which retention goes with which algorithm, and why another does not. */
final class Pairing {

    private Pairing() {}

    /**
     * Returns when the two go together.
     *
     * @param kickstartSac true when the user asked for kickstarting of SAC all the same
     * @throws IllegalArgumentException with the reason when they do not
     */
    static void require(Algorithm algorithm, Retention retention, boolean kickstartSac) {
        reason(algorithm, retention, kickstartSac)
                .ifPresent(
                        reason -> {
                            throw new IllegalArgumentException(
                                    "Option %s is %s, which does not go with %s %s: %s"
                                            .formatted(
                                                    RetentionOptions.METHOD.key(),
                                                    retention,
                                                    LearnerOptions.ALGORITHM.key(),
                                                    algorithm,
                                                    reason));
                        });
    }

    private static Optional<String> reason(
            Algorithm algorithm, Retention retention, boolean kickstartSac) {
        if (retention == Retention.NONE || retention == Retention.EWC) {
            return Optional.ofNullable(
                    algorithm == Algorithm.EXTERNAL && retention == Retention.EWC
                            ? "the trainer that reads the batches applies its own losses"
                            : null);
        }
        return Optional.ofNullable(
                switch (algorithm) {
                    case EXTERNAL ->
                            "the trainer that reads the batches applies its own losses; they carry the teacher's targets";
                    case BC ->
                            "cloning learns from demonstrations alone, so there is nothing it could forget them for";
                    case SAC -> sacReason(retention, kickstartSac);
                    case PPO, REINFORCE ->
                            retention == Retention.EM
                                    ? "an on-policy algorithm cannot learn from old transitions; a memory of them helps an off-policy one (SAC)"
                                    : null;
                });
    }

    private static String sacReason(Retention retention, boolean kickstartSac) {
        if (retention != Retention.KS || kickstartSac) {
            return null;
        }
        return "on states that the teacher never learned it pulls the student towards meaningless answers (Wołczyk et al., 2024, B.3); if you want it all the same, set %s"
                .formatted(RetentionOptions.KICKSTART_SAC.key());
    }
}

package org.retain.jobs;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.retain.operators.learner.LearnerOptions;
import org.retain.operators.learner.PpoOptions;
import org.retain.operators.learner.RetentionOptions;
import org.retain.operators.learner.SacOptions;
import org.retain.operators.learner.WeightsOptions;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.policy.ScaledNetOptions;

/** The learner's options in the groups that jobs show. */
final class LearnerGroups {

    private LearnerGroups() {}

    /** What pre-training may be told. */
    static List<ConfigOption<?>> pretraining() {
        List<ConfigOption<?>> options = new ArrayList<>();
        options.add(LearnerOptions.INITIAL_WEIGHTS);
        options.add(LearnerOptions.INITIAL_SHA256);
        options.addAll(LearnerOptions.TRAINING);
        options.add(WeightsOptions.SNAPSHOT_INTERVAL);
        options.addAll(
                List.of(
                        RetentionOptions.METHOD,
                        RetentionOptions.COEFFICIENT,
                        RetentionOptions.DECAY,
                        RetentionOptions.FLOOR,
                        RetentionOptions.FISHER,
                        RetentionOptions.FISHER_SHA256));
        options.addAll(
                List.of(
                        ScaledNetOptions.MESSAGE_WIDTH,
                        ScaledNetOptions.BOTTOM_LINE_WIDTH,
                        ScaledNetOptions.MAP_WIDTH,
                        ScaledNetOptions.FUSION_WIDTH,
                        ScaledNetOptions.CORE_WIDTH,
                        ScaledNetOptions.ACTIONS));
        return options;
    }

    /** What fine-tuning may be told. */
    static List<ConfigOption<?>> fineTuning() {
        List<ConfigOption<?>> options = new ArrayList<>();
        options.add(LearnerOptions.ALGORITHM);
        options.add(LearnerOptions.OUTPUT);
        options.add(LearnerOptions.INITIAL_WEIGHTS);
        options.add(LearnerOptions.INITIAL_SHA256);
        options.addAll(RetentionOptions.ALL);
        options.add(LearnerOptions.LEARNING_RATE);
        options.add(LearnerOptions.LEARNING_RATE_DECAY_UPDATES);
        options.addAll(LearnerOptions.TRAINING);
        options.add(LearnerOptions.CRITIC_UPDATES);
        options.add(EncodingOptions.ENCODINGS);
        options.addAll(PpoOptions.ALL);
        options.addAll(SacOptions.ALL);
        options.addAll(
                List.of(
                        WeightsOptions.POLICY_ID,
                        WeightsOptions.DIRECTORY,
                        WeightsOptions.KEEP,
                        WeightsOptions.PUBLISH_INTERVAL,
                        WeightsOptions.SNAPSHOT_INTERVAL,
                        WeightsOptions.HEARTBEAT));
        return options;
    }
}

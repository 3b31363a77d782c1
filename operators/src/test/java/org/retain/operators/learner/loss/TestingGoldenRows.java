package org.retain.operators.learner.loss;

import java.util.Arrays;

/** Golden rows without padding, turned time-major. */
record TestingGoldenRows(TestingGoldenLosses group, RewardRows rows, double[] values) {

    static TestingGoldenRows of(String name) {
        TestingGoldenLosses group = TestingGoldenLosses.group(name);
        double[] rewards = group.input("rewards").timeMajor();
        int count = group.input("rewards").node().size();
        int[] lengths = new int[count];
        Arrays.fill(lengths, rewards.length / count);
        return new TestingGoldenRows(
                group,
                new RewardRows(
                        rewards.length / count,
                        rewards,
                        flags(group.input("dones").timeMajor()),
                        lengths),
                group.input("values").timeMajor());
    }

    boolean[] flags(String input) {
        return flags(group.input(input).timeMajor());
    }

    void assertEqual(double[] found, TestingGoldenLosses expected) {
        double[] rowMajor = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            rowMajor[i] = found[rows.at(i % rows.steps(), i / rows.steps())];
        }
        expected.assertEqualTo(rowMajor);
    }

    private static boolean[] flags(double[] numbers) {
        boolean[] flags = new boolean[numbers.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = numbers[i] != 0;
        }
        return flags;
    }
}

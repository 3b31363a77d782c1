package org.retain.jobs.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeLeftTest {

    @Test
    void isTheMeanOfTheRunsDoneTimesTheRunsLeft() {
        TimeLeft left = new TimeLeft();
        assertThat(left.of(3)).isEmpty();

        left.took(30);
        left.took(90);

        assertThat(left.of(3)).isEqualTo(", about 3 min left");
        assertThat(left.of(0)).isEmpty();
    }
}

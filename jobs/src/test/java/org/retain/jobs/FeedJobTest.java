package org.retain.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.retain.datasets.episode.EpisodeOrder;

class FeedJobTest {

    @Test
    void feedsAllGamesUnlessSomeAreNamed() {
        assertThat(FeedJob.order(new Configuration()).plays("aa000001/nle.1.0")).isTrue();

        Configuration named = new Configuration();
        named.set(FeedOptions.GAMES, List.of("nle.1."));
        EpisodeOrder some = FeedJob.order(named);
        assertThat(some.plays("aa000001/nle.1.0")).isTrue();
        assertThat(some.plays("aa000001/nle.2.0")).isFalse();
    }
}

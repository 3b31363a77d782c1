package org.retain.datasets.nld;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.retain.datasets.TestingPython;

/** The table of actions is that of the installed NLE. */
class NetHackActionsITCase {

    @Test
    void pressesTheKeysOfTheChallengeInItsOrder() {
        String keys =
                TestingPython.install()
                        .run(
                                """
                                import gymnasium, nle
                                env = gymnasium.make("NetHackChallenge-v0", save_ttyrec_every=0)
                                print(",".join(str(int(a)) for a in env.unwrapped.actions))
                                """);

        String ours =
                IntStream.range(0, NetHackActions.COUNT)
                        .mapToObj(action -> String.valueOf(NetHackActions.key(action)))
                        .collect(Collectors.joining(","));
        assertThat(keys.lines().reduce((first, last) -> last)).contains(ours);
    }
}

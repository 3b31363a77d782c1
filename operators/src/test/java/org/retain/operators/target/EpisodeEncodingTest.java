package org.retain.operators.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests for {@link EpisodeEncoding}. */
class EpisodeEncodingTest {

    private static final EpisodeEncoding.Live LIVE =
            new EpisodeEncoding.Live(
                    7,
                    new byte[EpisodeEncoding.TEACHER_ID_BYTES],
                    new TeacherState(new byte[] {1, 2, 3, 4}, new byte[] {5, 6, 7, 8}));

    @Test
    void readsBackALiveEpisode() {
        EpisodeEncoding.Live read = EpisodeEncoding.decodeLive(EpisodeEncoding.encode(LIVE));

        assertThat(read.next()).isEqualTo(7);
        assertThat(read.isOf(LIVE.teacherId())).isTrue();
        assertThat(read.state().h()).isEqualTo(LIVE.state().h());
        assertThat(read.state().c()).isEqualTo(LIVE.state().c());
    }

    @Test
    void readsBackALiveEpisodeWithoutState() {
        EpisodeEncoding.Live live =
                new EpisodeEncoding.Live(
                        3, new byte[EpisodeEncoding.TEACHER_ID_BYTES], TeacherState.zero(0));

        EpisodeEncoding.Live read = EpisodeEncoding.decodeLive(EpisodeEncoding.encode(live));

        assertThat(read.next()).isEqualTo(3);
        assertThat(read.state().h()).isEmpty();
        assertThat(read.state().tensors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DropReason.class)
    void readsBackATombstoneOfSixBytes(DropReason reason) {
        byte[] bytes = EpisodeEncoding.encodeTombstone(new EpisodeProgress(9, reason));

        assertThat(bytes).hasSize(6);
        assertThat(EpisodeEncoding.decodeTombstone(bytes))
                .isEqualTo(new EpisodeProgress(9, reason));
    }

    @Test
    void namesTheVersionThatItDoesNotKnow() {
        byte[] later = EpisodeEncoding.encode(LIVE);
        later[0] = 2;

        assertThatThrownBy(() -> EpisodeEncoding.decodeLive(later))
                .hasMessageContaining("Unknown version 2 of a live episode")
                .hasMessageContaining("this build reads 1");
    }

    @Test
    void refusesBytesThatAreCutOff() {
        byte[] live = EpisodeEncoding.encode(LIVE);
        byte[] tombstone = EpisodeEncoding.encodeTombstone(new EpisodeProgress(1, DropReason.GAP));

        for (int length = 1; length < live.length; length++) {
            byte[] cut = Arrays.copyOf(live, length);
            assertThatThrownBy(() -> EpisodeEncoding.decodeLive(cut))
                    .isInstanceOf(IllegalStateException.class);
        }
        for (int length = 0; length < tombstone.length; length++) {
            byte[] cut = Arrays.copyOf(tombstone, length);
            assertThatThrownBy(() -> EpisodeEncoding.decodeTombstone(cut))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}

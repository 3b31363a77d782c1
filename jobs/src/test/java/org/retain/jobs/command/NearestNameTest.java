package org.retain.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    @ParameterizedTest
    @CsvSource({
        "'','',0",
        "role,role,0",
        "rol,role,1",
        "roles,role,1",
        "rule,role,1",
        "orle,role,1",
        "preproces,preprocess,1",
        "abc,cab,2",
        "'',abc,3"
    })
    void countsSlips(String a, String b, int slips) {
        assertThat(NearestName.distance(a, b)).isEqualTo(slips);
    }

    @Property(tries = 200)
    void distanceIsSymmetricAndBoundedByTheLongerWord(
            @ForAll @AlphaChars @StringLength(max = 8) String a,
            @ForAll @AlphaChars @StringLength(max = 8) String b) {
        int distance = NearestName.distance(a, b);

        assertThat(distance)
                .isEqualTo(NearestName.distance(b, a))
                .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
        assertThat(distance == 0).isEqualTo(a.equals(b));
    }

    @Test
    void holdsALoneWordAgainstTheEndOfADottedName() {
        assertThat(NearestName.of("lanes", List.of("line", "feed.lanes"))).contains("feed.lanes");
        assertThat(NearestName.of("capac", List.of("capacity", "input"))).contains("capacity");
    }

    @Test
    void suggestsNothingFarFetched() {
        assertThat(NearestName.of("banana", List.of("role", "output"))).isEmpty();
        assertThat(NearestName.isSlip("host", "port")).isFalse();
    }
}

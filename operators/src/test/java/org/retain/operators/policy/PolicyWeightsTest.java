package org.retain.operators.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.retain.datasets.safetensors.SafetensorsEncoding;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.datasets.safetensors.SafetensorsType;

/** Tests for {@link PolicyWeights}. */
class PolicyWeightsTest {

    private static final ScaledNetShape SMALL = new ScaledNetShape(4, 4, 8, 12, 16, 121);

    @TempDir private Path directory;

    @Test
    void readsTheReferencesFileAndItsWidths() {
        assertThat(TestingGolden.weights().shape())
                .isEqualTo(new ScaledNetShape(8, 16, 32, 48, 48, 121));
    }

    @Test
    void readsBackWhatItWroteByPathAndByUri() throws Exception {
        PolicyWeights weights = PolicyWeights.random(SMALL, 1);
        Path file = directory.resolve("new/teacher.safetensors");

        String sha256 = weights.write(file.toString());

        assertThat(sha256)
                .isEqualTo(
                        HexFormat.of()
                                .formatHex(
                                        MessageDigest.getInstance("SHA-256")
                                                .digest(Files.readAllBytes(file))));
        for (String location : List.of(file.toString(), file.toUri().toString())) {
            PolicyWeights.Loaded loaded = PolicyWeights.read(location, Optional.of(sha256));
            assertThat(loaded.sha256()).isEqualTo(sha256);
            assertThat(loaded.weights().shape()).isEqualTo(SMALL);
            assertThat(loaded.weights().encode()).isEqualTo(weights.encode());
        }
    }

    @Test
    void replacesAFileAndLeavesNoOther() throws Exception {
        Path file = directory.resolve("teacher.safetensors");
        PolicyWeights.random(SMALL, 1).write(file.toString());

        String second = PolicyWeights.random(SMALL, 2).write(file.toString());

        assertThat(PolicyWeights.read(file.toString(), Optional.empty()).sha256())
                .isEqualTo(second);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void namesBothHashesWhenTheyDiffer() throws Exception {
        Path file = directory.resolve("teacher.safetensors");
        String sha256 = PolicyWeights.random(SMALL, 1).write(file.toString());
        String other = "ab".repeat(32);

        assertThatThrownBy(() -> PolicyWeights.read(file.toString(), Optional.of(other)))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContainingAll(file.toString(), sha256, other);
    }

    @Test
    void namesTheMissingFile() {
        String location = directory.resolve("none.safetensors").toString();

        assertThatThrownBy(() -> PolicyWeights.read(location, Optional.empty()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining(location + ": no such weights file");
    }

    @Test
    void refusesADirectoryAndAFileSystemThatNobodyKnows() {
        assertThatThrownBy(() -> PolicyWeights.read(directory.toString(), Optional.empty()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining("it is a directory");
        assertThatThrownBy(() -> PolicyWeights.read("nowhere://a/b", Optional.empty()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesAFileWithoutAnEnd() {
        assertThatThrownBy(() -> PolicyWeights.read("file:///dev/zero", Optional.empty()))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageContaining("it is empty, or no regular file");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        byte[] whole = PolicyWeights.random(SMALL, 1).encode();

        for (int length : new int[] {0, 7, 100, whole.length - 1}) {
            Path file = directory.resolve("cut.safetensors");
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> PolicyWeights.read(file.toString(), Optional.empty()))
                    .as("%d bytes", length)
                    .isInstanceOf(InvalidWeightsException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void namesTheParameterThatDoesNotFit() {
        assertRefused(
                arrays -> arrays.put("value.bias", floats(2)),
                "parameter value.bias has shape [2], expected [1]");
        assertRefused(
                arrays -> arrays.remove("encoder.fc.2.weight"),
                "parameter encoder.fc.2.weight is missing, expected shape [12, 12]");
        assertRefused(
                arrays -> arrays.remove("policy.weight"), "parameter policy.weight is missing");
        assertRefused(
                arrays -> arrays.put("decoder.weight", floats(3)),
                "unknown parameter decoder.weight of shape [3]");
        assertRefused(
                arrays ->
                        arrays.put(
                                "value.bias",
                                SafetensorsEntry.of(SafetensorsType.F16, List.of(1), new byte[2])),
                "parameter value.bias is F16, expected F32");
    }

    @Test
    void weightsOfZeroAreWholeAndAllZero() {
        VectorNetShape shape = new VectorNetShape(1, List.of(3), 0, 2);
        PolicyWeights weights = PolicyWeights.zero(shape);

        assertThat(weights.shape()).isEqualTo(shape);
        assertThat(PolicyWeights.decode("zero", ByteBuffer.wrap(weights.encode())).arrays())
                .hasSameSizeAs(shape.parameters())
                .allSatisfy(
                        (name, entry) -> {
                            byte[] data = new byte[entry.data().remaining()];
                            entry.data().get(data);
                            assertThat(data).containsOnly(0);
                        });
    }

    @Test
    void beginsWithOrthogonalWeightsAndTheSameOnesForTheSameSeed() {
        ScaledNetShape shape = new ScaledNetShape(8, 16, 32, 300, 48, 121);
        PolicyWeights weights = PolicyWeights.random(shape, 7);

        assertThat(weights.encode()).isEqualTo(PolicyWeights.random(shape, 7).encode());
        assertThat(weights.encode()).isNotEqualTo(PolicyWeights.random(shape, 8).encode());
        for (ParameterSpec spec : shape.parameters()) {
            float[] values = values(weights.arrays().get(spec.name()));
            switch (spec.role()) {
                case WEIGHT -> assertOrthonormal(spec, values);
                case SCALE, RUNNING_VARIANCE -> assertThat(values).containsOnly(1);
                case BIAS, RUNNING_MEAN -> assertThat(values).containsOnly(0);
                case EMBEDDING -> assertThat(values).doesNotHaveDuplicates();
            }
        }
    }

    private static void assertOrthonormal(ParameterSpec spec, float[] values) {
        int rows = spec.shape().get(0);
        int columns = values.length / rows;
        boolean wide = rows <= columns;
        int vectors = Math.min(rows, columns);
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b <= a; b++) {
                double dot = 0;
                for (int i = 0; i < Math.max(rows, columns); i++) {
                    dot +=
                            wide
                                    ? values[a * columns + i] * (double) values[b * columns + i]
                                    : values[i * columns + a] * (double) values[i * columns + b];
                }
                if (Math.abs(dot - (a == b ? 1 : 0)) > 1e-4) {
                    throw new AssertionError(
                            "%s: vectors %d and %d have product %f"
                                    .formatted(spec.name(), a, b, dot));
                }
            }
        }
    }

    private static void assertRefused(
            Consumer<Map<String, SafetensorsEntry>> change, String message) {
        Map<String, SafetensorsEntry> arrays =
                new LinkedHashMap<>(PolicyWeights.random(SMALL, 1).arrays());
        change.accept(arrays);
        ByteBuffer bytes = ByteBuffer.wrap(SafetensorsEncoding.encode(arrays, Map.of()));

        assertThatThrownBy(() -> PolicyWeights.decode("teacher.safetensors", bytes))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessageStartingWith("teacher.safetensors: ")
                .hasMessageContaining(message);
    }

    private static SafetensorsEntry floats(int length) {
        return SafetensorsEntry.of(SafetensorsType.F32, List.of(length), new byte[4 * length]);
    }

    private static float[] values(SafetensorsEntry entry) {
        float[] values = new float[entry.data().remaining() / Float.BYTES];
        entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}

package org.retain.operators.learner;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.retain.datasets.safetensors.SafetensorsEntry;
import org.retain.operators.learner.loss.CoefficientSchedule;
import org.retain.operators.learner.loss.EwcPenalty;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.NativeArrays;
import org.retain.operators.policy.TensorFile;

/**
 * Old weights θ* and the diagonal F of their Fisher information, parameter by parameter: tensors
 * {@code anchor.<name>} and {@code fisher.<name>} of a safetensors file.
 *
 * @param location where the file lies, for messages
 * @param tensors the file's tensors
 */
record FisherFile(String location, Map<String, SafetensorsEntry> tensors) {

    private static final String ANCHOR = "anchor.";
    private static final String FISHER = "fisher.";

    /**
     * Reads a file.
     *
     * @throws InvalidWeightsException when it is missing, damaged or has another hash
     */
    static FisherFile read(String location, Optional<String> sha256) {
        return new FisherFile(location, TensorFile.read(location, sha256).tensors());
    }

    /**
     * Writes a file; readers see all of it or nothing.
     *
     * @return SHA-256 of the file
     */
    static String write(
            String location,
            Map<String, SafetensorsEntry> anchor,
            Map<String, SafetensorsEntry> fisher,
            Map<String, String> metadata)
            throws IOException {
        Map<String, SafetensorsEntry> tensors = new LinkedHashMap<>();
        anchor.forEach((name, entry) -> tensors.put(ANCHOR + name, entry));
        fisher.forEach((name, entry) -> tensors.put(FISHER + name, entry));
        return TensorFile.write(location, tensors, metadata);
    }

    /**
     * The penalty on a discrete policy, over those of its trained parameters that the file covers.
     *
     * @throws InvalidWeightsException when it covers none of them, or shapes differ
     */
    EwcTerm term(Map<String, NDArray> parameters, CoefficientSchedule schedule) {
        Covered covered = covered(parameters);
        return new EwcTerm(covered.penalty, covered.parameters, schedule);
    }

    /**
     * The penalty on a Gaussian actor, over those of its shared parameters that the file covers.
     *
     * @throws InvalidWeightsException when it covers none of them, or shapes differ
     */
    GaussianEwcTerm actorTerm(Map<String, NDArray> parameters, CoefficientSchedule schedule) {
        Covered covered = covered(parameters);
        return new GaussianEwcTerm(covered.penalty, covered.parameters, schedule);
    }

    private record Covered(EwcPenalty penalty, List<NDArray> parameters) {}

    private Covered covered(Map<String, NDArray> parameters) {
        List<NDArray> chosen = new ArrayList<>();
        List<NDArray> anchor = new ArrayList<>();
        List<NDArray> fisher = new ArrayList<>();
        parameters.forEach(
                (name, parameter) -> {
                    if (tensors.containsKey(FISHER + name)) {
                        chosen.add(parameter);
                        anchor.add(array(parameter, ANCHOR + name));
                        fisher.add(array(parameter, FISHER + name));
                    }
                });
        if (chosen.isEmpty()) {
            throw new InvalidWeightsException(
                    "%s: covers none of the trained parameters %s; make the file from the student's initial weights with ./retain fisher"
                            .formatted(location, parameters.keySet()));
        }
        return new Covered(new EwcPenalty(1, anchor, fisher), chosen);
    }

    private NDArray array(NDArray parameter, String name) {
        SafetensorsEntry entry = tensors.get(name);
        long[] axes = parameter.getShape().getShape();
        if (entry == null
                || !entry.shape().equals(Arrays.stream(axes).mapToObj(Math::toIntExact).toList())) {
            throw new InvalidWeightsException(
                    "%s: tensor %s is %s, the student's parameter is %s; make the file from the student's initial weights with ./retain fisher"
                            .formatted(
                                    location,
                                    name,
                                    entry == null ? "missing" : entry.shape(),
                                    parameter.getShape()));
        }
        NDManager manager = parameter.getManager();
        return NativeArrays.copy(manager, entry.data(), DataType.FLOAT32, axes);
    }
}

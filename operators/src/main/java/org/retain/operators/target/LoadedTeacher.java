package org.retain.operators.target;

import java.util.HexFormat;
import java.util.Optional;
import org.retain.operators.policy.EncodingOptions;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyNetwork;
import org.retain.operators.policy.PolicyWeights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A teacher from its file, or none.
 *
 * @param id SHA-256 of the file, hexadecimal; 64 zeros for none
 * @param inference answers for it; null for none
 * @param encoder encodes for a station without teacher; null where the teacher does or nobody has
 *     to
 */
record LoadedTeacher(String id, TeacherInference inference, EncodingTeacher encoder)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedTeacher.class);

    /**
     * Reads the teacher that the settings name.
     *
     * @throws InvalidWeightsException when the file is missing, damaged or not the one asked for,
     *     or its encoder is not the student's although segments are to hold encodings
     */
    static LoadedTeacher load(TargetSettings settings) {
        if (settings.teacher() == null) {
            LOG.info("Segments get no targets: {} is not set", TargetOptions.TEACHER.key());
            EncodingTeacher encoder =
                    settings.encoder() == null ? null : encoding(student(settings));
            return new LoadedTeacher("00".repeat(EpisodeEncoding.TEACHER_ID_BYTES), null, encoder);
        }
        PolicyWeights.Loaded loaded =
                PolicyWeights.read(settings.teacher(), Optional.ofNullable(settings.sha256()));
        LOG.info("Teacher {} has {}", loaded.sha256(), loaded.weights().shape());
        Teacher teacher =
                settings.encoder() == null
                        ? Teacher.of(loaded.weights())
                        : encodingAsStudent(loaded.weights(), settings);
        return new LoadedTeacher(
                loaded.sha256(), new TeacherInference(teacher, settings.type()), null);
    }

    private static EncodingTeacher encodingAsStudent(
            PolicyWeights teacher, TargetSettings settings) {
        String own = teacher.encodingName();
        String other = student(settings).encodingName();
        if (!own.equals(other)) {
            throw new InvalidWeightsException(
                    "The teacher's encoder (%s: %s) makes %s, the student's (%s) %s, but with %s both read the same encodings; let the student start as the teacher, or set it to false"
                            .formatted(
                                    TargetOptions.TEACHER.key(),
                                    settings.teacher(),
                                    own,
                                    settings.encoder(),
                                    other,
                                    EncodingOptions.ENCODINGS.key()));
        }
        return encoding(teacher);
    }

    private static EncodingTeacher encoding(PolicyWeights weights) {
        return new EncodingTeacher(PolicyNetwork.create(weights));
    }

    private static PolicyWeights student(TargetSettings settings) {
        return PolicyWeights.read(settings.encoder(), Optional.empty()).weights();
    }

    boolean isNone() {
        return inference == null;
    }

    /** A row of what is read here. */
    TeacherRow newRow() {
        return encoder != null ? encoder.newRow() : inference.newRow();
    }

    byte[] idBytes() {
        return HexFormat.of().parseHex(id);
    }

    /** The teacher's state at the start of an episode. */
    TeacherState zeroState() {
        return isNone() ? TeacherState.zero(0) : inference.zeroState();
    }

    @Override
    public void close() {
        if (inference != null) {
            inference.close();
        }
        if (encoder != null) {
            encoder.close();
        }
    }
}

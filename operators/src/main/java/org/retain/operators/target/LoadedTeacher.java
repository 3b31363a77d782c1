package org.retain.operators.target;

import java.util.HexFormat;
import java.util.Optional;
import org.retain.operators.policy.InvalidWeightsException;
import org.retain.operators.policy.PolicyWeights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A teacher from its file, or none.
 *
 * @param id SHA-256 of the file, hexadecimal; 64 zeros for none
 * @param inference answers for it; null for none
 */
record LoadedTeacher(String id, TeacherInference inference) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedTeacher.class);

    /**
     * Reads the teacher that the settings name.
     *
     * @throws InvalidWeightsException when the file is missing, damaged or not the one asked for
     */
    static LoadedTeacher load(TargetSettings settings) {
        if (settings.teacher() == null) {
            LOG.info("Segments get no targets: {} is not set", TargetOptions.TEACHER.key());
            return new LoadedTeacher("00".repeat(EpisodeEncoding.TEACHER_ID_BYTES), null);
        }
        PolicyWeights.Loaded loaded =
                PolicyWeights.read(settings.teacher(), Optional.ofNullable(settings.sha256()));
        LOG.info("Teacher {} has {}", loaded.sha256(), loaded.weights().shape());
        Teacher teacher = Teacher.of(loaded.weights());
        return new LoadedTeacher(loaded.sha256(), new TeacherInference(teacher, settings.type()));
    }

    boolean isNone() {
        return inference == null;
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
    }
}

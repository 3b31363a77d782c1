package org.retain.jobs.experiment;

import java.util.Locale;

/** Parts of an experiment's file that hold options, each of one station. */
public enum Section {
    /** What all runs share: of the learner, the players and the environment. */
    OPTIONS,
    /** How the teacher is cloned; absent where there is none. */
    TEACHER,
    /** The random network of students that do not start as the teacher. */
    SCRATCH,
    /** Which recorded games are fed to those who learn from demonstrations. */
    DEMONSTRATIONS,
    /** How the Fisher information is estimated for ewc. */
    FISHER,
    /** How the policy is held against the teacher on recorded frames; absent: it is not. */
    PROBE,
    /** How the last weights are evaluated; absent: they are not. */
    EVALUATE;

    /** The key in the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.retain.operators.environment.nethack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** A player who knows little: mostly moves, at times any key, and now and then the stairs down. */
final class TestingKeys {

    private static final int[] LEAVE = {38, 19, 107};
    private static final int[] DESCEND = {93, 17, 18, 107, 17};
    // An archeologist's pick-axe is item e.
    private static final int[] DIG = {24, 35, 17, 107, 24, 35, 17, 107};
    private static final int[] QUIT = {38, 38, 65, 7};

    private final SplittableRandom random;
    private final Deque<Integer> planned = new ArrayDeque<>();

    TestingKeys(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next action, 0 to 120. */
    byte next() {
        if (!planned.isEmpty()) {
            return planned.poll().byteValue();
        }
        int choice = random.nextInt(1000);
        if (choice < 500) {
            return (byte) random.nextInt(8);
        }
        if (choice < 600) {
            return (byte) (8 + random.nextInt(8));
        }
        if (choice < 730) {
            return (byte) LEAVE[random.nextInt(LEAVE.length)];
        }
        if (choice < 760) {
            plan(DESCEND);
        } else if (choice < 790) {
            plan(DIG);
        } else if (choice < 791) {
            plan(QUIT);
        } else {
            plan(random.nextInt(121));
        }
        return next();
    }

    private void plan(int... actions) {
        for (int action : actions) {
            planned.add(action);
        }
    }
}

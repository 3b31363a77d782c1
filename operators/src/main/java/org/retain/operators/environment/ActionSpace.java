package org.retain.operators.environment;

import org.retain.datasets.segment.TensorType;

/** The actions that an environment takes. */
public sealed interface ActionSpace {

    /** Bytes of one action in {@link Environment#step}. */
    int bytes();

    /** Type of an action's elements in {@link Environment#step} and in segments. */
    TensorType type();

    /**
     * One of {@code count} actions, u8, numbered from 0.
     *
     * @param count 1 to 256
     */
    record Discrete(int count) implements ActionSpace {

        /** Checks the count. */
        public Discrete {
            if (count < 1 || count > 256) {
                throw new IllegalArgumentException(
                        "%d discrete actions, 1 to 256 can be told apart".formatted(count));
            }
        }

        @Override
        public int bytes() {
            return Byte.BYTES;
        }

        @Override
        public TensorType type() {
            return TensorType.U8;
        }
    }

    /**
     * A vector of numbers, f32[size], each in [-1, 1].
     *
     * @param size at least 1
     */
    record Box(int size) implements ActionSpace {

        /** Checks the size. */
        public Box {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "An action of %d numbers, it needs at least 1".formatted(size));
            }
        }

        @Override
        public int bytes() {
            return size * Float.BYTES;
        }

        @Override
        public TensorType type() {
            return TensorType.F32;
        }
    }
}

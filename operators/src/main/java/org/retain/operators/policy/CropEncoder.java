package org.retain.operators.policy;

import static org.retain.operators.policy.ScaledNetParameters.COLUMNS;
import static org.retain.operators.policy.ScaledNetParameters.CROP;
import static org.retain.operators.policy.ScaledNetParameters.CROP_CHANNELS;
import static org.retain.operators.policy.ScaledNetParameters.CROP_LAYERS;
import static org.retain.operators.policy.ScaledNetParameters.MAP_ROWS;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/** Cuts the cells around the cursor out of the map, as {@link MapCells} says, and encodes them. */
final class CropEncoder {

    /** The convolution of the cells. */
    static final String FIRST = CROP_LAYERS + 0;

    private final Layers layers;
    private final NDArray rowOffsets;
    private final NDArray columnOffsets;

    CropEncoder(NDManager manager, Layers layers) {
        this.layers = layers;
        NDArray offsets =
                manager.arange(-MapCells.BEFORE, CROP - MapCells.BEFORE, 1, DataType.INT64);
        rowOffsets = offsets.sub(1).reshape(1, CROP, 1);
        columnOffsets = offsets.reshape(1, 1, CROP);
    }

    /** Where the window lies: i64[N, 81] indices into 21 × 80 cells, and i32[N, 81] 1 inside. */
    record Window(NDArray indices, NDArray inside) {

        /** The cells of planes i32[N, 21 × 80] that the window shows: i32[N, 81]. */
        NDArray cut(NDArray plane) {
            return plane.gather(indices, 1).mul(inside);
        }
    }

    /**
     * The window around the cursor.
     *
     * @param cursor i32[N, 2], row in the terminal and column
     */
    Window window(NDArray cursor) {
        NDArray position = cursor.toType(DataType.INT64, false);
        NDArray cursorRow = position.get(":, 0").reshape(-1, 1, 1);
        NDArray rows = cursorRow.add(rowOffsets);
        NDArray columns = position.get(":, 1").reshape(-1, 1, 1).add(columnOffsets);
        NDArray inside =
                within(rows, MAP_ROWS)
                        .logicalAnd(within(columns, COLUMNS))
                        .logicalAnd(cursorRow.gt(0));
        NDArray indices = rows.clip(0, MAP_ROWS - 1).mul(COLUMNS).add(columns.clip(0, COLUMNS - 1));
        long cells = (long) CROP * CROP;
        return new Window(
                indices.toType(DataType.INT64, false).reshape(-1, cells),
                inside.toType(DataType.INT32, false).reshape(-1, cells));
    }

    /**
     * Encodes windows.
     *
     * @param convolved f32[N, 16, 9, 9], what {@link #FIRST} makes of the cells
     * @return f32[N, 648]
     */
    NDArray encode(NDArray convolved) {
        NDArray x = Layers.elu(layers.normalise(convolved, CROP_LAYERS + 1));
        for (int i = 1; i < CROP_CHANNELS.length; i++) {
            x = layers.normalisedConvolution(x, CROP_LAYERS, 3 * i);
        }
        return x.reshape(x.getShape().get(0), -1);
    }

    private static NDArray within(NDArray position, int length) {
        return position.gte(0).logicalAnd(position.lt(length));
    }
}

package org.retain.datasets.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.retain.datasets.segment.Tensor;
import org.retain.datasets.segment.TensorCodec;
import org.retain.datasets.segment.TensorPacking;
import org.retain.datasets.segment.TensorType;

/**
 * What the column of a tensor holds: all but the leading axis is the same in every row.
 *
 * @param field the segment's field
 * @param name the tensor's name, also the column's
 * @param type type of an element
 * @param trailing length of each axis but the leading one
 */
record TensorColumn(TensorField field, String name, TensorType type, List<Integer> trailing) {

    TensorColumn {
        trailing = List.copyOf(trailing);
    }

    /**
     * The column that a segment's tensor needs.
     *
     * @throws IllegalArgumentException when its leading axis is not what the field demands
     */
    static TensorColumn of(TensorField field, Tensor tensor, int steps) {
        int rows = field.rows(steps);
        List<Integer> shape = tensor.getShape();
        if (rows >= 0 && (shape.isEmpty() || shape.get(0) != rows)) {
            throw new IllegalArgumentException(
                    "Tensor %s has shape %s, expected the leading axis %s = %d"
                            .formatted(tensor.getName(), shape, field.rows(), rows));
        }
        List<Integer> trailing = rows < 0 ? shape : shape.subList(1, shape.size());
        return new TensorColumn(field, tensor.getName(), tensor.getDtype(), trailing);
    }

    /** Length of the tensor in a segment of so many steps, in bytes. */
    int byteLength(int steps) {
        return TensorPacking.byteLength(tensor(steps, null));
    }

    /** The tensor of a segment of so many steps; its bytes are not copied. */
    Tensor tensor(int steps, ByteBuffer raw) {
        int rows = field.rows(steps);
        List<Integer> shape = trailing;
        if (rows >= 0) {
            shape = new ArrayList<>(trailing.size() + 1);
            shape.add(rows);
            shape.addAll(trailing);
        }
        return new Tensor(name, type, shape, TensorCodec.RAW, raw);
    }

    void writeTo(ObjectNode json) {
        json.put("column", name);
        json.put("field", field.name());
        json.put("dtype", type.name());
        json.put("numpy", numpy());
        json.put("rows", field.rows());
        trailing.forEach(json.withArray("shape")::add);
        if (trailing.isEmpty()) {
            json.putArray("shape");
        }
    }

    static TensorColumn readFrom(JsonNode json) {
        List<Integer> trailing = new ArrayList<>();
        json.required("shape").forEach(axis -> trailing.add(axis.intValue()));
        return new TensorColumn(
                TensorField.valueOf(json.required("field").textValue()),
                json.required("column").textValue(),
                TensorType.valueOf(json.required("dtype").textValue()),
                trailing);
    }

    private String numpy() {
        return switch (type) {
            case U8 -> "|u1";
            case I8 -> "|i1";
            case I16 -> "<i2";
            case I32 -> "<i4";
            case I64 -> "<i8";
            case F16 -> "<f2";
            case F32 -> "<f4";
        };
    }
}

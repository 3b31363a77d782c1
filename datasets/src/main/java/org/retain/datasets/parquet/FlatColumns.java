package org.retain.datasets.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.retain.datasets.segment.SegmentSource;

/** Scalar fields of Avro records as required columns of the same name in snake case. */
final class FlatColumns {

    private FlatColumns() {}

    static Type type(Schema.Field field) {
        String name = snakeCase(field.name());
        return switch (field.schema().getType()) {
            case STRING, ENUM ->
                    Types.required(PrimitiveTypeName.BINARY).as(stringType()).named(name);
            case LONG -> Types.required(PrimitiveTypeName.INT64).named(name);
            case INT -> Types.required(PrimitiveTypeName.INT32).named(name);
            case DOUBLE -> Types.required(PrimitiveTypeName.DOUBLE).named(name);
            case BOOLEAN -> Types.required(PrimitiveTypeName.BOOLEAN).named(name);
            default -> throw unknown(field);
        };
    }

    static void add(Group row, Schema.Field field, Object value) {
        String name = snakeCase(field.name());
        switch (field.schema().getType()) {
            case STRING, ENUM -> row.add(name, value.toString());
            case LONG -> row.add(name, (long) value);
            case INT -> row.add(name, (int) value);
            case DOUBLE -> row.add(name, (double) value);
            case BOOLEAN -> row.add(name, (boolean) value);
            default -> throw unknown(field);
        }
    }

    static void put(IndexedRecord record, Schema.Field field, Group row) {
        String name = snakeCase(field.name());
        record.put(
                field.pos(),
                switch (field.schema().getType()) {
                    case STRING -> row.getString(name, 0);
                    case ENUM -> SegmentSource.valueOf(row.getString(name, 0));
                    case LONG -> row.getLong(name, 0);
                    case INT -> row.getInteger(name, 0);
                    case DOUBLE -> row.getDouble(name, 0);
                    case BOOLEAN -> row.getBoolean(name, 0);
                    default -> throw unknown(field);
                });
    }

    private static AssertionError unknown(Schema.Field field) {
        return new AssertionError("No column type for " + field);
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}

package org.retain.datasets.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.retain.datasets.episode.Episode;
import org.retain.datasets.episode.Visit;

/**
 * The columns of a file of episodes: one for each field of the record, in snake case, but one
 * {@code measure_<name>} for each figure, null where an episode lacks it, and {@code visits} as a
 * list of structs.
 *
 * @param measures names of the figures in the order of their columns
 */
record EpisodeLayout(List<String> measures) {

    private static final String MEASURES = "measures";
    private static final String VISITS = "visits";
    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    MessageType schema() {
        List<Type> columns = new ArrayList<>();
        for (Schema.Field field : Episode.getClassSchema().getFields()) {
            if (field.name().equals(MEASURES)) {
                for (String measure : measures) {
                    columns.add(Types.optional(PrimitiveTypeName.DOUBLE).named(column(measure)));
                }
            } else if (field.name().equals(VISITS)) {
                Types.GroupBuilder<GroupType> visit = Types.requiredGroup();
                for (Schema.Field part : Visit.getClassSchema().getFields()) {
                    visit.addField(FlatColumns.type(part));
                }
                columns.add(Types.requiredList().element(visit.named(ELEMENT)).named(VISITS));
            } else {
                columns.add(FlatColumns.type(field));
            }
        }
        long names = columns.stream().map(Type::getName).distinct().count();
        if (names != columns.size()) {
            throw new IllegalArgumentException(
                    "Two columns have the same name, since '-' becomes '_': " + columns);
        }
        return new MessageType("episode", columns);
    }

    Group row(Episode episode, MessageType schema) {
        SimpleGroup row = new SimpleGroup(schema);
        for (Schema.Field field : Episode.getClassSchema().getFields()) {
            Object value = episode.get(field.pos());
            if (field.name().equals(MEASURES)) {
                for (String measure : measures) {
                    Double figure = episode.getMeasures().get(measure);
                    if (figure != null) {
                        row.add(column(measure), figure);
                    }
                }
            } else if (field.name().equals(VISITS)) {
                Group list = row.addGroup(VISITS);
                for (Visit visit : episode.getVisits()) {
                    Group element = list.addGroup(LIST).addGroup(ELEMENT);
                    for (Schema.Field part : Visit.getClassSchema().getFields()) {
                        FlatColumns.add(element, part, visit.get(part.pos()));
                    }
                }
            } else {
                FlatColumns.add(row, field, value);
            }
        }
        return row;
    }

    Episode episode(Group row) {
        Episode episode = new Episode();
        for (Schema.Field field : Episode.getClassSchema().getFields()) {
            if (field.name().equals(MEASURES)) {
                Map<String, Double> figures = new HashMap<>();
                for (String measure : measures) {
                    if (row.getFieldRepetitionCount(column(measure)) > 0) {
                        figures.put(measure, row.getDouble(column(measure), 0));
                    }
                }
                episode.setMeasures(figures);
            } else if (field.name().equals(VISITS)) {
                Group list = row.getGroup(VISITS, 0);
                List<Visit> visits = new ArrayList<>();
                for (int i = 0; i < list.getFieldRepetitionCount(LIST); i++) {
                    Group element = list.getGroup(LIST, i).getGroup(ELEMENT, 0);
                    Visit visit = new Visit();
                    for (Schema.Field part : Visit.getClassSchema().getFields()) {
                        FlatColumns.put(visit, part, element);
                    }
                    visits.add(visit);
                }
                episode.setVisits(visits);
            } else {
                FlatColumns.put(episode, field, row);
            }
        }
        return episode;
    }

    private static String column(String measure) {
        return "measure_" + measure.replace('-', '_');
    }
}

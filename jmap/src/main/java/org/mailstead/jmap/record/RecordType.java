package org.mailstead.jmap.record;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.Records;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A type of objects that are records.
 *
 * @param letter what ids begin with
 * @param told what only the server says of one
 * @param key no two of an account may have the same; empty for no such rule
 */
public record RecordType(
    String name,
    Records.Kind kind,
    char letter,
    List<Field> fields,
    List<Told> told,
    Function<ObjectNode, Optional<String>> key) {
  public RecordType {
    fields = List.copyOf(fields);
    told = List.copyOf(told);
  }

  /**
   * A property that only the server sets.
   *
   * @param value from the record as it is kept; null is told where it is empty
   */
  public record Told(
      String name, String type, String doc, Function<ObjectNode, Optional<JsonNode>> value) {}

  /** One of which clients say all. */
  public RecordType(
      String name,
      Records.Kind kind,
      char letter,
      List<Field> fields,
      Function<ObjectNode, Optional<String>> key) {
    this(name, kind, letter, fields, List.of(), key);
  }

  /** Two may be the same. */
  public RecordType(String name, Records.Kind kind, char letter, List<Field> fields) {
    this(name, kind, letter, fields, _ -> Optional.empty());
  }

  /** One of them, in JSON as it is kept. */
  record Kept(String id, ObjectNode json) {}

  String id(long number) {
    return RecordIds.write(letter, number);
  }

  Optional<Field> field(String property) {
    return fields.stream().filter(one -> one.name().equals(property)).findFirst();
  }

  Schema<Kept> schema() {
    var schema =
        new Schema<Kept>(name).text("id", "Names it.", Kept::id, Trait.SERVER_SET, Trait.IMMUTABLE);
    for (Field field : fields) {
      schema.add(
          field.name(),
          field.type(),
          field.doc(),
          one -> Optional.ofNullable(one.json.get(field.name())).or(() -> otherwise(field)));
    }
    for (Told one : told) {
      schema.add(
          one.name(),
          one.type(),
          one.doc(),
          kept -> one.value().apply(kept.json),
          Trait.SERVER_SET);
    }
    return schema;
  }

  private static Optional<JsonNode> otherwise(Field field) {
    return Optional.of(field.otherwise()).filter(value -> !value.isMissingNode());
  }
}

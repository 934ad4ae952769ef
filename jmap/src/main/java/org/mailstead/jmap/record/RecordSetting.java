package org.mailstead.jmap.record;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.record.RecordType.Kept;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes records of a type. */
final class RecordSetting implements Setting.Work {
  private final Post post;
  private final RecordType type;
  private final Schema<Kept> schema;
  private final RecordStates states;
  private final Access access;
  private final Upkeep.Check check;

  RecordSetting(
      Post post,
      RecordType type,
      Schema<Kept> schema,
      RecordStates states,
      Access access,
      Upkeep.Check check) {
    this.check = check;
    this.post = post;
    this.type = type;
    this.schema = schema;
    this.states = states;
    this.access = access;
  }

  @Override
  public String state() {
    return states.now(access);
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    ObjectNode json = JmapJson.object();
    for (String name : object.propertyNames()) {
      put(json, name, object.get(name));
    }
    ObjectNode made = JmapJson.object();
    for (Field field : type.fields()) {
      if (!json.has(field.name())) {
        if (field.otherwise().isMissingNode()) {
          throw SetError.invalid("it is to be given", field.name()).thrown();
        }
        json.set(field.name(), field.otherwise());
        made.set(field.name(), field.otherwise());
      }
    }
    needRight(json);
    type.told().forEach(one -> made.set(one.name(), told(one, json)));
    long number = post.records().create(access.owner(), type.kind(), content(json));
    made.put("id", type.id(number));
    return made;
  }

  private void needRight(ObjectNode json) {
    List<String> wrong = check.wrong(json);
    if (!wrong.isEmpty()) {
      throw SetError.invalid("they do not go together", wrong.toArray(String[]::new)).thrown();
    }
  }

  private static JsonNode told(RecordType.Told one, ObjectNode json) {
    return one.value().apply(json).orElse(JmapJson.NODES.nullNode());
  }

  private Records.Content content(ObjectNode json) {
    return new Records.Content(json.toString(), type.key().apply(json), Set.of());
  }

  private void put(ObjectNode json, String name, JsonNode value) {
    boolean good = type.field(name).filter(field -> field.good().test(value)).isPresent();
    if (!good) {
      throw SetError.invalid("it cannot be that", name).thrown();
    }
    json.set(name, value);
  }

  private long number(String id) {
    return RecordIds.parse(type.letter(), id).orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    boolean there =
        post.records()
            .change(
                access.owner(),
                type.kind(),
                number(id),
                now -> content(patched(id, JmapJson.parseObject(now.json()), patch)));
    if (!there) {
      throw SetError.notFound().thrown();
    }
    return Optional.empty();
  }

  private ObjectNode patched(String id, ObjectNode json, ObjectNode patch) {
    ObjectNode before = schema.write(new Kept(id, json));
    ObjectNode after = Patch.apply(before, patch);
    for (String name : after.propertyNames()) {
      JsonNode value = after.get(name);
      if (!value.equals(before.get(name))) {
        put(json, name, otherwise(name, value));
      }
    }
    needRight(json);
    return json;
  }

  /** Null is what it is when nobody says (RFC 8620 section 5.3). */
  private JsonNode otherwise(String name, JsonNode value) {
    return value.isNull()
        ? type.field(name)
            .map(Field::otherwise)
            .filter(other -> !other.isMissingNode())
            .orElse(value)
        : value;
  }

  @Override
  public void destroy(String id) {
    if (!post.records().destroy(access.owner(), type.kind(), number(id))) {
      throw SetError.notFound().thrown();
    }
  }
}

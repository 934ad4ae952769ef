package org.mailstead.jmap.search;

import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.search.SavedSearchMethods.Saved;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.search.QueryText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes saved searches. */
final class SavedSearchSetting implements Setting.Work {
  private static final int MAX_NAME = 200;

  private final Post post;
  private final RecordStates states;
  private final Access access;

  SavedSearchSetting(Post post, RecordStates states, Access access) {
    this.post = post;
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
    json.putNull("sort");
    json.put("sortOrder", 0);
    for (String name : object.propertyNames()) {
      put(json, name, object.get(name));
    }
    for (String needed : new String[] {"name", "search"}) {
      if (!json.has(needed)) {
        throw SetError.invalid("it is to be given", needed).thrown();
      }
    }
    long number = post.records().create(access.owner(), Records.Kind.SAVED_SEARCH, json.toString());
    ObjectNode made = JmapJson.object();
    made.put("id", RecordIds.write(SavedSearchMethods.LETTER, number));
    json.propertyNames().stream()
        .filter(name -> !object.has(name))
        .forEach(name -> made.set(name, json.get(name)));
    return made;
  }

  private static void put(ObjectNode json, String name, JsonNode value) {
    boolean good =
        switch (name) {
          case "name" -> value.isString() && isName(value.asString());
          case "search" -> value.isString() && value.asString().length() <= QueryText.LONGEST;
          case "sortOrder" ->
              value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0;
          case "sort" -> value.isNull() || isSort(value);
          case String _ -> false;
        };
    if (!good) {
      throw SetError.invalid("it cannot be that", name).thrown();
    }
    json.set(name, value);
  }

  private static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_NAME
        && text.chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  private static boolean isSort(JsonNode value) {
    ObjectNode sort = JmapJson.object();
    sort.set("sort", value);
    try {
      return !Comparing.read(new Arguments(sort)).isEmpty();
    } catch (MethodError e) {
      return false;
    }
  }

  private Saved find(String id) {
    return RecordIds.parse(SavedSearchMethods.LETTER, id)
        .flatMap(number -> post.records().find(access.owner(), Records.Kind.SAVED_SEARCH, number))
        .map(item -> new Saved(item.id(), JmapJson.parseObject(item.json())))
        .orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    Saved saved = find(id);
    ObjectNode before = SavedSearchMethods.SCHEMA.write(saved);
    ObjectNode after = Patch.apply(before, patch);
    ObjectNode json = saved.json().deepCopy();
    for (String name : after.propertyNames()) {
      JsonNode value = after.get(name);
      if (!value.equals(before.get(name))) {
        put(json, name, value);
      }
    }
    boolean there =
        post.records()
            .update(
                access.owner(), Records.Kind.SAVED_SEARCH, saved.number(), _ -> json.toString());
    if (!there) {
      throw SetError.notFound().thrown();
    }
    return Optional.empty();
  }

  @Override
  public void destroy(String id) {
    post.records().destroy(access.owner(), Records.Kind.SAVED_SEARCH, find(id).number());
  }
}

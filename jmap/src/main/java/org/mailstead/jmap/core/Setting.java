package org.mailstead.jmap.core;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A /set call (RFC 8620 section 5.3): makes, changes and removes objects one by one, and answers
 * for each what became of it.
 */
public final class Setting {
  /** What is done to objects of a type. Each throws {@link SetError.Thrown} or Refused. */
  public interface Work {
    /** The state as it is now. */
    String state();

    /**
     * @return what the client is told of it, its id among that
     */
    ObjectNode create(ObjectNode object);

    /**
     * @return what changed besides what was asked for; empty for nothing
     */
    Optional<ObjectNode> update(String id, ObjectNode patch);

    void destroy(String id);

    /** Done last, when all that was asked for has been done. */
    default void succeeded(Setting setting) {}

    /** The order in which things are made: that of the client, unless one stands on another. */
    default List<String> order(Map<String, ObjectNode> creates) {
      return List.copyOf(creates.keySet());
    }

    /** The order in which things are removed. */
    default List<String> destroyOrder(List<String> ids) {
      return ids;
    }
  }

  private final Exchange exchange;
  private final Optional<String> accountId;
  private final Map<String, ObjectNode> create;
  private final Map<String, ObjectNode> update;
  private final List<String> destroy;
  private final Optional<String> ifInState;

  private final ObjectNode created = JmapJson.object();
  private final ObjectNode updated = JmapJson.object();
  private final ArrayNode destroyed = JmapJson.array();
  private final ObjectNode notCreated = JmapJson.object();
  private final ObjectNode notUpdated = JmapJson.object();
  private final ObjectNode notDestroyed = JmapJson.object();

  /** Reads the arguments that all /set methods have. */
  public Setting(Exchange exchange, Arguments in) {
    this(exchange, in, true);
  }

  /**
   * The same for types that belong to no account, and so have no states.
   *
   * @param hasAccount whether it is a type of an account
   */
  public Setting(Exchange exchange, Arguments in, boolean hasAccount) {
    this.exchange = exchange;
    this.accountId = hasAccount ? Optional.of(in.id("accountId")) : Optional.empty();
    this.ifInState = hasAccount ? in.text("ifInState") : Optional.empty();
    this.create = in.objects("create");
    this.update = in.objects("update");
    this.destroy = in.ids("destroy").orElse(List.of());
    int all = create.size() + update.size() + destroy.size();
    if (all > ServerLimits.MAX_OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_SET + " objects");
    }
  }

  /** The same for changes that another method brings about. */
  public Setting(
      Exchange exchange, String accountId, Map<String, ObjectNode> update, List<String> destroy) {
    this.exchange = exchange;
    this.accountId = Optional.of(accountId);
    this.ifInState = Optional.empty();
    this.create = Map.of();
    this.update = new LinkedHashMap<>(update);
    this.destroy = List.copyOf(destroy);
  }

  public Map<String, ObjectNode> creates() {
    return create;
  }

  public boolean isEmpty() {
    return create.isEmpty() && update.isEmpty() && destroy.isEmpty();
  }

  /**
   * Does all of it.
   *
   * @throws MethodError stateMismatch
   */
  public ObjectNode run(Work work) {
    String before = work.state();
    if (ifInState.isPresent() && !ifInState.get().equals(before)) {
      throw MethodError.stateMismatch();
    }
    work.order(create).forEach(id -> create(work, id));
    Set<String> removed = new LinkedHashSet<>();
    destroy.forEach(id -> exchange.real(id).ifPresent(removed::add));
    update.forEach((id, patch) -> update(work, id, patch, removed));
    work.destroyOrder(destroy).forEach(id -> destroy(work, id));
    if (notCreated.isEmpty() && notUpdated.isEmpty() && notDestroyed.isEmpty()) {
      work.succeeded(this);
    }
    return answer(before, work.state());
  }

  /** Tells of one more property that an object has now, whether it was made here or before. */
  public void tell(String id, String property, JsonNode value) {
    for (JsonNode made : created) {
      if (made.path("id").asString("").equals(id) && made instanceof ObjectNode object) {
        object.set(property, value);
        return;
      }
    }
    ObjectNode told = updated.get(id) instanceof ObjectNode some ? some : JmapJson.object();
    updated.set(id, told.set(property, value));
  }

  private void create(Work work, String creationId) {
    ObjectNode object = create.get(creationId);
    if (object == null) {
      return;
    }
    one(
        notCreated,
        creationId,
        () -> {
          ObjectNode made = work.create(object);
          exchange.made(creationId, made.path("id").asString());
          created.set(creationId, made);
        });
  }

  private void update(Work work, String id, ObjectNode patch, Set<String> removed) {
    one(
        notUpdated,
        id,
        () -> {
          String real = exchange.real(id).orElseThrow(() -> SetError.notFound().thrown());
          if (removed.contains(real)) {
            throw new SetError("willDestroy", "it is destroyed in the same call").thrown();
          }
          Optional<ObjectNode> more = work.update(real, patch);
          if (more.isPresent()) {
            updated.set(real, more.get());
          } else {
            updated.putNull(real);
          }
        });
  }

  private void destroy(Work work, String id) {
    one(
        notDestroyed,
        id,
        () -> {
          String real = exchange.real(id).orElseThrow(() -> SetError.notFound().thrown());
          work.destroy(real);
          destroyed.add(real);
        });
  }

  private static void one(ObjectNode errors, String id, Runnable work) {
    try {
      work.run();
    } catch (SetError.Thrown e) {
      errors.set(id, e.error().json());
    } catch (Refused e) {
      errors.set(id, SetError.of(e.problem()).json());
    }
  }

  private ObjectNode answer(String before, String after) {
    ObjectNode json = JmapJson.object();
    accountId.ifPresent(
        id -> json.put("accountId", id).put("oldState", before).put("newState", after));
    put(json, "created", created);
    put(json, "updated", updated);
    if (destroyed.isEmpty()) {
      json.putNull("destroyed");
    } else {
      json.set("destroyed", destroyed);
    }
    put(json, "notCreated", notCreated);
    put(json, "notUpdated", notUpdated);
    put(json, "notDestroyed", notDestroyed);
    return json;
  }

  private static void put(ObjectNode json, String name, ObjectNode map) {
    if (map.isEmpty()) {
      json.putNull(name);
    } else {
      json.set(name, map);
    }
  }

  /** What was made, by the client's names. */
  public ObjectNode created() {
    return created;
  }

  public boolean isUpdated(String id) {
    return updated.has(id);
  }
}

package org.mailstead.jmap.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A request that is being done: who asks, what was answered so far, what was made. */
public final class Exchange {
  private static final String CREATION = "#";

  private final Caller caller;
  private final Set<String> using;
  private final Map<String, String> created;
  private final List<Invocation> responses = new ArrayList<>();
  private long size;
  private Invocation current = new Invocation("", JmapJson.object(), "");

  Exchange(Caller caller, Set<String> using, Map<String, String> created) {
    this.caller = caller;
    this.using = Set.copyOf(using);
    this.created = new HashMap<>(created);
  }

  public Caller caller() {
    return caller;
  }

  public boolean uses(String capability) {
    return using.contains(capability);
  }

  void begin(Invocation call) {
    current = call;
  }

  List<Invocation> responses() {
    return responses;
  }

  /** Answers the call. */
  public void reply(ObjectNode arguments) {
    reply(current.name(), arguments);
  }

  /** Answers it with what another method would say. */
  public void reply(String name, ObjectNode arguments) {
    size += JmapJson.size(arguments);
    responses.add(new Invocation(name, arguments, current.id()));
  }

  /**
   * To be asked before much is brought: the whole answer is held in memory.
   *
   * @param more characters that this call will answer
   * @throws MethodError requestTooLarge
   */
  public void needRoom(long more) {
    if (size + more > ServerLimits.MAX_SIZE_RESPONSE) {
      throw MethodError.requestTooLarge(
          "the answer would have more than " + ServerLimits.MAX_SIZE_RESPONSE + " characters");
    }
  }

  /** Remembers what a client calls something that was made for it. */
  public void made(String creationId, String id) {
    created.put(creationId, id);
  }

  Map<String, String> created() {
    return created;
  }

  /** The real id where a creation id stands; empty when nothing of that name was made. */
  public Optional<String> real(String id) {
    return id.startsWith(CREATION)
        ? Optional.ofNullable(created.get(id.substring(1)))
        : Optional.of(id);
  }
}

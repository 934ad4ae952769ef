package org.mailstead.jmap.core;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that can be called, each under the capability that brings it. */
public final class Methods {
  public static final String CORE = "urn:ietf:params:jmap:core";

  private final Set<String> capabilities = new LinkedHashSet<>();
  private final Map<String, Entry> methods = new LinkedHashMap<>();

  private record Entry(String capability, Method method) {}

  public Methods() {
    add(CORE, "Core/echo", (exchange, in) -> exchange.reply(in.given()));
  }

  /** A capability that may be used, also when it brings no method. */
  public Methods capability(String name) {
    capabilities.add(name);
    return this;
  }

  public Methods add(String capability, String name, Method method) {
    capabilities.add(capability);
    if (methods.putIfAbsent(name, new Entry(capability, method)) != null) {
      throw new IllegalArgumentException("two methods " + name);
    }
    return this;
  }

  boolean knows(String capability) {
    return capabilities.contains(capability);
  }

  /** The names of all methods, in the order in which they were added. */
  public Set<String> names() {
    return Set.copyOf(methods.keySet());
  }

  Optional<Method> find(String name, Set<String> using) {
    return Optional.ofNullable(methods.get(name))
        .filter(entry -> using.contains(entry.capability))
        .map(Entry::method);
  }
}

package org.mailstead.jmap.push;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Records;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A push subscription as it is kept (RFC 8620 section 7.2). */
record Subscription(long number, ObjectNode json) {
  static final char LETTER = 'P';

  static Subscription of(Records.Item item) {
    return new Subscription(item.id(), JmapJson.parseObject(item.json()));
  }

  String id() {
    return RecordIds.write(LETTER, number);
  }

  String text(String name) {
    return json.path(name).asString("");
  }

  /** Whether the client has shown that it gets what is pushed. */
  boolean isVerified() {
    return json.path("verified").asBoolean(false);
  }

  Instant expires() {
    return Arguments.utcDate(text("expires")).orElse(Instant.EPOCH);
  }

  boolean wants(String type) {
    JsonNode types = json.path("types");
    return !types.isArray() || types().contains(type);
  }

  private Set<String> types() {
    Set<String> names = new LinkedHashSet<>();
    json.path("types").forEach(one -> names.add(one.asString("")));
    return names;
  }

  /** A key of the client's; empty when it has given none. */
  Optional<byte[]> key(String name) {
    JsonNode value = json.path("keys").path(name);
    return value.isString() ? decoded(value.asString()) : Optional.empty();
  }

  static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(base64.replaceAll("=+$", "")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

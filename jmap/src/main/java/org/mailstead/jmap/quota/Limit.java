package org.mailstead.jmap.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.Post;
import org.mailstead.post.Quotas;
import org.mailstead.words.AccountId;

/**
 * A limit of an account and how far it is used (RFC 9425 section 4).
 *
 * @param used of the same unit as the limit: octets, or things
 */
record Limit(Quotas.Resource resource, long used, long limit) {
  private static final int RADIX = 36;
  private static final Pattern STATE =
      Pattern.compile("([A-Z]+)-([0-9a-z]{1,13})-([0-9a-z]{1,13})\\.");

  static final Schema<Limit> SCHEMA =
      new Schema<Limit>("Quota")
          .text("id", "Names it.", Limit::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("resourceType", "octets or count.", Limit::resourceType, Trait.SERVER_SET)
          .number("used", "How much there is.", Limit::used, Trait.SERVER_SET)
          .number("hardLimit", "How much there may be.", Limit::limit, Trait.SERVER_SET)
          .text("scope", "Always account.", _ -> "account", Trait.SERVER_SET)
          .text("name", "storage, messages or mailboxes.", Limit::name, Trait.SERVER_SET)
          .add(
              "types",
              "string[]",
              "What is counted.",
              one -> Optional.of(JmapJson.array(List.of(one.type()))),
              Trait.SERVER_SET)
          .add("warnLimit", "number | null", "None.", _ -> Optional.empty(), Trait.SERVER_SET)
          .add("softLimit", "number | null", "None.", _ -> Optional.empty(), Trait.SERVER_SET)
          .optionalText("description", "None.", _ -> Optional.empty(), Trait.SERVER_SET);

  /** Those of an account, in an order that stays. */
  static List<Limit> of(Post post, AccountId account) {
    return post.quotas().uses(account).stream()
        .map(use -> {
          long unit = use.resource() == Quotas.Resource.STORAGE ? Quotas.UNIT : 1;
          return new Limit(use.resource(), use.used() * unit, use.limit() * unit);
        })
        .toList();
  }

  String id() {
    return "Q" + name();
  }

  String name() {
    return switch (resource) {
      case STORAGE -> "storage";
      case MESSAGE -> "messages";
      case MAILBOX -> "mailboxes";
    };
  }

  String resourceType() {
    return resource == Quotas.Resource.STORAGE ? "octets" : "count";
  }

  String type() {
    return resource == Quotas.Resource.MAILBOX ? "Mailbox" : "Email";
  }

  /** A state holds the limits themselves: what has changed since is seen by comparing. */
  static String state(List<Limit> limits) {
    var state = new StringBuilder("Q");
    for (Limit one : limits) {
      state.append(one.resource).append('-').append(Long.toString(one.used, RADIX));
      state.append('-').append(Long.toString(one.limit, RADIX)).append('.');
    }
    return state.toString();
  }

  /** Empty for what was never a state. */
  static Optional<List<Limit>> parse(String state) {
    if (!state.startsWith("Q")) {
      return Optional.empty();
    }
    List<Limit> limits = new ArrayList<>();
    Matcher one = STATE.matcher(state).region(1, state.length());
    while (one.lookingAt()) {
      try {
        limits.add(
            new Limit(
                Quotas.Resource.valueOf(one.group(1)),
                Long.parseLong(one.group(2), RADIX),
                Long.parseLong(one.group(3), RADIX)));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
      one.region(one.end(), state.length());
    }
    return state(limits).equals(state) ? Optional.of(limits) : Optional.empty();
  }
}

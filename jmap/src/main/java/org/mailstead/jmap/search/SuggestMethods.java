package org.mailstead.jmap.search;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.contacts.ContactMethods;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.MailSearch;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.search.QueryText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Search/suggest and Search/people. Words of an account tell of all its mail, so only its owner is
 * told them.
 */
final class SuggestMethods {
  private static final int USUAL = 10;
  private static final int MOST = 50;
  private static final int LONGEST_ADDRESS = 320;

  private final Post post;
  private final Optional<MailSearch> search;
  private final InstantSource clock;

  SuggestMethods(Post post, Optional<MailSearch> search, InstantSource clock) {
    this.post = post;
    this.clock = clock;
    this.search = search;
  }

  private static int limit(Arguments in) {
    return (int) Math.min(MOST, in.unsigned("limit").orElse((long) USUAL));
  }

  private static String text(Arguments in, String name, int longest) {
    String text =
        in.text(name).orElseThrow(() -> MethodError.invalidArguments(name + " is to be given"));
    if (text.length() > longest) {
      throw MethodError.invalidArguments(name + " has at most " + longest + " characters");
    }
    return text;
  }

  void suggest(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    String typed = text(in, "search", QueryText.LONGEST);
    int limit = limit(in);
    in.done();
    String last = last(typed);
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    Optional<String> meant = search.flatMap(one -> one.didYouMean(access.owner(), typed));
    json.set(
        "didYouMean",
        meant
            .<tools.jackson.databind.JsonNode>map(JmapJson.NODES::stringNode)
            .orElse(JmapJson.NODES.nullNode()));
    json.set(
        "words",
        JmapJson.array(
            last.isEmpty()
                ? List.of()
                : search
                    .map(one -> one.suggestions(access.owner(), last, limit))
                    .orElse(List.of())));
    json.set(
        "addresses",
        JmapJson.array(
            last.isEmpty()
                ? List.of()
                : search.map(one -> one.addresses(access.owner(), last, limit)).orElse(List.of())));
    exchange.reply(json);
  }

  /** The word that is being typed, its operator left away. */
  private static String last(String typed) {
    if (typed.isEmpty() || Character.isWhitespace(typed.charAt(typed.length() - 1))) {
      return "";
    }
    int start = typed.length();
    while (start > 0 && !Character.isWhitespace(typed.charAt(start - 1))) {
      start--;
    }
    String word = typed.substring(start);
    String value = word.substring(word.lastIndexOf(':') + 1);
    String plain = value.startsWith("\"") || value.startsWith("-") ? value.substring(1) : value;
    return plain.length() > LONGEST_ADDRESS ? "" : plain;
  }

  void recipients(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    String typed = text(in, "text", LONGEST_ADDRESS);
    int limit = limit(in);
    in.done();
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    ArrayNode list = json.putArray("list");
    new Recipients(post, access.owner(), clock)
        .of(typed, limit)
        .forEach(one -> {
          ObjectNode told = write(one, list.addObject());
          ArrayNode members = told.putArray("members");
          one.members().forEach(member -> write(member, members.addObject()));
        });
    exchange.reply(json);
  }

  private static ObjectNode write(Recipients.Someone one, ObjectNode json) {
    json.put("name", one.name());
    if (one.email().isEmpty()) {
      json.putNull("email");
    } else {
      json.put("email", one.email());
    }
    one.contact()
        .ifPresentOrElse(
            number -> json.put("contactId", ContactMethods.cardId(number)),
            () -> json.putNull("contactId"));
    return json;
  }

  void people(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    String address = text(in, "email", LONGEST_ADDRESS);
    int limit = limit(in);
    in.done();
    if (address.isBlank()) {
      throw MethodError.invalidArguments("email is to be an address");
    }
    var with = new Correspondents(post, search, access.owner()).of(address);
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner())).put("email", address);
    json.put("emails", with.emails()).put("looked", with.looked());
    ArrayNode list = json.putArray("list");
    with.people().stream()
        .limit(limit)
        .forEach(one ->
            list.addObject()
                .put("email", one.email())
                .put("name", one.name())
                .put("count", one.count()));
    exchange.reply(json);
  }
}

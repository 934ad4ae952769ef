package org.mailstead.jmap.search;

import java.time.InstantSource;
import java.time.ZoneId;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.mail.TypedSearch;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.search.Condition;
import org.mailstead.search.QueryText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Search/parse: how a typed text is read, so that a page can show its parts. */
final class ParseMethod {
  private final Post post;
  private final InstantSource clock;

  ParseMethod(Post post, InstantSource clock) {
    this.post = post;
    this.clock = clock;
  }

  void parse(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    String text =
        in.text("search").orElseThrow(() -> MethodError.invalidArguments("search is to be given"));
    ZoneId zone = TypedSearch.zone(in);
    in.done();
    var typed = new TypedSearch(post, access, clock);
    QueryText read = typed.read(text, zone);
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    ArrayNode parts = json.putArray("parts");
    QueryJson.parts(read.query()).forEach(parts::add);
    read.conditions().forEach(one -> parts.add(condition(one, typed)));
    ArrayNode words = json.putArray("words");
    read.words()
        .forEach(span -> words.addObject().put("start", span.start()).put("end", span.end()));
    exchange.reply(json);
  }

  /** One that only the caller can check; of a mailbox also whether there is any. */
  private static ObjectNode condition(Condition condition, TypedSearch typed) {
    ObjectNode json = JmapJson.object();
    switch (condition) {
      case Condition.In(String name, _) -> {
        json.put("type", "in").put("text", name);
        json.set(
            "mailboxIds",
            JmapJson.array(
                typed.mailboxes(name).stream()
                    .map(id -> ObjectIds.mailbox(typed.access().owner(), id))
                    .sorted()
                    .toList()));
      }
      case Condition.Is(Condition.Mark mark, _) ->
          json.put("type", "is").put("mark", mark.name().toLowerCase(java.util.Locale.ROOT));
    }
    return json.put("not", condition.not());
  }
}

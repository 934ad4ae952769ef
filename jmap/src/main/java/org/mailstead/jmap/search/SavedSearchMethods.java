package org.mailstead.jmap.search;

import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import tools.jackson.databind.node.ObjectNode;

/** SavedSearch/get, changes and set: searches that have a name, of one's own account. */
final class SavedSearchMethods {
  static final char LETTER = 'H';

  /** Of an account; the records know it too. */
  static final int MOST = 200;

  /** One of them, in JSON as it is kept. */
  record Saved(long number, ObjectNode json) {
    String id() {
      return RecordIds.write(LETTER, number);
    }
  }

  static final Schema<Saved> SCHEMA =
      new Schema<Saved>("SavedSearch")
          .text("id", "Names it.", Saved::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("name", "What people call it, 1 to 200 characters.", one -> text(one, "name"))
          .text(
              "search",
              "What is typed into the search field, operators and all, at most 4,000 characters.",
              one -> text(one, "search"))
          .add(
              "sort",
              "object[] | null",
              "The sort of Email/query; null for the newest first.",
              one -> Optional.of(one.json.path("sort")))
          .number(
              "sortOrder",
              "The lowest stands first, 0 to 2^31-1.",
              one -> one.json.path("sortOrder").asLong(0));

  private final Post post;
  private final RecordStates states;

  SavedSearchMethods(Post post) {
    this.post = post;
    this.states = new RecordStates(post, Records.Kind.SAVED_SEARCH);
  }

  private static String text(Saved one, String name) {
    return one.json.path(name).asString("");
  }

  void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    String state = states.now(access);
    List<Saved> all =
        post.records().all(access.owner(), Records.Kind.SAVED_SEARCH).stream()
            .map(item -> new Saved(item.id(), JmapJson.parseObject(item.json())))
            .toList();
    var got = new Got();
    for (String id : ids.orElseGet(() -> all.stream().map(Saved::id).toList())) {
      all.stream()
          .filter(one -> exchange.real(id).equals(Optional.of(one.id())))
          .findFirst()
          .ifPresentOrElse(one -> got.add(SCHEMA.write(one, wanted)), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    exchange.reply(states.changes(asked, in, access, number -> RecordIds.write(LETTER, number)));
  }

  void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(setting.run(new SavedSearchSetting(post, states, access)));
  }
}

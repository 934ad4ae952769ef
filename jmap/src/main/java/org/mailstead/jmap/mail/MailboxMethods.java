package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.QueryChanges;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.Window;
import org.mailstead.post.Differences;
import org.mailstead.post.Mailbox;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.node.ObjectNode;

/** Mailbox/get, changes, query, queryChanges and set (RFC 8621 section 2). */
final class MailboxMethods {
  private static final List<String> COUNTS =
      List.of("totalEmails", "unreadEmails", "totalThreads", "unreadThreads");

  private final Post post;
  private final MailStates states;
  private final UndoMethods undo;
  private final MailboxCounts.Counting counting = new MailboxCounts.Counting();

  MailboxMethods(Post post, MailStates states, UndoMethods undo) {
    this.undo = undo;
    this.post = post;
    this.states = states;
  }

  void addTo(Methods methods, String capability) {
    methods
        .add(capability, "Mailbox/get", this::get)
        .add(capability, "Mailbox/changes", this::changes)
        .add(capability, "Mailbox/query", this::query)
        .add(capability, "Mailbox/queryChanges", this::queryChanges)
        .add(capability, "Mailbox/set", this::set);
  }

  private void get(Exchange exchange, Arguments in) {
    String account = in.id("accountId");
    Optional<List<String>> ids = in.ids("ids");
    boolean sharing = exchange.uses(MailMethods.SHARE);
    var wanted = MailboxSchema.asked(sharing, in.texts("properties"));
    in.done();
    Access access = Access.of(exchange, post, account);
    String state = states.now(access, MailStates.Kind.MAILBOX);
    MailboxSight sight = MailboxSight.of(post, access, counting);
    if (sharing) {
      sight.sharing(post);
    }
    var got = new Got();
    if (ids.isEmpty()) {
      sight
          .all()
          .forEach(box ->
              got.add(MailboxSchema.SCHEMA.write(new MailboxSchema.Seen(sight, box), wanted)));
    }
    ids.ifPresent(Got::needFew);
    for (String id : ids.orElse(List.of())) {
      Optional<Mailbox> box = exchange.real(id).flatMap(sight::find);
      if (box.isPresent()) {
        got.add(MailboxSchema.SCHEMA.write(new MailboxSchema.Seen(sight, box.get()), wanted));
      } else {
        got.missing(id);
      }
    }
    exchange.reply(got.answer(account, state));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    in.done();
    Access access = Access.of(exchange, post, asked.accountId());
    var since = MailStates.since(access, asked.sinceState());
    String now = states.now(access, MailStates.Kind.MAILBOX);
    Differences.MailboxDifference found =
        difference(access, since, asked.most()).orElseThrow(MethodError::cannotCalculateChanges);
    String state = states.told(access, MailStates.Kind.MAILBOX, now, found.difference().reached());
    ObjectNode json =
        MailStates.answer(
            asked, access, found.difference(), state, id -> ObjectIds.mailbox(access.owner(), id));
    if (found.own() || found.difference().updated().isEmpty()) {
      json.putNull("updatedProperties");
    } else {
      json.set("updatedProperties", JmapJson.array(COUNTS));
    }
    exchange.reply(json);
  }

  private Optional<Differences.MailboxDifference> difference(
      Access access, org.mailstead.post.Difference.Point since, int most) {
    var view = post.view(access.owner());
    var tree = post.mailboxes().tree(access.owner());
    return post.differences()
        .within(access.visible())
        .mailboxes(access.owner(), view, tree, since, most);
  }

  private void query(Exchange exchange, Arguments in) {
    String account = in.id("accountId");
    MailboxQuery query = MailboxQuery.read(in);
    Window window = Window.read(in);
    in.done();
    Access access = Access.of(exchange, post, account);
    String state = states.now(access, MailStates.Kind.MAILBOX);
    MailboxSight sight = MailboxSight.of(post, access, counting);
    ObjectNode json = JmapJson.object();
    json.put("accountId", account).put("queryState", state).put("canCalculateChanges", true);
    window.write(json, query.run(sight), box -> sight.id(box.id()), Integer.MAX_VALUE);
    exchange.reply(json);
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    MailboxQuery query = MailboxQuery.read(in);
    QueryChanges asked = QueryChanges.read(in);
    in.done();
    Access access = Access.of(exchange, post, asked.accountId());
    var since = MailStates.since(access, asked.sinceQueryState());
    String now = states.now(access, MailStates.Kind.MAILBOX);
    // First: what differs may be newer than what is found, and is told again, but never older.
    MailboxSight sight = MailboxSight.of(post, access);
    Differences.MailboxDifference found =
        difference(access, since, Integer.MAX_VALUE)
            .orElseThrow(MethodError::cannotCalculateChanges);
    if (found.own() && (query.sortAsTree() || query.filterAsTree())) {
      // What lies below one that was moved has moved too, and is not told of.
      throw MethodError.cannotCalculateChanges();
    }
    Set<String> touched = new LinkedHashSet<>();
    List<MailboxId> all = new ArrayList<>(found.difference().created());
    all.addAll(found.difference().updated());
    all.addAll(found.difference().destroyed());
    all.forEach(id -> touched.add(sight.id(id)));
    List<String> results = query.run(sight).stream().map(box -> sight.id(box.id())).toList();
    exchange.reply(asked.answer(now, touched, results));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    boolean removeEmails = in.flag("onDestroyRemoveEmails");
    Access access = Access.toChange(exchange, post, in.id("accountId"));
    in.done();
    exchange.reply(
        undo.answering(
            exchange,
            access,
            List.of("created", "updated", "destroyed"),
            deed ->
                setting.run(
                    new MailboxSetting(post, states, exchange, access, removeEmails, deed))));
  }
}

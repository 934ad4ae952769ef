package org.mailstead.jmap.sharing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.PrincipalIds;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.QueryChanges;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.Window;
import org.mailstead.jmap.mail.MailboxRights;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.Rights;
import org.mailstead.post.ShareNotices.Kept;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** ShareNotification/get, changes, set, query and queryChanges (RFC 9670 section 3). */
final class NotificationMethods {
  private static final String CAPABILITY = SharingMethods.CAPABILITY;
  private static final char LETTER = 'N';

  /**
   * One with who did it.
   *
   * @param by empty when he is gone
   */
  record Seen(Kept kept, Optional<Account> by) {}

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("ShareNotification")
          .text("id", "Names it.", one -> id(one.kept.id()), Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("created", "When it was.", one -> time(one.kept.at()), Trait.SERVER_SET)
          .add(
              "changedBy",
              "Entity",
              "Who did it.",
              one -> Optional.of(entity(one)),
              Trait.SERVER_SET)
          .text("objectType", "Mailbox.", _ -> "Mailbox", Trait.SERVER_SET)
          .text(
              "objectAccountId",
              "Whose it is.",
              one -> ObjectIds.account(one.kept.notice().owner()),
              Trait.SERVER_SET)
          .text(
              "objectId",
              "The mailbox.",
              one -> ObjectIds.mailbox(one.kept.notice().owner(), one.kept.notice().mailbox()),
              Trait.SERVER_SET)
          .add(
              "oldRights",
              "MailboxRights | null",
              "What one might do before; null for nothing.",
              one -> rights(one.kept.notice().before()),
              Trait.SERVER_SET)
          .add(
              "newRights",
              "MailboxRights | null",
              "What one may do since; null for nothing.",
              one -> rights(one.kept.notice().after()),
              Trait.SERVER_SET)
          .text(
              "name",
              "What the mailbox was called.",
              one -> one.kept.notice().name(),
              Trait.SERVER_SET);

  private final Post post;
  private final Directory directory;
  private final RecordStates states;

  NotificationMethods(Post post, Directory directory) {
    this.post = post;
    this.directory = directory;
    this.states = new RecordStates(post, Records.Kind.SHARE_NOTICE);
  }

  private static String id(long number) {
    return RecordIds.write(LETTER, number);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static ObjectNode entity(Seen one) {
    ObjectNode json = JmapJson.object();
    json.put("name", one.by.map(Account::name).orElse(""));
    json.put("email", one.by.map(account -> account.address().toString()).orElse(null));
    json.put("principalId", one.by.map(account -> PrincipalIds.write(account.id())).orElse(null));
    return json;
  }

  private static Optional<JsonNode> rights(Rights rights) {
    return rights.isEmpty() ? Optional.empty() : Optional.of(MailboxRights.write(rights));
  }

  void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "ShareNotification/get", this::get)
        .add(CAPABILITY, "ShareNotification/changes", this::changes)
        .add(CAPABILITY, "ShareNotification/set", this::set)
        .add(CAPABILITY, "ShareNotification/query", this::query)
        .add(CAPABILITY, "ShareNotification/queryChanges", this::queryChanges);
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    String state = states.now(access);
    List<Kept> all = post.shareNotices().all(access.owner());
    var got = new Got();
    for (String id : ids.orElseGet(() -> all.stream().map(one -> id(one.id())).toList())) {
      all.stream()
          .filter(one -> id(one.id()).equals(id))
          .findFirst()
          .map(one -> new Seen(one, directory.account(one.notice().by())))
          .ifPresentOrElse(one -> got.add(SCHEMA.write(one, wanted)), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    exchange.reply(states.changes(asked, in, access, NotificationMethods::id));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(
        setting.run(
            new Setting.Work() {
              @Override
              public String state() {
                return states.now(access);
              }

              @Override
              public ObjectNode create(ObjectNode object) {
                throw SetError.forbidden("the server makes them").thrown();
              }

              @Override
              public Optional<ObjectNode> update(String id, ObjectNode patch) {
                throw SetError.forbidden("they stay as they are").thrown();
              }

              @Override
              public void destroy(String id) {
                Optional<Long> number = RecordIds.parse(LETTER, id);
                if (number.isEmpty()
                    || !post.shareNotices().destroy(access.owner(), number.get())) {
                  throw SetError.notFound().thrown();
                }
              }
            }));
  }

  // ---- looking for some

  private static Predicate<Kept> condition(Arguments in) {
    Optional<Instant> after = in.time("after");
    Optional<Instant> before = in.time("before");
    Optional<String> type = in.text("objectType");
    Optional<String> account = in.text("objectAccountId");
    in.done();
    return one ->
        after.map(time -> !one.at().isBefore(time)).orElse(true)
            && before.map(time -> one.at().isBefore(time)).orElse(true)
            && type.map("Mailbox"::equals).orElse(true)
            && account.map(ObjectIds.account(one.notice().owner())::equals).orElse(true);
  }

  private record Query(Predicate<Kept> holds, Comparator<Kept> order) {
    static Query read(Arguments in) {
      var filter = Filter.read(in.any("filter"), one -> condition(new Arguments(one)));
      Comparator<Kept> order = (_, _) -> 0;
      for (Comparing one : Comparing.read(in)) {
        if (!one.property().equals("created")) {
          throw new MethodError("unsupportedSort", one.property());
        }
        Comparator<Kept> next = Comparator.comparing(Kept::at);
        order = order.thenComparing(one.ascending() ? next : next.reversed());
      }
      return new Query(
          filter.map(some -> some.<Kept>predicate(one -> one)).orElse(_ -> true),
          order.thenComparingLong(Kept::id));
    }

    List<String> run(List<Kept> all) {
      return all.stream().filter(holds).sorted(order).map(one -> id(one.id())).toList();
    }
  }

  private void query(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Query query = Query.read(in);
    Window window = Window.read(in);
    in.done();
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    json.put("queryState", states.now(access)).put("canCalculateChanges", true);
    List<String> results = query.run(post.shareNotices().all(access.owner()));
    window.write(json, results, id -> id, Integer.MAX_VALUE);
    exchange.reply(json);
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    QueryChanges asked = QueryChanges.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    Query query = Query.read(in);
    in.done();
    String now = states.now(access);
    Set<String> touched = states.touched(access, asked.sinceQueryState(), NotificationMethods::id);
    exchange.reply(asked.answer(now, touched, query.run(post.shareNotices().all(access.owner()))));
  }
}

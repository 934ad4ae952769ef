package org.mailstead.jmap.submission;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
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
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.Window;
import org.mailstead.jmap.mail.EmailSetMethods;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.Snoozes;
import org.mailstead.post.queue.Counter;
import tools.jackson.databind.node.ObjectNode;

/** Identity, EmailSubmission and VacationResponse methods (RFC 8621 sections 6 to 8). */
public final class SubmissionMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:submission";

  /** Our own: what is sent later lies in a mailbox of its own until then. */
  public static final String SCHEDULED = "urn:mailstead:params:jmap:scheduled";

  public static final String VACATION = VacationMethods.CAPABILITY;

  private final SubmissionParts parts;
  private final Identities identities;
  private final EmailSetMethods emails;

  /**
   * @param maxSize octets of a message
   */
  public SubmissionMethods(
      Post post,
      Directory directory,
      Counter counter,
      Snoozes snoozes,
      EmailSetMethods emails,
      LongSupplier maxSize,
      InstantSource clock) {
    var states = new RecordStates(post, Records.Kind.SUBMISSION);
    this.parts = new SubmissionParts(post, counter, snoozes, states, maxSize, clock);
    this.identities = new Identities(post, directory);
    this.emails = emails;
  }

  public void addTo(Methods methods) {
    methods.capability(SCHEDULED);
    methods
        .add(CAPABILITY, "EmailSubmission/get", this::get)
        .add(CAPABILITY, "EmailSubmission/changes", this::changes)
        .add(CAPABILITY, "EmailSubmission/query", this::query)
        .add(CAPABILITY, "EmailSubmission/queryChanges", this::queryChanges)
        .add(CAPABILITY, "EmailSubmission/set", this::set);
    new IdentityMethods(
            parts.post(),
            identities,
            new RecordStates(parts.post(), Records.Kind.IDENTITY),
            parts.counter())
        .addTo(methods, CAPABILITY);
    new VacationMethods(parts.post()).addTo(methods);
  }

  /** The types that its methods speak of. */
  public static List<Schema<?>> schemas() {
    return List.of(IdentityMethods.SCHEMA, Submissions.SCHEMA, VacationMethods.SCHEMA);
  }

  /** What the session object says of it. */
  public static ObjectNode capability() {
    ObjectNode json = JmapJson.object();
    json.put("maxDelayedSend", SubmissionSetting.LONGEST_HOLD.toSeconds());
    json.putObject("submissionExtensions").putArray("FUTURERELEASE");
    return json;
  }

  private List<Submissions.Seen> all(Access access) {
    return parts.post().records().all(access.owner(), Records.Kind.SUBMISSION).stream()
        .map(item -> Submissions.Seen.of(parts.counter(), access, item))
        .toList();
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = Submissions.SCHEMA.asked(in.texts("properties"));
    in.done();
    String state = parts.states().now(access);
    List<String> asked =
        ids.orElseGet(() -> all(access).stream().map(Submissions.Seen::id).toList());
    Got.needFew(asked);
    var got = new Got();
    for (String id : asked) {
      exchange
          .real(id)
          .flatMap(real -> RecordIds.parse(Submissions.LETTER, real))
          .flatMap(number ->
              parts.post().records().find(access.owner(), Records.Kind.SUBMISSION, number))
          .map(item -> Submissions.Seen.of(parts.counter(), access, item))
          .ifPresentOrElse(
              seen -> got.add(Submissions.SCHEMA.write(seen, wanted)), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, parts.post(), asked.accountId());
    exchange.reply(
        parts
            .states()
            .changes(asked, in, access, number -> RecordIds.write(Submissions.LETTER, number)));
  }

  // ---- looking for some

  private record Query(Optional<Filter<Predicate<Submissions.Seen>>> filter, List<Comparing> sort) {
    static Query read(Arguments in) {
      return new Query(
          Filter.read(in.any("filter"), one -> condition(new Arguments(one))), Comparing.read(in));
    }

    private static Predicate<Submissions.Seen> condition(Arguments in) {
      Predicate<Submissions.Seen> all = _ -> true;
      for (Map.Entry<String, String> list :
          Map.of("identityIds", "identityId", "emailIds", "emailId", "threadIds", "threadId")
              .entrySet()) {
        Optional<List<String>> ids = in.texts(list.getKey());
        if (ids.isPresent()) {
          all = all.and(one -> ids.get().contains(one.text(list.getValue())));
        }
      }
      var status = in.text("undoStatus");
      var before = in.time("before");
      var after = in.time("after");
      in.done();
      return all.and(one -> status.map(one.undoStatus()::equals).orElse(true))
          .and(one -> before.map(one.sendAt()::isBefore).orElse(true))
          .and(one -> after.map(time -> !one.sendAt().isBefore(time)).orElse(true));
    }

    List<Submissions.Seen> run(List<Submissions.Seen> all) {
      Predicate<Submissions.Seen> matches =
          filter.map(some -> some.<Submissions.Seen>predicate(one -> one)).orElse(_ -> true);
      Comparator<Submissions.Seen> order = (_, _) -> 0;
      for (Comparing one : sort) {
        Comparator<Submissions.Seen> next =
            switch (one.property()) {
              case "emailId" -> Comparator.comparing(seen -> seen.text("emailId"));
              case "threadId" -> Comparator.comparing(seen -> seen.text("threadId"));
              case "sentAt", "sendAt" -> Comparator.comparing(Submissions.Seen::sendAt);
              case String other -> throw new MethodError("unsupportedSort", other);
            };
        order = order.thenComparing(one.ascending() ? next : next.reversed());
      }
      order = order.thenComparingLong(Submissions.Seen::number);
      return all.stream().filter(matches).sorted(order).toList();
    }
  }

  private void query(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    Query query = Query.read(in);
    Window window = Window.read(in);
    in.done();
    String state = parts.states().now(access);
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    json.put("queryState", state).put("canCalculateChanges", true);
    window.write(json, query.run(all(access)), Submissions.Seen::id, Integer.MAX_VALUE);
    exchange.reply(json);
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    QueryChanges asked = QueryChanges.read(in);
    Access access = Access.toSend(exchange, parts.post(), asked.accountId());
    Query query = Query.read(in);
    in.done();
    String now = parts.states().now(access);
    Set<String> touched =
        parts
            .states()
            .touched(
                access,
                asked.sinceQueryState(),
                number -> RecordIds.write(Submissions.LETTER, number));
    exchange.reply(
        asked.answer(
            now, touched, query.run(all(access)).stream().map(Submissions.Seen::id).toList()));
  }

  // ---- sending

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Map<String, ObjectNode> update = in.objects("onSuccessUpdateEmail");
    List<String> destroy = in.ids("onSuccessDestroyEmail").orElse(List.of());
    Access access = Access.toSend(exchange, parts.post(), in.id("accountId"));
    access.needChangeable();
    in.done();
    var work = new SubmissionSetting(parts, identities, exchange, access);
    exchange.reply(setting.run(work));
    Map<String, ObjectNode> updates = new LinkedHashMap<>();
    update.forEach((id, patch) ->
        exchange.real(id).flatMap(work::email).ifPresent(email -> updates.put(email, patch)));
    List<String> destroyed =
        destroy.stream().flatMap(id -> exchange.real(id).flatMap(work::email).stream()).toList();
    if (!updates.isEmpty() || !destroyed.isEmpty()) {
      emails.implied(exchange, access, updates, destroyed);
    }
  }
}

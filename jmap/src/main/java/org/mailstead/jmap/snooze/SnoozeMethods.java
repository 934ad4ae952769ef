package org.mailstead.jmap.snooze;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.State;
import org.mailstead.jmap.mail.MailStates;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.AccountView;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Snoozes;
import org.mailstead.words.Problem;
import tools.jackson.databind.node.ObjectNode;

/** Email/snooze and unsnooze, Snooze/get: emails put aside until a time, in one's own account. */
public final class SnoozeMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:snooze";

  /** Five years. */
  private static final Duration LONGEST = Duration.ofDays(5 * 366);

  private final Post post;
  private final Snoozes snoozes;
  private final MailStates states;
  private final InstantSource clock;

  public SnoozeMethods(Post post, Snoozes snoozes, InstantSource clock) {
    this.post = post;
    this.snoozes = snoozes;
    this.states = new MailStates(post);
    this.clock = clock;
  }

  public void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "Email/snooze", this::snooze)
        .add(CAPABILITY, "Email/unsnooze", this::unsnooze)
        .add(CAPABILITY, "Snooze/get", this::get);
  }

  /** The type that they speak of. */
  public static Schema<?> schema() {
    return Aside.SCHEMA;
  }

  /** What the session object says of an account. */
  public static ObjectNode capability() {
    ObjectNode json = JmapJson.object();
    json.put("maxSnoozed", Snoozes.MOST).put("maxSnooze", LONGEST.toSeconds());
    return json;
  }

  private static List<String> emailIds(Arguments in) {
    List<String> ids =
        in.ids("emailIds")
            .orElseThrow(() -> MethodError.invalidArguments("emailIds is to be given"));
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_SET + " emails");
    }
    return ids;
  }

  private Access toChange(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    return access;
  }

  /** Up to a full minute: how many times there are to look at stays bounded. */
  private Instant until(Arguments in) {
    Instant wanted =
        in.time("until").orElseThrow(() -> MethodError.invalidArguments("until is to be given"));
    Instant now = clock.instant();
    if (!wanted.isAfter(now) || wanted.isAfter(now.plus(LONGEST))) {
      throw MethodError.invalidArguments("until is to be in the next five years");
    }
    Instant minute = wanted.truncatedTo(ChronoUnit.MINUTES);
    return minute.equals(wanted) ? minute : minute.plus(1, ChronoUnit.MINUTES);
  }

  private void snooze(Exchange exchange, Arguments in) {
    Access access = toChange(exchange, in);
    List<String> ids = emailIds(in);
    Instant until = until(in);
    in.done();
    ObjectNode json =
        run(exchange, access, ids, some -> snoozes.snooze(access.owner(), some, until), "snoozed");
    exchange.reply(json.put("until", until.toString()));
  }

  private void unsnooze(Exchange exchange, Arguments in) {
    Access access = toChange(exchange, in);
    List<String> ids = emailIds(in);
    in.done();
    exchange.reply(
        run(exchange, access, ids, some -> snoozes.unsnooze(access.owner(), some), "unsnoozed"));
  }

  /**
   * Does it to all of them, and tells of each what became of it.
   *
   * @param done what they are then, as the answer has it
   */
  private ObjectNode run(
      Exchange exchange,
      Access access,
      List<String> ids,
      Function<List<Long>, Map<Long, Problem>> work,
      String done) {
    String before = states.now(access, MailStates.Kind.EMAIL);
    ObjectNode failed = JmapJson.object();
    Map<Long, String> found = new LinkedHashMap<>();
    for (String id : ids) {
      exchange
          .real(id)
          .flatMap(ObjectIds::parseEmail)
          .flatMap(origin -> access.find(post, origin))
          .ifPresentOrElse(
              email -> found.put(email.number(), id),
              () -> failed.set(id, SetError.notFound().json()));
    }
    Map<Long, Problem> problems =
        found.isEmpty() ? Map.of() : work.apply(List.copyOf(found.keySet()));
    List<String> list = new ArrayList<>();
    found.forEach((number, id) -> {
      Problem problem = problems.get(number);
      if (problem == null) {
        list.add(exchange.real(id).orElse(id));
      } else {
        failed.set(id, error(problem).json());
      }
    });
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.put("oldState", before).put("newState", states.now(access, MailStates.Kind.EMAIL));
    json.set(done, JmapJson.array(list));
    String notDone = "not" + Character.toUpperCase(done.charAt(0)) + done.substring(1);
    if (failed.isEmpty()) {
      json.putNull(notDone);
    } else {
      json.set(notDone, failed);
    }
    return json;
  }

  private static SetError error(Problem problem) {
    return switch (problem.key()) {
      case "message.not-snoozed" -> new SetError("notSnoozed", "it does not lie aside");
      case "snooze.limit" -> new SetError("tooManySnoozed", "at most " + Snoozes.MOST);
      case String _ -> SetError.of(problem);
    };
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = Aside.SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    // Before they are read: at worst a client asks once more. Any change of the account counts.
    String state = new State(post.version(access.owner()), "").toString();
    Map<String, Aside> all = all(access);
    var got = new Got();
    for (String id : ids.orElseGet(() -> List.copyOf(all.keySet()))) {
      exchange
          .real(id)
          .flatMap(real -> Optional.ofNullable(all.get(real)))
          .ifPresentOrElse(
              aside -> exchange.needRoom(got.add(Aside.SCHEMA.write(aside, wanted))),
              () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  /** All that lie aside, by when they come back. */
  private Map<String, Aside> all(Access access) {
    List<Snoozes.Snoozed> rows = snoozes.list(access.owner());
    AccountView view = post.view(access.owner());
    Map<String, Aside> all = new LinkedHashMap<>();
    for (Snoozes.Snoozed one : rows) {
      view.find(one.email())
          .filter(AccountEmail::isShown)
          .map(email -> ObjectIds.email(email.origin()))
          .ifPresent(id ->
              all.put(
                  id,
                  new Aside(
                      id,
                      one.until(),
                      one.into().stream()
                          .map(mailbox -> ObjectIds.mailbox(access.owner(), mailbox))
                          .toList())));
    }
    return all;
  }
}

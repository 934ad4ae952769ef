package org.mailstead.jmap.unsubscribe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Unsubscribing;
import org.mailstead.wire.OutsideWeb;
import org.mailstead.wire.WebAddress;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Email/unsubscribe: leaves the lists that emails of one's own came from, at one click (RFC 8058).
 * That the user wants it is what the call says.
 */
public final class UnsubscribeMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:unsubscribe";

  /** They are asked at the same time, and the call waits for the slowest. */
  private static final int MOST = 20;

  /** A call takes one of the turns of all JMAP requests, for as long as others' servers like. */
  private static final int CALLS_AT_ONCE = 6;

  private static final int MOST_OCTETS = 64 << 10;

  /**
   * RFC 8058 section 3.2 would rather have multipart/form-data. Whoever takes that takes this, too,
   * and some take nothing else.
   */
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final byte[] BODY = "List-Unsubscribe=One-Click".getBytes(US_ASCII);

  private final Post post;
  private final OutsideWeb web;
  private final Set<Email.Origin> underWay = ConcurrentHashMap.newKeySet();
  private final Set<AccountId> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore calls = new Semaphore(CALLS_AT_ONCE);

  /** What became of it. */
  private enum Result {
    DONE("done"),
    NOT_OFFERED("notOffered"),
    UNSAFE("unsafe"),
    FAILED("failed");

    private final String word;

    Result(String word) {
      this.word = word;
    }
  }

  private record Outcome(Result result, String description, Optional<String> mailto) {}

  public UnsubscribeMethods(Post post, OutsideWeb web) {
    this.post = post;
    this.web = web;
  }

  public void addTo(Methods methods) {
    methods.add(CAPABILITY, "Email/unsubscribe", this::unsubscribe);
  }

  /** What the session object says of an account. */
  public static ObjectNode capability() {
    return JmapJson.object().put("maxEmails", MOST);
  }

  private void unsubscribe(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    List<String> ids =
        in.ids("ids").orElseThrow(() -> MethodError.invalidArguments("ids is to be given"));
    in.done();
    if (ids.size() > MOST) {
      throw MethodError.requestTooLarge("at most " + MOST + " emails");
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    ArrayNode list = json.putArray("list");
    ArrayNode notFound = json.putArray("notFound");
    Map<String, AccountEmail> found = new LinkedHashMap<>();
    for (String id : ids) {
      exchange
          .real(id)
          .flatMap(ObjectIds::parseEmail)
          .flatMap(origin -> access.find(post, origin))
          .ifPresentOrElse(email -> found.put(id, email), () -> notFound.add(id));
    }
    inTurn(access.owner(), () -> outcomes(access.owner(), found))
        .forEach((id, outcome) -> list.add(json(id, outcome)));
    exchange.reply(json);
  }

  /** One call of an account, and few of all. */
  private Map<String, Outcome> inTurn(AccountId account, Supplier<Map<String, Outcome>> work) {
    if (!busy.add(account)) {
      throw new Refused(Problem.Kind.BUSY, "unsubscribe.busy");
    }
    try {
      if (!calls.tryAcquire()) {
        throw new Refused(Problem.Kind.BUSY, "server.busy");
      }
      try {
        return work.get();
      } finally {
        calls.release();
      }
    } finally {
      busy.remove(account);
    }
  }

  private static ObjectNode json(String id, Outcome outcome) {
    ObjectNode json = JmapJson.object();
    json.put("id", id).put("result", outcome.result().word);
    json.put("description", outcome.description());
    json.put("mailto", outcome.mailto().orElse(null));
    return json;
  }

  private Map<String, Outcome> outcomes(AccountId account, Map<String, AccountEmail> emails) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Outcome>> work = new ArrayList<>();
      emails.values().forEach(email -> work.add(() -> leave(account, email)));
      List<Future<Outcome>> done = threads.invokeAll(work);
      int at = 0;
      for (String id : emails.keySet()) {
        outcomes.put(id, done.get(at++).get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Problem.Kind.UNAVAILABLE, "server.stopping");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException same) {
        throw same;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Never two at the same time for the same email. */
  private Outcome leave(AccountId account, AccountEmail email) {
    Unsubscribing way = way(account, email);
    if (way.oneClick().isEmpty()) {
      return new Outcome(
          Result.NOT_OFFERED, "the email offers no way at one click over https", way.mailto());
    }
    if (!way.isSafe()) {
      return new Outcome(
          Result.UNSAFE, "no signature that held when it came covers the offer", way.mailto());
    }
    if (!underWay.add(email.origin())) {
      return new Outcome(Result.FAILED, "it is being asked for just now", way.mailto());
    }
    try {
      return isDone(account, email)
          ? new Outcome(Result.DONE, "it was asked for before", way.mailto())
          : asked(account, email, way.oneClick().get(), way.mailto());
    } finally {
      underWay.remove(email.origin());
    }
  }

  private Unsubscribing way(AccountId account, AccountEmail email) {
    Email row = post.emails().get(account, email.number());
    try {
      MessageHeader header =
          MessageHeader.read(post.emails().bytes(account, row), MimeLimits.DEFAULT);
      return Unsubscribing.of(header.fields(), row.details().reasons());
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    }
  }

  private boolean isDone(AccountId account, AccountEmail email) {
    return post.view(account).find(email.number()).stream()
        .flatMap(now -> post.keywords(account).names(now.flags()).stream())
        .anyMatch(Unsubscribing.DONE::equalsIgnoreCase);
  }

  private Outcome asked(
      AccountId account, AccountEmail email, WebAddress page, Optional<String> mailto) {
    int status;
    try {
      status = web.post(page, FORM, BODY, MOST_OCTETS).status();
    } catch (IOException _) {
      // Why is not told: it would tell of our network to whoever can be sent mail.
      return new Outcome(Result.FAILED, page.host() + " was not reached, or not safely", mailto);
    }
    if (status / 100 == 3) { // RFC 8058 section 3.1: it must not
      return new Outcome(Result.FAILED, page.host() + " sends elsewhere", mailto);
    }
    if (status / 100 != 2) {
      return new Outcome(Result.FAILED, page.host() + " answers " + status, mailto);
    }
    var change = EmailEdit.Change.by(Set.of(Unsubscribing.DONE), Set.<String>of());
    var edit = new EmailEdit(email.number(), EmailEdit.Change.none(), change);
    String but =
        post.edits().apply(account, List.of(edit)).values().stream()
            .map(problem -> "; the keyword is not set: " + problem.key())
            .findFirst()
            .orElse("");
    return new Outcome(Result.DONE, page.host() + " has taken it" + but, mailto);
  }
}

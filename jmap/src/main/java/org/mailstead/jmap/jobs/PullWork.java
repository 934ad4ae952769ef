package org.mailstead.jmap.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Post;
import org.mailstead.post.transfer.FileImport;
import org.mailstead.post.transfer.ServerImport;
import org.mailstead.post.transfer.imap.ImapFailure;
import org.mailstead.post.transfer.imap.ImapServer;
import org.mailstead.post.transfer.imap.ImapSource;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.TokenBuckets;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads mail from other servers for jobs. The password is sealed for the account and for just that
 * server, so that a record that somebody has changed sends it nowhere else; it goes when the job
 * ends. The connection stays open between the parts of a job.
 */
public final class PullWork {
  /** What is kept in a record beside what clients see. */
  static final String SEALED = "sealed";

  /** No client can write it: what is no property of a job is refused. */
  static final String OPERATORS = "operators";

  private static final String AT = "at";

  /** How long is waited after each loss of a connection, before it is given up. */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMinutes(1),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10));

  private static final TokenBuckets.Rate RATE = new TokenBuckets.Rate(20, Duration.ofHours(1));

  /** A job that waits looks so often whether it is still wanted. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Post post;
  private final Reaching hosts;
  private final Secrets secrets;
  private final InstantSource clock;
  private final List<Duration> waits;
  private final Map<Key, Running> running = new ConcurrentHashMap<>();

  private final TokenBuckets<AccountId> begun;

  /**
   * Where jobs may go.
   *
   * @param people for those that people begin
   * @param operator for those of the command line: a server of one's own network may move, too
   */
  public record Reaching(OutsideHosts people, OutsideHosts operator) {}

  private record Key(AccountId account, long job) {}

  /** One that goes on just now. */
  private static final class Running {
    final ServerImport imports;
    int losses;
    Instant notBefore = Instant.MIN;

    Running(ServerImport imports) {
      this.imports = imports;
    }
  }

  /** What came of a part. */
  sealed interface Came {
    record Some(ServerImport.Part part) implements Came {}

    /** It is not its time yet. */
    record Waits() implements Came {}

    /**
     * It is given up.
     *
     * @param part what was done before
     */
    record Failed(ServerImport.Part part, String why) implements Came {}
  }

  public PullWork(Post post, Reaching hosts, Secrets secrets, InstantSource clock) {
    this(post, hosts, secrets, clock, WAITS);
  }

  public PullWork(
      Post post, Reaching hosts, Secrets secrets, InstantSource clock, List<Duration> waits) {
    this.post = post;
    this.hosts = hosts;
    this.secrets = secrets;
    this.clock = clock;
    this.waits = List.copyOf(waits);
    this.begun = new TokenBuckets<>(RATE, 10_000, clock);
  }

  /** Nobody is to try others' passwords through us. */
  boolean mayBegin(AccountId account) {
    return begun.take(account);
  }

  boolean allows(int port) {
    return hosts.people.allows(port);
  }

  /** Writes into a job's record where its mail is, with the password sealed. */
  void write(ObjectNode job, AccountId account, ImapServer server, String password) {
    byte[] sealed = secrets.seal(account.toString(), purpose(server), password.getBytes(UTF_8));
    job.putObject("server")
        .put("host", server.host())
        .put("port", server.port())
        .put("security", server.security() == ImapServer.Security.TLS ? "tls" : "starttls")
        .put("user", server.user());
    job.put(SEALED, Base64.getEncoder().encodeToString(sealed));
  }

  private static String purpose(ImapServer server) {
    return "import "
        + server.security()
        + " "
        + server.host()
        + " "
        + server.port()
        + " "
        + server.user();
  }

  static ImapServer server(BulkJob job) {
    var json = job.json().path("server");
    return new ImapServer(
        json.path("host").asString(""),
        json.path("port").asInt(0),
        json.path("security").asString("").equals("tls")
            ? ImapServer.Security.TLS
            : ImapServer.Security.STARTTLS,
        json.path("user").asString(""));
  }

  private ImapSource open(AccountId account, BulkJob job) throws ImapFailure {
    ImapServer server = server(job);
    byte[] sealed = Base64.getDecoder().decode(job.text(SEALED));
    byte[] password =
        secrets
            .open(account.toString(), purpose(server), sealed)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_PERMITTED, "job.sealed"));
    boolean operators = job.json().path(OPERATORS).asBoolean(false);
    return ImapSource.open(
        operators ? hosts.operator : hosts.people, server, new String(password, UTF_8));
  }

  /** Does a part of a job of whoever owns the account. */
  Came step(BulkJob job, FileImport.Wanted wanted) {
    var key = new Key(wanted.account(), job.number());
    Running now = running.computeIfAbsent(key, _ -> new Running(imports(job, wanted)));
    if (clock.instant().isBefore(now.notBefore)) {
      pause();
      return new Came.Waits();
    }
    ServerImport.Part part = now.imports.step();
    if (part.stopped().isEmpty()) {
      now.losses = 0;
      return new Came.Some(part);
    }
    ImapFailure failure = part.stopped().get();
    now.losses = part.looked() > 0 ? 1 : now.losses + 1;
    // Who mistypes wants to hear of it at once; who was let in once has not mistyped.
    boolean wasIn = part.total().isPresent();
    if (!failure.passes() || !wasIn || now.losses > waits.size()) {
      return new Came.Failed(part, failure.why());
    }
    now.notBefore = clock.instant().plus(waits.get(now.losses - 1));
    return new Came.Some(part);
  }

  private ServerImport imports(BulkJob job, FileImport.Wanted wanted) {
    Optional<Long> known =
        job.json().path("counted").asBoolean(false)
            ? Optional.of(job.count("total"))
            : Optional.empty();
    var at = job.json().path(AT);
    var from =
        at.isObject()
            ? new ServerImport.Position(
                at.path("folder").asString(""),
                at.path("uidValidity").asLong(0),
                at.path("uid").asLong(0))
            : ServerImport.Position.START;
    return new ServerImport(post, clock, wanted, from, known, () -> open(wanted.account(), job));
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts jobs", e);
    }
  }

  /** Notes in a record where to go on. */
  static void note(ObjectNode json, ServerImport.Part part) {
    ObjectNode at = JmapJson.object();
    at.put("folder", part.reached().folder());
    at.put("uidValidity", part.reached().uidValidity());
    at.put("uid", part.reached().uid());
    json.set(AT, at);
    part.total().ifPresent(total -> json.put("counted", true).put("total", total));
  }

  /** The job has ended, or nobody wants it any more. */
  void end(AccountId account, long job) {
    Running known = running.remove(new Key(account, job));
    if (known != null) {
      known.imports.close();
    }
  }
}

package org.mailstead.jmap;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Attempt;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.Stay;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.jmap.core.Admission;
import org.mailstead.jmap.core.Caller;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Finds out who asks: by a token, by an app password (or the account's own where that is enough),
 * or by the cookie of a browser. What a program shows with each request is checked once, and counts
 * as one session until it has been silent for a while or is taken away. Who stays, in an event
 * stream or a socket, is sent away with it.
 */
final class SignedIn implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SignedIn.class.getName());
  private static final Duration SILENT = Duration.ofMinutes(15);
  private static final int MOST = 20_000;

  /** How often the sessions of browsers that stay are looked at. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final String BEARER = "bearer ";

  /** What a session stands for: it was opened with the password, and ends with it. */
  private static final String BROWSER = "password";

  private static final String BASIC = "basic ";

  private final Authenticator authenticator;
  private final Directory directory;
  private final Browsers browsers;
  private final InstantSource clock;

  /** By what was shown and from where, hashed: no secret is kept. */
  private final Map<String, Program> programs = new LinkedHashMap<>(64, 0.75f, true);

  /** Browsers that stay. */
  private final Set<Guest> guests = ConcurrentHashMap.newKeySet();

  private final Thread looks;

  private static final class Program {
    final Login login;
    final Stay stay;
    final AtomicBoolean ended;
    final Map<Object, Runnable> held = new HashMap<>();
    Instant seen;

    Program(Login login, Stay stay, AtomicBoolean ended, Instant seen) {
      this.login = login;
      this.stay = stay;
      this.ended = ended;
      this.seen = seen;
    }
  }

  private static final class Guest {
    final WebSession session;
    final Runnable gone;

    Guest(WebSession session, Runnable gone) {
      this.session = session;
      this.gone = gone;
    }
  }

  SignedIn(
      Authenticator authenticator, Directory directory, Browsers browsers, InstantSource clock) {
    this.authenticator = authenticator;
    this.directory = directory;
    this.browsers = browsers;
    this.clock = clock;
    this.looks = Thread.ofVirtual().name("jmap-sessions").start(this::looks);
  }

  /**
   * @throws Refused NOT_AUTHENTICATED, BAD_CREDENTIALS, RATE_LIMITED; NOT_PERMITTED for who has to
   *     set up a second factor first
   */
  Caller of(WebRequest request) {
    Optional<String> header = request.header("Authorization");
    if (header.isPresent()) {
      // A header that is wrong is not made good by a cookie: another one was meant.
      Login login = program(request, header.get());
      return new Caller(
          login.account(),
          login.address(),
          Optional.of(request.from()),
          login.credential().word(),
          login.readOnly());
    }
    if (request.isFromElsewhere()) {
      throw new Refused(Problem.Kind.REFUSED, "request.elsewhere");
    }
    WebSession session = browsers.session().apply(request).orElseThrow(SignedIn::needed);
    if (session.onlySetUp()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.set-up-second-factor");
    }
    Account account =
        directory
            .account(session.account())
            .filter(known -> !known.isOff())
            .orElseThrow(SignedIn::needed);
    return new Caller(account.id(), account.address(), Optional.of(request.from()), BROWSER, false);
  }

  /** Lets somebody stay whom {@link #of} has just let in. */
  Admission admission(WebRequest request) {
    Optional<String> header = request.header("Authorization");
    if (header.isPresent()) {
      String key = key(request, header.get());
      return gone -> hold(key, gone);
    }
    WebSession session = browsers.session().apply(request).orElseThrow(SignedIn::needed);
    return gone -> {
      var guest = new Guest(session, gone);
      guests.add(guest);
      return () -> guests.remove(guest);
    };
  }

  private Stay hold(String key, Runnable gone) {
    Optional<Program> program = known(key);
    if (program.isEmpty()) {
      gone.run(); // taken away since
      return () -> {};
    }
    var hold = new Object();
    synchronized (this) {
      program.get().held.put(hold, gone);
    }
    if (program.get().ended.get()) {
      gone.run();
    }
    return () -> {
      synchronized (this) {
        program.get().held.remove(hold);
      }
    };
  }

  private void looks() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        guests.forEach(this::look);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Guest guest) {
    try {
      if (!browsers.counts().test(guest.session)) {
        guests.remove(guest);
        guest.gone.run();
      }
    } catch (RuntimeException e) {
      LOG.log(WARNING, "a session cannot be looked at", e); // the next look may
    }
  }

  private static Refused needed() {
    return new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed");
  }

  private Login program(WebRequest request, String header) {
    String key = key(request, header);
    Optional<Program> known = known(key);
    if (known.isPresent()) {
      return known.get().login;
    }
    var attempt =
        new Attempt(Protocol.JMAP, request.from(), request.header("User-Agent").orElse(""));
    Login login = check(header, attempt);
    var ended = new AtomicBoolean();
    Stay stay =
        authenticator.enter(
            login,
            attempt,
            () -> {
              ended.set(true);
              forget(key);
            });
    keep(key, new Program(login, stay, ended, clock.instant()));
    return login;
  }

  private Login check(String header, Attempt attempt) {
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authenticator.bearer(
          Optional.empty(), header.substring(BEARER.length()).strip(), attempt);
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String pair = decoded(header.substring(BASIC.length()).strip());
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        return authenticator.password(pair.substring(0, colon), pair.substring(colon + 1), attempt);
      }
    }
    throw needed();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException _) {
      throw needed();
    }
  }

  private static String key(WebRequest request, String header) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(request.from().getAddress());
      return Base64.getEncoder().encodeToString(hash.digest(header.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private synchronized Optional<Program> known(String key) {
    Instant now = clock.instant();
    tidy(now);
    Program program = programs.get(key);
    if (program == null || program.ended.get()) {
      return Optional.empty();
    }
    program.seen = now;
    return Optional.of(program);
  }

  /** The ones that have been silent longest stand first; who stays is not silent. */
  private void tidy(Instant now) {
    for (int left = programs.size(); left > 0; left--) {
      var eldest = programs.entrySet().iterator().next();
      Program program = eldest.getValue();
      boolean stays = program.seen.plus(SILENT).isAfter(now) && programs.size() <= MOST;
      if (stays) {
        return;
      }
      programs.remove(eldest.getKey());
      if (program.held.isEmpty()) {
        program.stay.close();
      } else {
        program.seen = now;
        programs.put(eldest.getKey(), program); // as the last
      }
    }
  }

  private synchronized void keep(String key, Program program) {
    if (program.ended.get()) {
      program.stay.close();
      throw needed();
    }
    Program other = programs.get(key);
    if (other == null) {
      programs.put(key, program);
    } else {
      program.stay.close(); // the same at the same time
    }
  }

  private void forget(String key) {
    List<Runnable> held = List.of();
    synchronized (this) {
      Program gone = programs.get(key);
      if (gone != null && gone.ended.get()) {
        programs.remove(key);
        gone.stay.close();
        held = List.copyOf(gone.held.values());
      }
    }
    held.forEach(Runnable::run);
  }

  @Override
  public synchronized void close() {
    looks.interrupt();
    programs.values().forEach(program -> program.stay.close());
    programs.clear();
  }
}

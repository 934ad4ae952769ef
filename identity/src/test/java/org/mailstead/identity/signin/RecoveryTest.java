package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.identity.signin.RecoveryMail.Letter;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who has forgotten the password helps himself by an address elsewhere. */
class RecoveryTest {
  private static final String NAME = "ada@example.test";
  private static final String PASSWORD = "k7wq-3mxn-9pzd";
  private static final String NEW = "lantern gravel otter";
  private static final EmailAddress ELSEWHERE = World.address("ada@elsewhere.test");

  /** What went out. */
  private record Sent(EmailAddress to, Letter letter) {}

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 22, 0.1));
  private final Account ada = world.add(NAME);
  private final LinkedBlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
  private final List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean allowed = new AtomicBoolean(true);
  private final RecoveryMail mail = (_, to, letter) -> sent.add(new Sent(to, letter));
  private final SignInDesk desk =
      world.desk(
          new RecoveryAlerts(
              (_, alert) -> alerts.add(alert),
              world.directory,
              world.credentials.recoveryAddresses(),
              mail),
          new Recovery.Outside(_ -> allowed.get(), mail));
  private final AccountSecurity security = desk.security();
  private final Browser browser = browser("192.0.2.1", "");

  RecoveryTest() {
    world.passwords.set(ada.id(), PASSWORD);
  }

  private static Browser browser(String from, String device) {
    return new Browser(World.host(from), "Firefox", device);
  }

  private static String refused(Executable attempt) {
    return problem(attempt).key();
  }

  private static Problem problem(Executable attempt) {
    return assertThrows(Refused.class, attempt).problem();
  }

  private Outcome signIn(String password) {
    return new Outcome(desk.signIn().password(NAME, password, false, browser));
  }

  private record Outcome(WebSignIn.Outcome outcome) {
    WebSignIn.Outcome.SignedIn opened() {
      return assertInstanceOf(WebSignIn.Outcome.SignedIn.class, outcome);
    }
  }

  private WebSession session() {
    return desk.sessions().find(signIn(PASSWORD).opened().session(), browser).orElseThrow();
  }

  private Sent sent() throws InterruptedException {
    Sent one = sent.poll(10, TimeUnit.SECONDS);
    assertNotNull(one, "nothing was sent");
    return one;
  }

  private void nothingSent() throws InterruptedException {
    assertNull(sent.poll(300, TimeUnit.MILLISECONDS));
  }

  private String code() throws InterruptedException {
    return assertInstanceOf(Letter.Code.class, sent().letter).code();
  }

  private void name(WebSession session, EmailAddress address) throws InterruptedException {
    security.beginRecovery(session, address);
    security.confirmRecovery(session, code(), browser);
    sent.clear();
    alerts.clear();
  }

  private void ask(String name, String from) {
    ask(name, browser(from, ""));
  }

  /** Asks, and comes back where the work for those before is not done yet. */
  private void ask(String name, Browser asking) {
    try {
      desk.recovery().ask(name, asking);
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.BUSY) {
        throw e;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      ask(name, asking);
    }
  }

  private Optional<EmailAddress> address() {
    return world.credentials.recoveryAddresses().find(ada.id());
  }

  @Test
  void anAddressCountsOnceItsReaderHasShownTheCode() throws Exception {
    WebSession session = session();
    security.beginRecovery(session, ELSEWHERE);
    Sent first = sent();
    assertEquals(ELSEWHERE, first.to);
    String code = assertInstanceOf(Letter.Code.class, first.letter).code();
    assertEquals(Optional.empty(), address());
    assertEquals(
        Optional.of(ELSEWHERE),
        security.overview(session).recovery().orElseThrow().next(),
        "it is seen to wait");
    ask(NAME, "198.51.100.9");
    nothingSent();

    String other = code.equals("000000") ? "000001" : "000000";
    assertEquals("recovery.code", refused(() -> security.confirmRecovery(session, other, browser)));
    security.confirmRecovery(
        session, " " + code.substring(0, 3) + " " + code.substring(3), browser);
    assertEquals(Optional.of(ELSEWHERE), address());
    assertEquals(List.of(new Alert.RecoveryAddress("" + ELSEWHERE, "192.0.2.1")), alerts);
    assertEquals(
        "recovery.expired",
        refused(() -> security.confirmRecovery(session, code, browser)),
        "a code counts once");
  }

  @Test
  void aCodeIsNotGuessedAndDoesNotLast() throws Exception {
    WebSession session = session();
    security.beginRecovery(session, ELSEWHERE);
    String code = code();
    String other = code.equals("000000") ? "000001" : "000000";
    for (int i = 0; i < 5; i++) {
      assertEquals(
          "recovery.code", refused(() -> security.confirmRecovery(session, other, browser)));
    }
    assertEquals(
        "recovery.expired", refused(() -> security.confirmRecovery(session, code, browser)));
    security.beginRecovery(session, ELSEWHERE);
    String late = code();
    world.clock.pass(RecoveryAddresses.CODE);
    WebSession fresh = session();
    assertEquals("recovery.expired", refused(() -> security.confirmRecovery(fresh, late, browser)));
    assertEquals(Optional.empty(), address());
  }

  @Test
  void aNewAddressVoidsTheCodeOfTheOneBefore() throws Exception {
    WebSession session = session();
    security.beginRecovery(session, ELSEWHERE);
    String first = code();
    security.beginRecovery(session, World.address("mallory@elsewhere.test"));
    String second = code();
    if (!first.equals(second)) {
      assertEquals(
          "recovery.code", refused(() -> security.confirmRecovery(session, first, browser)));
    }
  }

  @Test
  void nobodysMailboxIsFilledWithCodes() throws Exception {
    WebSession session = session();
    for (int i = 0; i < RecoveryAddresses.MOST_CODES; i++) {
      security.beginRecovery(session, ELSEWHERE);
      sent();
    }
    Problem many = problem(() -> security.beginRecovery(session, ELSEWHERE));
    assertEquals(Problem.Kind.RATE_LIMITED, many.kind());
    security.removeRecovery(session, browser);
    assertEquals("recovery.many", refused(() -> security.beginRecovery(session, ELSEWHERE)));
    nothingSent();
  }

  @Test
  void anAddressOfTheAccountItselfIsNoWayBack() {
    world.changes.addAlias(ada.id(), World.address("countess@example.test"));
    WebSession session = session();
    for (String own : List.of(NAME, "ada+x@example.test", "countess@example.test")) {
      assertEquals(
          "recovery.own", refused(() -> security.beginRecovery(session, World.address(own))), own);
    }
  }

  @Test
  void whereTheDomainHasNoneThereIsNone() throws Exception {
    WebSession session = session();
    name(session, ELSEWHERE);
    allowed.set(false);
    assertEquals(Optional.empty(), security.overview(session).recovery());
    assertEquals("recovery.off", refused(() -> security.beginRecovery(session, ELSEWHERE)));
    ask(NAME, "198.51.100.9");
    nothingSent();
  }

  @Test
  void aStaleScreenNamesNone() throws Exception {
    WebSession session = session();
    name(session, ELSEWHERE);
    world.clock.pass(AccountSecurity.FRESH);
    WebSession stale = desk.sessions().list(ada.id()).getFirst();
    assertEquals("login.prove-again", refused(() -> security.beginRecovery(stale, ELSEWHERE)));
    assertEquals(
        "login.prove-again", refused(() -> security.confirmRecovery(stale, "000000", browser)));
    assertEquals("login.prove-again", refused(() -> security.removeRecovery(stale, browser)));
  }

  @Test
  void aWayToANewPasswordGoesThereAndCountsOnceForHalfAnHour() throws Exception {
    name(session(), ELSEWHERE);
    ask("ADA@Example.Test", "198.51.100.9");
    Sent way = sent();
    assertEquals(ELSEWHERE, way.to);
    var letter = assertInstanceOf(Letter.Way.class, way.letter);
    assertEquals("198.51.100.9", letter.from());
    assertEquals(world.clock.instant().plus(Recovery.WAY), letter.until());

    desk.resets().use(letter.token(), NEW, browser);
    assertTrue(alerts.contains(new Alert.PasswordAsked("198.51.100.9")), alerts.toString());
    assertTrue(alerts.contains(new Alert.PasswordChanged("192.0.2.1")), alerts.toString());
    assertEquals(new Letter.Told(new Alert.PasswordChanged("192.0.2.1")), sent().letter);
    signIn(NEW).opened();
    assertEquals("login.failed", refused(() -> signIn(PASSWORD)));
    assertEquals(
        "login.reset", refused(() -> desk.resets().use(letter.token(), PASSWORD, browser)));

    sent.clear();
    world.clock.pass(RecoveryAddresses.BETWEEN);
    ask(NAME, "198.51.100.9");
    String late = assertInstanceOf(Letter.Way.class, sent().letter).token();
    world.clock.pass(Recovery.WAY);
    assertEquals("login.reset", refused(() -> desk.resets().use(late, PASSWORD, browser)));
  }

  @Test
  void aSecondFactorIsStillAskedForInABrowserThatWasTrustedToo() throws Exception {
    WebSession session = session();
    name(session, ELSEWHERE);
    TotpApps.SetUp setUp = security.beginTotp(session, "Phone");
    byte[] secret = Base32.decode(setUp.secret());
    String first = Totp.code(secret, Totp.step(world.clock.instant()));
    security.confirmTotp(session, setUp.id(), first, browser);
    world.clock.pass(Duration.ofMinutes(1));
    var asked = assertInstanceOf(WebSignIn.Outcome.NeedsSecond.class, signIn(PASSWORD).outcome);
    var code = new WebSignIn.Proof.Code(Totp.code(secret, Totp.step(world.clock.instant())));
    var trusted =
        assertInstanceOf(
            WebSignIn.Outcome.SignedIn.class,
            desk.signIn().second(asked.ticket(), code, true, browser));
    Browser known = browser("192.0.2.1", trusted.device());
    sent.clear();
    ask(NAME, "198.51.100.9");
    String token = assertInstanceOf(Letter.Way.class, sent().letter).token();
    desk.resets().use(token, NEW, known);
    assertInstanceOf(
        WebSignIn.Outcome.NeedsSecond.class, desk.signIn().password(NAME, NEW, false, known));
    assertTrue(desk.sessions().find(trusted.session(), known).isEmpty(), "sessions end");
  }

  @Test
  void whoHasNoAccountOrNoAddressIsAnsweredLikeWhoHas() throws Exception {
    world.add("bob@example.test");
    for (String name :
        List.of("nobody@example.test", "bob@example.test", "x@unknown.test", "no address", "")) {
      ask(name, "198.51.100.9");
    }
    nothingSent();
    assertEquals(List.of(), alerts);
  }

  @Test
  void askingAgainAndAgainSendsNoMore() throws Exception {
    name(session(), ELSEWHERE);
    ask(NAME, "198.51.100.9");
    sent();
    ask(NAME, "198.51.100.9");
    ask(NAME, "203.0.113.1");
    nothingSent();
    world.clock.pass(RecoveryAddresses.BETWEEN);
    ask(NAME, "203.0.113.1");
    sent();
  }

  @Test
  void strangersAreSlowedDownAlikeForNamesThatThereAreAndOthers() throws Exception {
    WebSignIn.Outcome.SignedIn opened = signIn(PASSWORD).opened();
    name(desk.sessions().find(opened.session(), browser).orElseThrow(), ELSEWHERE);
    for (String name : List.of(NAME, "nobody@example.test")) {
      for (int i = 0; i < 10; i++) {
        ask(name, "198.51.100." + i);
      }
      Problem often = problem(() -> ask(name, "203.0.113.7"));
      assertEquals(Problem.Kind.RATE_LIMITED, often.kind(), name);
    }
    sent.clear();
    world.clock.pass(RecoveryAddresses.BETWEEN);
    ask(NAME, browser("203.0.113.7", opened.device()));
    assertInstanceOf(Letter.Way.class, sent().letter, "a browser that is known gets through");
    for (int i = 0; i < 20; i++) {
      ask("n" + i + "@example.test", "203.0.113.8");
    }
    assertEquals("recovery.throttled", refused(() -> ask("more@example.test", "203.0.113.8")));
  }

  @Test
  void whatStrangersAskForDoesNotVoidWhatSomebodyWasGiven() throws Exception {
    name(session(), ELSEWHERE);
    String given = desk.resets().make(ada.id(), "the help desk");
    for (int i = 0; i < 9; i++) {
      desk.resets().asked(ada.id(), Recovery.WAY);
    }
    desk.resets().use(given, NEW, browser);
    signIn(NEW).opened();
  }

  @Test
  void whoHelpsSendsAWayAndDoesNotSeeIt() throws Exception {
    assertEquals("recovery.none", refused(() -> desk.recovery().send(ada, "the help desk")));
    name(session(), ELSEWHERE);
    Instant until = desk.recovery().send(ada, "the help desk");
    Sent way = sent();
    assertEquals(ELSEWHERE, way.to);
    var letter = assertInstanceOf(Letter.Way.class, way.letter);
    assertEquals("the help desk", letter.from());
    assertEquals(until, letter.until());
    assertEquals(List.of(new Alert.ResetMade("the help desk")), alerts);
    desk.resets().use(letter.token(), NEW, browser);
    signIn(NEW).opened();
  }

  @Test
  void theAddressBeforeIsToldOfTheNext() throws Exception {
    WebSession session = session();
    name(session, ELSEWHERE);
    EmailAddress next = World.address("ada@further.test");
    security.beginRecovery(session, next);
    security.confirmRecovery(session, code(), browser);
    var told = new Letter.Told(new Alert.RecoveryAddress(next.toString(), "192.0.2.1"));
    assertEquals(new Sent(next, told), sent());
    assertEquals(new Sent(ELSEWHERE, told), sent());
    security.removeRecovery(session, browser);
    var gone = new Letter.Told(new Alert.RecoveryAddress("", "192.0.2.1"));
    assertEquals(new Sent(next, gone), sent());
    assertEquals(Optional.empty(), address());
    security.removeRecovery(session, browser);
    nothingSent();
  }

  @Test
  void aSwitchedOffAccountGetsNone() throws Exception {
    name(session(), ELSEWHERE);
    var _ = world.changes.changeAccount(ada.id(), old -> old.withDisabled(true));
    ask(NAME, "198.51.100.9");
    nothingSent();
    assertFalse(alerts.stream().anyMatch(Alert.PasswordAsked.class::isInstance));
  }
}

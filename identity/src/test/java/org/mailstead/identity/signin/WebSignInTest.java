package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.util.encoders.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.SecondFactorPolicy.Rule;
import org.mailstead.identity.World;
import org.mailstead.identity.signin.AccountSecurity.Again;
import org.mailstead.identity.signin.WebSignIn.Outcome;
import org.mailstead.identity.signin.WebSignIn.Proof;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Sign-in by browser, and what people do with their account there. */
class WebSignInTest {
  private static final String NAME = "ada@example.test";
  private static final String PASSWORD = "k7wq-3mxn-9pzd";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 21, 0.1));
  private final Account ada = world.add(NAME);
  private final List<Alert> alerts = new ArrayList<>();
  private final SignInDesk desk = world.desk((_, alert) -> alerts.add(alert));
  private final WebSignIn signIn = desk.signIn();
  private final AccountSecurity security = desk.security();
  private Browser browser = browser("192.0.2.1", "");

  WebSignInTest() {
    world.passwords.set(ada.id(), PASSWORD);
  }

  private static Browser browser(String from, String device) {
    return new Browser(World.host(from), "Firefox", device);
  }

  private static Problem refused(Executable attempt) {
    return assertThrows(Refused.class, attempt).problem();
  }

  private Outcome.SignedIn open() {
    Outcome outcome = signIn.password(NAME, PASSWORD, false, browser);
    return assertInstanceOf(Outcome.SignedIn.class, outcome);
  }

  private Outcome.NeedsSecond begin() {
    Outcome outcome = signIn.password(NAME, PASSWORD, true, browser);
    return assertInstanceOf(Outcome.NeedsSecond.class, outcome);
  }

  private WebSession session(Outcome outcome) {
    String held = assertInstanceOf(Outcome.SignedIn.class, outcome).session();
    return desk.sessions().find(held, browser).orElseThrow();
  }

  private String code(String secret) {
    return Totp.code(Base32.decode(secret), Totp.step(world.clock.instant()));
  }

  /** Sets an app up; returns its secret. */
  private String setUpTotp() {
    WebSession session = session(open());
    TotpApps.SetUp setUp = security.beginTotp(session, "Phone");
    List<String> codes = security.confirmTotp(session, setUp.id(), code(setUp.secret()), browser);
    assertEquals(10, codes.size());
    world.clock.pass(Duration.ofMinutes(1));
    return setUp.secret();
  }

  private SoftPasskey addPasskey(int number, WebSession session) throws GeneralSecurityException {
    var key = new SoftPasskey(number);
    security.addPasskey(
        session, "Key " + number, key.make(security.beginPasskey(session)), true, browser);
    return key;
  }

  @Test
  void aPasswordAloneOpensWhereThereIsNothingElse() {
    Outcome.SignedIn opened = open();
    WebSession session = session(opened);
    assertEquals(Set.of("pwd"), session.proofs());
    assertFalse(session.kept());
    assertEquals("192.0.2.1", session.from());
    assertEquals("Firefox", session.client());
    assertEquals("login.failed", refused(() -> signIn.password(NAME, "no", false, browser)).key());
    assertEquals(
        "login.failed",
        refused(() -> signIn.password("no@example.test", PASSWORD, false, browser)).key());
    String app =
        world.credentials.appPasswords().make(ada.id(), "x", AppPassword.Terms.EVERYTHING).text();
    assertEquals("login.failed", refused(() -> signIn.password(NAME, app, false, browser)).key());
    world.changes.changeAccount(ada.id(), a -> a.withDisabled(true));
    assertEquals(Optional.empty(), desk.sessions().find(opened.session(), browser));
    assertEquals(
        "login.failed", refused(() -> signIn.password(NAME, PASSWORD, false, browser)).key());
  }

  @Test
  void whoBringsNoSessionOfOursHasNone() {
    String held = open().session();
    assertTrue(desk.sessions().find(held, browser).isPresent());
    for (String other :
        List.of(
            "",
            "x",
            "1.1",
            "1.1.zz",
            "0.1.00",
            held.substring(2),
            held + "00",
            held.substring(0, held.length() - 1) + (held.endsWith("0") ? "1" : "0"),
            "2" + held.substring(1),
            "..".repeat(1000))) {
      assertEquals(Optional.empty(), desk.sessions().find(other, browser), other);
    }
  }

  @Test
  void aSessionEndsByItselfAndWhenItIsNotUsed() {
    String held = open().session();
    world.clock.pass(Duration.ofHours(23));
    assertTrue(desk.sessions().find(held, browser("198.51.100.1", "")).isPresent());
    assertEquals("198.51.100.1", desk.sessions().list(ada.id()).getFirst().from());
    world.clock.pass(Duration.ofHours(23));
    assertTrue(desk.sessions().find(held, browser).isPresent());
    world.clock.pass(Duration.ofHours(24));
    assertEquals(Optional.empty(), desk.sessions().find(held, browser));
    Outcome.SignedIn kept =
        assertInstanceOf(Outcome.SignedIn.class, signIn.password(NAME, PASSWORD, true, browser));
    for (int day = 0; day < 180; day += 20) {
      assertTrue(desk.sessions().find(kept.session(), browser).isPresent(), "day " + day);
      world.clock.pass(Duration.ofDays(20));
    }
    assertEquals(Optional.empty(), desk.sessions().find(kept.session(), browser));
  }

  @Test
  void aSecondFactorIsAskedForAndCountsOnce() {
    String secret = setUpTotp();
    Outcome.NeedsSecond needs = begin();
    assertEquals(Set.of(WebSignIn.Kind.TOTP, WebSignIn.Kind.RECOVERY_CODE), needs.kinds());
    assertEquals(
        "login.second-factor",
        refused(() -> signIn.second(needs.ticket(), new Proof.Code("000000"), false, browser))
            .key());
    var proof = new Proof.Code(code(secret));
    WebSession session = session(signIn.second(needs.ticket(), proof, false, browser));
    assertEquals(Set.of("pwd", "otp"), session.proofs());
    assertTrue(session.kept());
    assertEquals(
        "login.second-factor",
        refused(() -> signIn.second(begin().ticket(), proof, false, browser)).key());
  }

  @Test
  void aTicketIsWorthNothingElsewhereOrLater() {
    String secret = setUpTotp();
    String ticket = begin().ticket();
    for (String other :
        List.of(
            "", "zz", "00", ticket.substring(2), ticket + "00", ticket.replaceFirst(".$", "x"))) {
      assertEquals(
          Problem.Kind.EXPIRED,
          refused(() -> signIn.second(other, new Proof.Code(code(secret)), false, browser)).kind());
    }
    String challenge = java.util.HexFormat.of().formatHex(signIn.passkey().challenge());
    assertEquals(
        Problem.Kind.EXPIRED,
        refused(() -> signIn.second(challenge, new Proof.Code(code(secret)), false, browser))
            .kind());
    world.clock.pass(Duration.ofMinutes(10));
    assertEquals(
        "login.ticket",
        refused(() -> signIn.second(ticket, new Proof.Code(code(secret)), false, browser)).key());
    String fresh = begin().ticket();
    world.passwords.set(ada.id(), "another " + PASSWORD);
    assertEquals(
        "login.ticket",
        refused(() -> signIn.second(fresh, new Proof.Code(code(secret)), false, browser)).key());
  }

  @Test
  void guessingCodesIsStoppedAndTheOwnerIsToldAndStillGetsIn() {
    String secret = setUpTotp();
    String device =
        assertInstanceOf(
                Outcome.SignedIn.class,
                signIn.second(begin().ticket(), new Proof.Code(code(secret)), false, browser))
            .device();
    world.clock.pass(Duration.ofMinutes(1));
    alerts.clear();
    int stopped = 0;
    for (int i = 0; i < 40; i++) {
      Browser guesser = browser("10.0." + i + ".1", "");
      Outcome outcome = signIn.password(NAME, PASSWORD, false, guesser);
      String ticket = assertInstanceOf(Outcome.NeedsSecond.class, outcome).ticket();
      Problem why = refused(() -> signIn.second(ticket, new Proof.Code("111111"), false, guesser));
      stopped += why.kind() == Problem.Kind.RATE_LIMITED ? 1 : 0;
    }
    assertEquals(30, stopped);
    assertEquals(1, alerts.stream().filter(Alert.SecondFactorGuessed.class::isInstance).count());
    browser = browser("203.0.113.9", device);
    session(signIn.second(begin().ticket(), new Proof.Code(code(secret)), false, browser));
    Browser stranger = browser("203.0.113.10", "");
    String ticket =
        assertInstanceOf(
                Outcome.NeedsSecond.class, signIn.password(NAME, PASSWORD, false, stranger))
            .ticket();
    assertEquals(
        Problem.Kind.RATE_LIMITED,
        refused(() -> signIn.second(ticket, new Proof.Code("222222"), false, stranger)).kind());
  }

  @Test
  void aTrustedBrowserIsSparedTheSecondFactorForAMonth() {
    String secret = setUpTotp();
    Outcome trusted = signIn.second(begin().ticket(), new Proof.Code(code(secret)), true, browser);
    String device = assertInstanceOf(Outcome.SignedIn.class, trusted).device();
    begin(); // without the device
    browser = browser("198.51.100.7", device);
    assertEquals(Set.of("pwd", "device"), session(open()).proofs());
    Account bob = world.add("bob@example.test");
    world.passwords.set(bob.id(), PASSWORD);
    Outcome other = signIn.password("bob@example.test", PASSWORD, false, browser);
    browser = browser("198.51.100.7", assertInstanceOf(Outcome.SignedIn.class, other).device());
    open(); // the browser holds both
    world.clock.pass(Duration.ofDays(30));
    begin();
    desk.devices().forget(ada.id());
    assertEquals(List.of(), desk.devices().list(ada.id()));
  }

  @Test
  void recoveryCodesOpenOnceAndTheOwnerIsTold() {
    setUpTotp();
    WebSession session =
        session(codeSignIn(world.credentials.recoveryCodes().renew(ada.id()).get(0)));
    assertEquals(Set.of("pwd", "rc"), session.proofs());
    assertEquals(
        9,
        assertInstanceOf(
                Alert.RecoveryCodeUsed.class,
                alerts.stream()
                    .filter(Alert.RecoveryCodeUsed.class::isInstance)
                    .findFirst()
                    .orElseThrow())
            .left());
  }

  private Outcome codeSignIn(String recovery) {
    return signIn.second(begin().ticket(), new Proof.RecoveryCode(recovery), false, browser);
  }

  @Test
  void aPasskeySignsInAlone() throws GeneralSecurityException {
    SoftPasskey key = addPasskey(1, session(open()));
    WebSession session = session(signIn.passkey(key.use(signIn.passkey()), true, browser));
    assertEquals(ada.id(), session.account());
    assertEquals(Set.of("hwk", "user"), session.proofs());
    Passkeys.Passkey shown = world.credentials.passkeys().list(ada.id()).getFirst();
    assertEquals("Key 1", shown.name());
    assertTrue(shown.prf());
    assertTrue(shown.used().isPresent());
    Outcome.NeedsSecond needs = begin();
    assertTrue(needs.kinds().contains(WebSignIn.Kind.PASSKEY));
    assertEquals(1, needs.passkey().allowed().size());
    world.clock.pass(Duration.ofSeconds(1));
    Outcome.NeedsSecond again = begin();
    var proof = new Proof.Passkey(key.use(again.passkey()));
    assertEquals(
        Set.of("pwd", "hwk"),
        session(signIn.second(again.ticket(), proof, false, browser)).proofs());
  }

  @Test
  void strangersWithoutAPasskeyShutNobodyOut() throws GeneralSecurityException {
    SoftPasskey key = addPasskey(1, session(open()));
    var strange = new SoftPasskey(9);
    for (int i = 0; i < 100; i++) {
      Browser stranger = browser("10.0." + i + ".1", "");
      String response = strange.use(signIn.passkey());
      refused(() -> signIn.passkey(response, false, stranger));
      int at = i;
      assertThrows(
          Refused.class,
          () ->
              world.authenticator.bearer(
                  Optional.empty(), "mat_x", World.attempt("10.1." + at + ".1")));
    }
    world.clock.pass(Duration.ofSeconds(1));
    Browser away = browser("203.0.113.77", "");
    session(signIn.passkey(key.use(signIn.passkey()), false, away));
    for (int i = 0; i < 10; i++) {
      refused(() -> signIn.passkey(strange.use(signIn.passkey()), false, away));
    }
    assertEquals(
        Problem.Kind.RATE_LIMITED,
        refused(() -> signIn.passkey(strange.use(signIn.passkey()), false, away)).kind());
  }

  @Test
  void anAssertionCountsOnceAndForAShortTime() throws GeneralSecurityException {
    SoftPasskey key = addPasskey(1, session(open()));
    Passkeys.Asking asked = signIn.passkey();
    String response = key.use(asked);
    signIn.passkey(response, false, browser);
    assertEquals(
        Problem.Kind.BAD_CREDENTIALS,
        refused(() -> signIn.passkey(response, false, browser)).kind());
    world.clock.pass(Duration.ofSeconds(1));
    String late = key.use(signIn.passkey());
    world.clock.pass(Passkeys.LIFE);
    assertEquals(
        Problem.Kind.BAD_CREDENTIALS, refused(() -> signIn.passkey(late, false, browser)).kind());
  }

  /** Each of them is a way to trick a server that does not look. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "origin",
        "party",
        "type",
        "unverified",
        "stranger",
        "handle",
        "challenge",
        "clone"
      })
  void aPasskeyThatIsNotRightIsRefused(String how) throws GeneralSecurityException {
    SoftPasskey key = addPasskey(1, session(open()));
    key.count = 7;
    signIn.passkey(key.use(signIn.passkey()), false, browser);
    world.clock.pass(Duration.ofSeconds(1));
    key.count = 8;
    Passkeys.Asking asked = signIn.passkey();
    byte[] own = key.userHandle;
    switch (how) {
      case "origin" -> key.origin = "https://mail.example.test.evil.example";
      case "party" -> key.relyingParty = "example.test";
      case "type" -> key.type = "webauthn.create";
      case "unverified" -> key.verified = false;
      case "stranger" -> {
        key = new SoftPasskey(1);
        key.userHandle = own;
      }
      case "handle" -> {
        Account bob = world.add("bob@example.test");
        key.userHandle = world.credentials.passkeys().begin(bob.id()).user();
      }
      case "challenge" ->
          asked = new Passkeys.Asking(new byte[40], asked.relyingParty(), asked.allowed());
      default -> key.count = 5;
    }
    String response = key.use(asked);
    assertEquals(
        Problem.Kind.BAD_CREDENTIALS,
        refused(() -> signIn.passkey(response, false, browser)).kind());
  }

  @Test
  void whatIsNoPasskeyIsRefusedAndNoneIsTakenTwice() throws GeneralSecurityException {
    WebSession session = session(open());
    for (String json : List.of("", "{}", "[]", "null", "{\"id\":1}", "x".repeat(40_000))) {
      assertEquals(
          Problem.Kind.INVALID,
          refused(() -> security.addPasskey(session, "x", json, false, browser)).kind());
    }
    SoftPasskey key = addPasskey(1, session);
    String again = key.make(security.beginPasskey(session));
    assertEquals(
        Problem.Kind.EXISTS,
        refused(() -> security.addPasskey(session, "x", again, false, browser)).kind());
    var elsewhere = new SoftPasskey(2);
    elsewhere.origin = "https://evil.example";
    String made = elsewhere.make(security.beginPasskey(session));
    assertEquals(
        Problem.Kind.BAD_CREDENTIALS,
        refused(() -> security.addPasskey(session, "x", made, false, browser)).kind());
    Account bob = world.add("bob@example.test");
    String bobs = new SoftPasskey(3).make(world.credentials.passkeys().begin(bob.id()));
    assertEquals(
        Problem.Kind.BAD_CREDENTIALS,
        refused(() -> security.addPasskey(session, "x", bobs, false, browser)).kind());
  }

  @Test
  void dangerousThingsNeedAFreshProof() throws GeneralSecurityException {
    WebSession session = session(open());
    TotpApps.SetUp setUp = security.beginTotp(session, "Phone");
    security.confirmTotp(session, setUp.id(), code(setUp.secret()), browser);
    world.clock.pass(AccountSecurity.FRESH);
    List<Consumer<WebSession>> dangerous =
        List.of(
            s -> security.changePassword(s, "", "x", browser),
            s -> security.beginTotp(s, "x"),
            s -> security.confirmTotp(s, 1, "1", browser),
            security::beginPasskey,
            s -> security.addPasskey(s, "x", "{}", false, browser),
            s -> security.removeTotp(s, 1, browser),
            s -> security.removePasskey(s, "x", browser),
            security::renewRecoveryCodes,
            s -> security.makeAppPassword(s, "x", AppPassword.Terms.EVERYTHING, browser));
    for (Consumer<WebSession> thing : dangerous) {
      assertEquals("login.prove-again", refused(() -> thing.accept(session)).key());
    }
    assertEquals(
        "login.second-factor-needed",
        refused(() -> security.proveAgain(session, new Again.Password(PASSWORD), browser)).key());
    assertEquals(
        "login.failed",
        refused(() -> security.proveAgain(session, new Again.Password("no"), browser)).key());
    var proof = new Again.Factor(new Proof.Code(code(setUp.secret())));
    security.proveAgain(session, proof, browser);
    WebSession fresh = desk.sessions().list(ada.id()).getFirst();
    assertTrue(security.isFresh(fresh));
    assertEquals(10, security.renewRecoveryCodes(fresh).size());
  }

  @Test
  void aChangedPasswordEndsWhatTheOldOneOpenedButTheSessionThatChangedIt() {
    Outcome.SignedIn other = open();
    Outcome.SignedIn mine = open();
    WebSession session = session(mine);
    for (String weak : List.of("short", "Password2026!", "ada@example.test")) {
      assertEquals(
          Problem.Kind.REFUSED,
          refused(() -> security.changePassword(session, "", weak, browser)).kind());
    }
    security.changePassword(session, "", "a much better one", browser);
    assertEquals(Optional.empty(), desk.sessions().find(other.session(), browser));
    assertTrue(desk.sessions().find(mine.session(), browser).isPresent());
    assertTrue(alerts.stream().anyMatch(Alert.PasswordChanged.class::isInstance));
    assertEquals(
        "login.failed", refused(() -> signIn.password(NAME, PASSWORD, false, browser)).key());
  }

  @Test
  void sessionsCanBeEndedFromAnywhere() {
    Outcome.SignedIn one = open();
    Outcome.SignedIn two = open();
    WebSession mine = session(two);
    WebSession other = session(one);
    assertNotEquals(mine.id(), other.id());
    security.endSession(mine, other.id());
    assertEquals(Optional.empty(), desk.sessions().find(one.session(), browser));
    assertEquals("session.missing", refused(() -> security.endSession(mine, 4711)).key());
    open();
    open();
    assertEquals(2, security.endOthers(mine));
    assertEquals(
        List.of(mine.id()), desk.sessions().list(ada.id()).stream().map(WebSession::id).toList());
    security.signOut(mine);
    assertEquals(Optional.empty(), desk.sessions().find(two.session(), browser));
    for (int i = 0; i < 110; i++) {
      open();
    }
    assertEquals(100, desk.sessions().list(ada.id()).size());
  }

  @Test
  void whereASecondFactorIsRequiredASessionMayOnlySetItUp() throws GeneralSecurityException {
    world.changes.setSecondFactor("example.test", Rule.REQUIRED, 0);
    Outcome.SignedIn opened = open();
    assertTrue(opened.onlySetUp());
    WebSession session = session(opened);
    assertEquals("login.set-up-second-factor", refused(() -> security.overview(session)).key());
    assertEquals(
        "login.set-up-second-factor",
        refused(() -> security.makeAppPassword(session, "x", AppPassword.Terms.EVERYTHING, browser))
            .key());
    SoftPasskey key = addPasskey(1, session);
    WebSession whole = session(opened);
    assertEquals(1, security.overview(whole).passkeys().size());
    String id = security.overview(whole).passkeys().getFirst().id();
    assertEquals(
        "factor.required", refused(() -> security.removePasskey(whole, id, browser)).key());
    addPasskey(2, whole);
    security.removePasskey(whole, id, browser);
    assertEquals(
        Problem.Kind.BAD_CREDENTIALS,
        refused(() -> signIn.passkey(key.use(signIn.passkey()), false, browser)).kind());
    world.changes.setSecondFactor("example.test", Rule.OFF, 0);
    assertEquals("factor.off", refused(() -> security.beginPasskey(session(open()))).key());
  }

  @Test
  void theOwnerIsToldOfNewBrowsersAndPlacesButNotOfTheFirst() {
    Outcome.SignedIn first = open();
    world.authenticator.history().flush();
    assertEquals(List.of(), alerts);
    browser = browser("192.0.2.1", first.device());
    open();
    assertEquals(List.of(), alerts);
    browser = browser("192.0.2.1", "");
    open();
    assertEquals(List.of(new Alert.NewBrowser("192.0.2.1", "Firefox")), alerts);
    alerts.clear();
    world.authenticator.password(NAME, PASSWORD, World.attempt("192.0.99.1"));
    world.authenticator.history().flush();
    assertEquals(List.of(), alerts, "the same provider");
    world.authenticator.password(NAME, PASSWORD, World.attempt("203.0.113.1"));
    world.authenticator.history().flush();
    assertInstanceOf(Alert.NewPlace.class, alerts.getFirst());
    alerts.clear();
    String phone =
        world.credentials.appPasswords().make(ada.id(), "P", AppPassword.Terms.EVERYTHING).text();
    for (String from : List.of("198.51.100.1", "10.1.2.3", "172.16.5.5")) {
      world.authenticator.password(NAME, phone, World.attempt(from));
      world.authenticator.history().flush();
    }
    assertEquals(1, alerts.size(), "a phone moves");
  }
}

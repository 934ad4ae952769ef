package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.ScramClient;
import org.mailstead.wire.Network;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class AppPasswordsTest {
  private static final String NAME = "ada@example.test";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 7, 0.1));
  private final Account ada = world.add(NAME);
  private final AppPasswords passwords = world.credentials.appPasswords();

  private static AppPassword.Terms only(Protocol... protocols) {
    return new AppPassword.Terms(Set.of(protocols), false, Optional.empty(), List.of());
  }

  private Login signIn(String password, Protocol protocol, String from) {
    return world.authenticator.password(NAME, password, new Attempt(protocol, World.host(from)));
  }

  private void refused(String key, String password, Protocol protocol, String from) {
    Refused e = assertThrows(Refused.class, () -> signIn(password, protocol, from));
    assertEquals(Problem.Kind.BAD_CREDENTIALS, e.problem().kind());
    assertEquals(key, e.problem().key());
  }

  @Test
  void itOpensWhatItIsForAndNothingElse() {
    AppPasswords.Made made = passwords.make(ada.id(), " Phone ", only(Protocol.IMAP));
    Login login = signIn(made.text(), Protocol.IMAP, "192.0.2.1");
    assertEquals(ada.id(), login.account());
    assertEquals(new Credential.AppPassword(made.password().id()), login.credential());
    assertFalse(login.readOnly());
    refused("login.app-password-protocol", made.text(), Protocol.SMTP, "192.0.2.1");
    refused("login.app-password-protocol", made.text(), Protocol.WEB, "192.0.2.1");
    assertEquals(List.of(made.password()), passwords.list(ada.id()));
    assertEquals("Phone", made.password().name());
  }

  @Test
  void itIsTakenAsPeopleTypeItButNotByAnotherAccount() {
    Account bob = world.add("bob@example.test");
    String text = passwords.make(ada.id(), "x", AppPassword.Terms.EVERYTHING).text();
    for (String typed :
        List.of(
            text,
            text.replace("-", ""),
            text.replace("-", " "),
            text.toUpperCase(java.util.Locale.ROOT))) {
      assertEquals(ada.id(), signIn(typed, Protocol.SMTP, "192.0.2.1").account());
    }
    refused("login.failed", text.substring(1), Protocol.IMAP, "192.0.2.1");
    refused("login.failed", text + "a", Protocol.IMAP, "192.0.2.1");
    assertEquals(Optional.empty(), passwords.find(bob.id(), text));
  }

  @Test
  void itEndsAtItsTimeAndCountsFromItsNetworksOnly() {
    var terms =
        new AppPassword.Terms(
            AppPassword.Terms.ALL_PROTOCOLS,
            true,
            Optional.of(world.clock.instant().plus(Duration.ofDays(1))),
            List.of(Network.parse("192.0.2.0/24"), Network.parse("2001:db8::/32")));
    String text = passwords.make(ada.id(), "office", terms).text();
    assertTrue(signIn(text, Protocol.JMAP, "192.0.2.200").readOnly());
    assertTrue(signIn(text, Protocol.DAV, "2001:db8:5::1").readOnly());
    refused("login.app-password-network", text, Protocol.IMAP, "198.51.100.1");
    assertEquals(terms, passwords.list(ada.id()).getFirst().terms());
    world.clock.pass(Duration.ofDays(1));
    refused("login.app-password-expired", text, Protocol.JMAP, "192.0.2.200");
  }

  @Test
  void onceItIsTakenAwayNothingThatItOpenedGoesOn() throws Exception {
    AppPasswords.Made one = passwords.make(ada.id(), "one", AppPassword.Terms.EVERYTHING);
    AppPasswords.Made two = passwords.make(ada.id(), "two", AppPassword.Terms.EVERYTHING);
    var ended = new Semaphore(0);
    var stays = new Semaphore(0);
    Attempt attempt = World.attempt("192.0.2.1");
    Login first = signIn(one.text(), Protocol.IMAP, "192.0.2.1");
    Login second = signIn(two.text(), Protocol.IMAP, "192.0.2.1");
    try (Stay _ = world.authenticator.enter(first, attempt, ended::release);
        Stay _ = world.authenticator.enter(second, attempt, stays::release)) {
      assertEquals(2, world.authenticator.live(ada.id()).size());
      assertEquals("one", passwords.remove(ada.id(), one.password().id()).name());
      assertTrue(ended.tryAcquire(20, TimeUnit.SECONDS));
      assertEquals(0, stays.availablePermits());
    }
    assertEquals(List.of(), world.authenticator.live(ada.id()));
    refused("login.failed", one.text(), Protocol.IMAP, "192.0.2.1");
    assertThrows(Refused.class, () -> passwords.remove(ada.id(), one.password().id()));
  }

  @Test
  void aConnectionCanBeEndedByItsNumber() {
    String text = passwords.make(ada.id(), "x", AppPassword.Terms.EVERYTHING).text();
    var ended = new Semaphore(0);
    Login login = signIn(text, Protocol.IMAP, "192.0.2.1");
    try (Stay _ = world.authenticator.enter(login, World.attempt("192.0.2.1"), ended::release)) {
      long number = world.authenticator.live(ada.id()).getFirst().number();
      assertFalse(world.authenticator.end(ada.id(), number + 1));
      assertTrue(world.authenticator.end(ada.id(), number));
      assertEquals(1, ended.availablePermits());
    }
  }

  @Test
  void scramFindsOutWhichPasswordItIs() throws GeneralSecurityException {
    world.passwords.set(ada.id(), "the main one");
    AppPasswords.Made one = passwords.make(ada.id(), "one", only(Protocol.IMAP));
    AppPasswords.Made two = passwords.make(ada.id(), "two", only(Protocol.SMTP));
    for (int bits : new int[] {256, 512}) {
      assertEquals(
          new Credential.AppPassword(one.password().id()), scram(bits, one.text()).credential());
      assertInstanceOf(Credential.Password.class, scram(bits, "the main one").credential());
      Refused e = assertThrows(Refused.class, () -> scram(bits, two.text()));
      assertEquals("login.app-password-protocol", e.problem().key());
      e = assertThrows(Refused.class, () -> scram(bits, "no password"));
      assertEquals("login.failed", e.problem().key());
    }
    world.passwords.set(ada.id(), "another main one");
    assertEquals(ada.id(), scram(512, one.text()).account());
    assertEquals(ada.id(), scram(512, "another main one").account());
    world.passwords.remove(ada.id());
    assertEquals(ada.id(), scram(256, one.text()).account());
  }

  private Login scram(int bits, String password) throws GeneralSecurityException {
    var client = new ScramClient(bits, "n,,", new byte[0], NAME, password, "abc");
    Sasl.Exchange exchange =
        new Sasl(world.authenticator).begin("SCRAM-SHA-" + bits, World.channel()).orElseThrow();
    Sasl.Step first = exchange.respond(client.first().getBytes(UTF_8));
    String challenge =
        new String(assertInstanceOf(Sasl.Step.Challenge.class, first).bytes(), UTF_8);
    Sasl.Step last = exchange.respond(client.last(challenge).getBytes(UTF_8));
    Sasl.Step.Done done = assertInstanceOf(Sasl.Step.Done.class, last);
    assertEquals(client.expected(), new String(done.last(), UTF_8));
    return done.login();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (String name : List.of("", "  ", "a\nb", "x".repeat(101))) {
      assertThrows(
          Refused.class, () -> passwords.make(ada.id(), name, AppPassword.Terms.EVERYTHING));
    }
    assertThrows(Refused.class, () -> passwords.make(ada.id(), "x", only()));
    assertThrows(Refused.class, () -> passwords.make(ada.id(), "x", only(Protocol.WEB)));
    var over =
        new AppPassword.Terms(
            Set.of(Protocol.IMAP), false, Optional.of(world.clock.instant()), List.of());
    assertThrows(Refused.class, () -> passwords.make(ada.id(), "x", over));
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < AppPasswords.MOST; i++) {
      texts.add(passwords.make(ada.id(), "n" + i, AppPassword.Terms.EVERYTHING).text());
    }
    assertEquals(AppPasswords.MOST, texts.size());
    Refused e =
        assertThrows(
            Refused.class,
            () -> passwords.make(ada.id(), "one more", AppPassword.Terms.EVERYTHING));
    assertEquals(Problem.Kind.TOO_MANY, e.problem().kind());
    assertNotEquals(0, passwords.list(ada.id()).getFirst().id());
  }
}

package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.identity.World.host;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class AuthenticatorTest {
  private static final InetAddress HOME = host("192.0.2.1");
  private static final InetAddress STRANGER = host("2001:db8::1");
  private static final String NAME = "ada@example.test";
  private static final OptionalLong NO_DEVICE = OptionalLong.empty();

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 3, 0.1));
  private final Account ada = world.add(NAME);

  private Login signIn(String name, String password, InetAddress from) {
    return world.authenticator.password(name, password, new Attempt(Protocol.IMAP, from));
  }

  private void refused(Problem.Kind kind, String name, String password, InetAddress from) {
    Refused e = assertThrows(Refused.class, () -> signIn(name, password, from));
    assertEquals(kind, e.problem().kind());
  }

  private void wrong(String password) {
    refused(Problem.Kind.BAD_CREDENTIALS, NAME, password, HOME);
  }

  @Test
  void thePasswordSignsInByAddressAndAlias() {
    world.changes.addAlias(ada.id(), World.address("countess@example.test"));
    world.passwords.set(ada.id(), "secret");
    Login login = signIn("ADA@example.test", "secret", HOME);
    assertEquals(ada.id(), login.account());
    assertEquals(ada.address(), login.address());
    assertFalse(login.readOnly());
    assertEquals(ada.id(), signIn("countess@example.test", "secret", HOME).account());
    wrong("Secret");
    wrong("");
    wrong("secret ");
    refused(Problem.Kind.BAD_CREDENTIALS, "nobody@example.test", "secret", HOME);
    refused(Problem.Kind.BAD_CREDENTIALS, "no address", "secret", HOME);
  }

  @Test
  void withoutAPasswordNobodySignsIn() {
    wrong("");
    wrong("x");
    world.passwords.set(ada.id(), "secret");
    signIn(NAME, "secret", HOME);
    world.passwords.remove(ada.id());
    wrong("secret");
  }

  @Test
  void aPasswordIsTheSameHoweverItIsComposed() {
    world.passwords.set(ada.id(), "Gr\u00f6\u00dfe\u2460");
    signIn(NAME, "Gro\u0308\u00dfe1", HOME);
  }

  @Test
  void anEmptyOrOverlongPasswordCannotBeSet() {
    for (String password : new String[] {"", "x".repeat(1025)}) {
      Refused e = assertThrows(Refused.class, () -> world.passwords.set(ada.id(), password));
      assertEquals(Problem.Kind.INVALID, e.problem().kind());
    }
    world.passwords.set(ada.id(), "x".repeat(1024));
    signIn(NAME, "x".repeat(1024), HOME);
    wrong("x".repeat(1025));
  }

  @Test
  void aRememberedPasswordEndsWhenItIsChangedEvenAtOnce() {
    world.passwords.set(ada.id(), "old");
    signIn(NAME, "old", HOME);
    signIn(NAME, "old", HOME);
    world.passwords.set(ada.id(), "new");
    wrong("old");
    signIn(NAME, "new", HOME);
  }

  @Test
  void aDisabledAccountIsAnsweredLikeAWrongPassword() {
    world.passwords.set(ada.id(), "secret");
    signIn(NAME, "secret", HOME);
    world.changes.changeAccount(ada.id(), a -> a.withDisabled(true));
    wrong("secret");
  }

  @Test
  void theOwnerGetsInWhileAStrangerGuesses() {
    var throttle = new Throttle(Throttle.PASSWORDS, world.clock);
    throttle.succeeded(HOME, NAME, NO_DEVICE);
    for (int i = 0; i < 200; i++) {
      throttle.failed(host("2001:db8:" + Integer.toHexString(i) + "::1"), NAME, NO_DEVICE);
    }
    assertFalse(throttle.allows(STRANGER, NAME, NO_DEVICE));
    assertTrue(throttle.allows(HOME, NAME, NO_DEVICE));
    assertTrue(throttle.allows(STRANGER, "bob@example.test", NO_DEVICE));
  }

  @Test
  void tenFailuresAreEnoughForOneNameFromOneNetworkAndFadeWithTime() {
    var throttle = new Throttle(Throttle.PASSWORDS, world.clock);
    for (int i = 0; i < Throttle.MAX_BY_PAIR; i++) {
      assertTrue(throttle.allows(host("2001:db8::" + i), NAME, NO_DEVICE));
      throttle.failed(host("2001:db8::" + i), NAME, NO_DEVICE);
    }
    assertFalse(throttle.allows(STRANGER, NAME, NO_DEVICE), "one /64 is one network");
    assertTrue(throttle.allows(HOME, NAME, NO_DEVICE));
    world.clock.pass(Duration.ofMinutes(1));
    assertTrue(throttle.allows(STRANGER, NAME, NO_DEVICE));
    throttle.failed(STRANGER, NAME, NO_DEVICE);
    assertFalse(throttle.allows(STRANGER, NAME, NO_DEVICE));
    world.clock.pass(Duration.ofMinutes(15));
    for (int i = 0; i < Throttle.MAX_BY_PAIR; i++) {
      assertTrue(throttle.allows(STRANGER, NAME, NO_DEVICE));
      throttle.failed(STRANGER, NAME, NO_DEVICE);
    }
  }

  @Test
  void oneNetworkThatTriesManyNamesIsStopped() {
    var throttle = new Throttle(Throttle.PASSWORDS, world.clock);
    for (int i = 0; i < Throttle.MAX_BY_NETWORK; i++) {
      throttle.failed(STRANGER, "name" + i, NO_DEVICE);
    }
    assertFalse(throttle.allows(STRANGER, "another", NO_DEVICE));
    assertTrue(throttle.allows(HOME, "another", NO_DEVICE));
  }

  @Test
  void aMillionFailuresDoNotFillTheMemory() {
    var throttle = new Throttle(Throttle.PASSWORDS, world.clock);
    for (int i = 0; i < 300_000; i++) {
      throttle.failed(HOME, "name" + i, NO_DEVICE);
    }
    assertTrue(throttle.size() <= 200_000);
  }

  @Test
  void throttledIsToldApartAndEndsByItself() {
    world.passwords.set(ada.id(), "secret");
    for (int i = 0; i < Throttle.MAX_BY_PAIR; i++) {
      wrong("x".repeat(2000));
    }
    refused(Problem.Kind.RATE_LIMITED, NAME, "secret", HOME);
    world.clock.pass(Duration.ofMinutes(20));
    signIn(NAME, "secret", HOME);
  }
}

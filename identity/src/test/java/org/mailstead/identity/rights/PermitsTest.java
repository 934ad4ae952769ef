package org.mailstead.identity.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Refused;

class PermitsTest {
  private static final String REASON = "ticket 4711: mail is said to be missing";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 3, 0.1));
  private final List<Alert> told = new ArrayList<>();
  private final Permits permits =
      new Permits(
          world.store,
          world.directory,
          new Secrets(new byte[32]),
          (_, alert) -> told.add(alert),
          world.clock);
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");

  PermitsTest() {
    world.authenticator.permits(permits);
    world.passwords.set(ada.id(), "secret of ada");
  }

  private Login lookInto(String name) {
    byte[] response = (name + "\0ada@example.test\0secret of ada").getBytes(UTF_8);
    Sasl.Step step =
        new Sasl(world.authenticator)
            .begin("PLAIN", World.channel())
            .orElseThrow()
            .respond(response);
    return ((Sasl.Step.Done) step).login();
  }

  private static String refusal(Runnable what) {
    return assertThrows(Refused.class, what::run).problem().key();
  }

  @Test
  void withLeaveOneLooksAndChangesNothingUntilItEnds() {
    assertEquals("login.act-as", refusal(() -> lookInto("bob@example.test")));
    Permit permit = permits.give(ada, bob, REASON, Duration.ofMinutes(30));
    assertEquals(List.of(new Alert.LookedInto("ada@example.test", REASON, permit.until())), told);
    Login login = lookInto("bob@example.test");
    assertEquals(bob.id(), login.account());
    assertTrue(login.readOnly());
    assertEquals(ada.id(), lookInto("ada@example.test").account());
    assertEquals("login.act-as", refusal(() -> lookInto("nobody@example.test")));

    var ended = new AtomicBoolean();
    world.authenticator.enter(login, World.attempt("192.0.2.1"), () -> ended.set(true));
    assertFalse(ended.get());
    permits.end(permit.id());
    world.authenticator.enter(login, World.attempt("192.0.2.1"), () -> ended.set(true));
    assertTrue(ended.get());
    assertEquals("login.act-as", refusal(() -> lookInto("bob@example.test")));
    assertEquals("permit.missing", refusal(() -> permits.end(permit.id())));
  }

  @Test
  void itEndsByItself() {
    permits.give(ada, bob, REASON, Duration.ofMinutes(30));
    world.clock.pass(Duration.ofMinutes(31));
    assertEquals("login.act-as", refusal(() -> lookInto("bob@example.test")));
    assertEquals(1, permits.all().size());
    world.clock.pass(Duration.ofDays(100));
    permits.give(ada, bob, REASON, Duration.ofMinutes(30));
    assertEquals(1, permits.all().size(), "the old one is forgotten");
  }

  @Test
  void noneWithoutReasonOrEnd() {
    assertEquals(
        "permit.reason", refusal(() -> permits.give(ada, bob, "look", Duration.ofMinutes(1))));
    assertEquals(
        "permit.reason",
        refusal(() -> permits.give(ada, bob, "a reason\nof two lines", Duration.ofMinutes(1))));
    assertEquals("permit.time", refusal(() -> permits.give(ada, bob, REASON, Duration.ofHours(9))));
    assertEquals("permit.time", refusal(() -> permits.give(ada, bob, REASON, Duration.ZERO)));
    assertEquals("permit.own", refusal(() -> permits.give(ada, ada, REASON, Duration.ofHours(1))));
    assertEquals(List.of(), told);
  }
}

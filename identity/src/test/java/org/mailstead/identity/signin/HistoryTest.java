package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Refused;

class HistoryTest {
  private static final String NAME = "ada@example.test";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 5, 0.1));
  private final Account ada = world.add(NAME);
  private final History history = world.authenticator.history();

  private void signIn(String password, String from, String client) {
    world.authenticator.password(
        NAME, password, new Attempt(Protocol.IMAP, World.host(from), client));
  }

  @Test
  void signInsOfOneKindAreCounted() {
    world.passwords.set(ada.id(), "secret");
    String app =
        world
            .credentials
            .appPasswords()
            .make(ada.id(), "Phone", AppPassword.Terms.EVERYTHING)
            .text();
    for (int i = 0; i < 100; i++) {
      signIn(app, "192.0.2." + i, "Thunderbird");
    }
    history.flush();
    world.clock.pass(Duration.ofMinutes(1));
    signIn(app, "192.0.2.7", "Thunderbird");
    signIn("secret", "2001:db8:1:2::3", "mutt\r\n evil");
    history.flush();
    world.clock.pass(Duration.ofMinutes(1));
    assertThrows(Refused.class, () -> signIn("wrong", "198.51.100.1", "guesser 1"));
    assertThrows(Refused.class, () -> signIn("wrong", "198.51.100.1", "guesser 2"));
    history.flush();
    List<SignIn> known = world.authenticator.signIns(ada.id());
    assertEquals(3, known.size());
    assertEquals(Optional.of("login.failed"), known.getFirst().refused());
    assertEquals(2, known.getFirst().count());
    assertEquals("", known.getFirst().client());
    SignIn phone =
        known.stream().filter(s -> s.way().startsWith("app-password ")).findFirst().orElseThrow();
    assertEquals(101, phone.count());
    assertEquals("192.0.2.0/24", phone.network());
    assertEquals("192.0.2.7", phone.from());
    assertEquals(Duration.ofMinutes(1), Duration.between(phone.first(), phone.last()));
    SignIn mutt =
        known.stream()
            .filter(s -> s.way().equals("password"))
            .filter(s -> s.refused().isEmpty())
            .findFirst()
            .orElseThrow();
    assertEquals("mutt   evil", mutt.client());
    assertEquals("2001:db8:1:0:0:0:0:0/48", mutt.network());
  }

  @Test
  void guessesPushNoSignInOutAndOldOnesAreForgotten() {
    var good = new Attempt(Protocol.IMAP, World.host("192.0.2.1"), "mine");
    history.signedIn(ada.id(), good, "password");
    for (int i = 0; i < 250; i++) {
      var bad = new Attempt(Protocol.SMTP, World.host("10.1." + i + ".1"), "");
      history.refused(ada.id(), bad, "password", "login.failed");
      history.flush();
    }
    List<SignIn> known = history.of(ada.id());
    assertEquals(100, known.stream().filter(s -> s.refused().isPresent()).count());
    assertEquals(1, known.stream().filter(s -> s.refused().isEmpty()).count());
    world.clock.pass(Duration.ofDays(91));
    history.signedIn(ada.id(), new Attempt(Protocol.POP3, World.host("192.0.2.1")), "password");
    history.flush();
    assertEquals(1, history.of(ada.id()).size());
  }

  @Test
  void whatIsNewIsToldWithWhatWasKnown() {
    var told = new java.util.ArrayList<History.Fresh>();
    history.listen((account, fresh) -> told.add(fresh));
    var home = new Attempt(Protocol.IMAP, World.host("192.0.2.1"), "mutt");
    history.signedIn(ada.id(), home, "password");
    history.flush();
    history.signedIn(ada.id(), home, "password");
    history.flush();
    assertEquals(1, told.size());
    assertTrue(told.getFirst().before().isEmpty());
    history.signedIn(ada.id(), new Attempt(Protocol.IMAP, World.host("203.0.113.5")), "password");
    history.flush();
    assertEquals(1, told.getLast().before().size());
    assertEquals("203.0.113.5", told.getLast().now().getFirst().from());
  }
}

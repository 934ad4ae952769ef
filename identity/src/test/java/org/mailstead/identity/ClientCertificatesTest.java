package org.mailstead.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Refused;

/** Whose certificate is whose. */
class ClientCertificatesTest {
  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 17, 0.1));
  private final ClientCertificates all = world.credentials.clientCertificates();
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");
  private final X509Certificate laptop = TestCertificates.make(world.clock).read();

  private static String refusal(Runnable what) {
    return assertThrows(Refused.class, what::run).problem().key();
  }

  @Test
  void oneSignsInToOneAccountUntilItIsTakenAway() {
    ClientCertificates.Registered added = all.add(ada.id(), " Laptop ", laptop);
    assertEquals("Laptop", added.name());
    assertEquals("CN=Mailstead self-signed", added.subject());
    assertEquals(laptop.getNotAfter().toInstant(), added.ends());
    assertEquals(List.of(added), all.list(ada.id()));
    assertEquals(Optional.of(added), all.find(ClientCertificates.fingerprint(laptop)));
    assertEquals("certificate.exists", refusal(() -> all.add(ada.id(), "again", laptop)));
    assertEquals("certificate.exists", refusal(() -> all.add(bob.id(), "mine", laptop)));
    assertEquals("certificate.missing", refusal(() -> all.remove(bob.id(), added.fingerprint())));
    assertEquals("certificate.missing", refusal(() -> all.remove(ada.id(), "")));
    all.remove(ada.id(), added.fingerprint());
    assertEquals(List.of(), all.list(ada.id()));
    assertEquals(bob.id(), all.add(bob.id(), "mine", laptop).account());
  }

  @Test
  void whoseOwnerIsGoneIsFree() {
    all.add(ada.id(), "Laptop", laptop);
    world.remove(ada);
    assertEquals(bob.id(), all.add(bob.id(), "mine", laptop).account());
  }

  @Test
  void withoutANameItHasTheOneThatTheCertificateSays() {
    assertEquals("CN=Mailstead self-signed", all.add(ada.id(), "", laptop).name());
  }

  @Test
  void oneThatHasRunOutAndOneTooManyAreRefused() {
    for (int i = 0; i < ClientCertificates.MOST; i++) {
      all.add(ada.id(), "" + i, TestCertificates.make(world.clock).read());
    }
    assertEquals("certificate.many", refusal(() -> all.add(ada.id(), "x", laptop)));
    assertEquals("certificate.name", refusal(() -> all.add(bob.id(), "a\nb", laptop)));
    assertEquals("certificate.name", refusal(() -> all.add(bob.id(), "x".repeat(101), laptop)));
    world.clock.pass(Duration.ofDays(820));
    assertEquals("certificate.over", refusal(() -> all.add(bob.id(), "x", laptop)));
  }
}

package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.TestCertificates;
import org.mailstead.identity.World;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/**
 * Whom a program asks to be that has shown ada's certificate: ada, or nobody. It says so in the
 * first response or in the one after an empty one.
 */
class ExternalFuzzTest {
  private static final String ADA = "ada@example.test";

  /** So that nobody is slowed down for what others tried before. */
  private static final Duration LATER = Duration.ofHours(2);

  /** The certificate is good for longer. */
  private static final int TRIES = 5000;

  private static House house = new House();

  /** A world with two people, one of whom has a certificate. */
  private static final class House {
    final World world = new World(new MemoryEngine(InstantSource.system()));
    final Account ada = world.add(ADA);
    final Sasl sasl = new Sasl(world.authenticator);
    final Sasl.Channel channel;
    int tries;

    House() {
      world.add("bob@example.test");
      var laptop = TestCertificates.make(world.clock).read();
      world.credentials.clientCertificates().add(ada.id(), "Laptop", laptop);
      channel =
          new Sasl.Channel(
              World.attempt("192.0.2.1"), false, _ -> Optional.empty(), List.of(laptop));
    }
  }

  private static House next() {
    if (++house.tries > TRIES) {
      house = new House();
    }
    house.world.clock.pass(LATER);
    return house;
  }

  @FuzzTest(maxDuration = "70s")
  void initialResponse(byte[] octets) {
    House now = next();
    Sasl.Exchange exchange = now.sasl.begin("EXTERNAL", now.channel).orElseThrow();
    try {
      Sasl.Step step = exchange.respond(octets);
      if (step instanceof Sasl.Step.Challenge(byte[] asked)) {
        assertEquals(0, octets.length, "only who says nothing is asked");
        assertEquals(0, asked.length);
        step = exchange.respond(octets);
      }
      if (step instanceof Sasl.Step.Done(Login login, byte[] last)) {
        assertEquals(now.ada.id(), login.account());
        assertEquals(0, last.length);
        String asked = Utf8.decode(octets, 0, octets.length);
        String who = asked.isEmpty() ? ADA : EmailAddress.parse(asked).orElseThrow().canonical();
        assertEquals(ADA, who);
      }
    } catch (Refused _) {
      // as it should be
    }
  }
}

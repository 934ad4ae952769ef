package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.ScramClient;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class SaslTest {
  private static final String NAME = "ada@example.test";
  private static final byte[] BINDING = "what both ends see".getBytes(UTF_8);

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Account ada = world.add(NAME);
  private final Sasl sasl = new Sasl(world.authenticator);

  private static Sasl.Channel bound() {
    return new Sasl.Channel(
        World.attempt("192.0.2.1"),
        true,
        type -> type.equals("tls-exporter") ? Optional.of(BINDING) : Optional.empty());
  }

  private Sasl.Exchange begin(String mechanism, Sasl.Channel channel) {
    return sasl.begin(mechanism, channel).orElseThrow();
  }

  private static String challenge(Sasl.Step step) {
    return new String(assertInstanceOf(Sasl.Step.Challenge.class, step).bytes(), UTF_8);
  }

  private static void refused(Problem.Kind kind, Sasl.Exchange exchange, String response) {
    Refused e = assertThrows(Refused.class, () -> exchange.respond(response.getBytes(UTF_8)));
    assertEquals(kind, e.problem().kind());
  }

  /** RFC 7677 section 3. */
  @Test
  void theExampleOfTheStandardComesOut() throws GeneralSecurityException {
    String server =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    var client = new ScramClient("n,,", new byte[0], "user", "pencil", "rOprNGfwEbeRWgbNEkqO");
    assertEquals("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", client.first());
    assertEquals(
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        client.last(server));
    assertEquals("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", client.expected());
    // The same keys on our side: the proof opens with the stored key, the verifier is ours.
    byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    ScramKeys keys = ScramKeys.of(ScramHash.SHA_256, "pencil", new ScramSalt(salt, 4096));
    String message =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + server
            + ",c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    byte[] proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    byte[] signature = ScramHash.SHA_256.hmac(keys.storedKey(), message.getBytes(UTF_8));
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    assertArrayEquals(keys.storedKey(), ScramHash.SHA_256.digest(proof));
    assertEquals(
        client.expected().substring(2),
        Base64.getEncoder()
            .encodeToString(ScramHash.SHA_256.hmac(keys.serverKey(), message.getBytes(UTF_8))));
  }

  private Sasl.Step scram(String mechanism, Sasl.Channel channel, ScramClient client)
      throws GeneralSecurityException {
    Sasl.Exchange exchange = begin(mechanism, channel);
    String first = challenge(exchange.respond(client.first().getBytes(UTF_8)));
    return exchange.respond(client.last(first).getBytes(UTF_8));
  }

  @Test
  void scramSignsInAndProvesTheServerToo() throws GeneralSecurityException {
    world.passwords.set(ada.id(), "Gr\u00f6\u00dfe, = and more");
    var client = new ScramClient("n,,", new byte[0], NAME, "Gr\u00f6\u00dfe, = and more", "abc");
    var done =
        assertInstanceOf(Sasl.Step.Done.class, scram("scram-sha-256", World.channel(), client));
    assertEquals(client.expected(), new String(done.last(), UTF_8));
    assertEquals(ada.id(), done.login().account());
  }

  @Test
  void scramPlusWantsTheRightBinding() throws GeneralSecurityException {
    world.passwords.set(ada.id(), "secret");
    var right = new ScramClient("p=tls-exporter,,", BINDING, NAME, "secret", "abc");
    assertInstanceOf(Sasl.Step.Done.class, scram("SCRAM-SHA-256-PLUS", bound(), right));
    var wrong = new ScramClient("p=tls-exporter,,", new byte[9], NAME, "secret", "abc");
    assertThrows(Refused.class, () -> scram("SCRAM-SHA-256-PLUS", bound(), wrong));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y,,n=a@b.c,r=x", "p=tls-exporter,,n=a@b.c,r=x", "z,,n=a@b.c,r=x"})
  void aDowngradeIsRefused(String first) {
    refused(Problem.Kind.BAD_CREDENTIALS, begin("SCRAM-SHA-256", bound()), first);
  }

  @Test
  void aBindingThatIsNotThereIsRefused() {
    String first = "p=tls-unique,,n=a@b.c,r=x";
    refused(Problem.Kind.UNSUPPORTED, begin("SCRAM-SHA-256-PLUS", bound()), first);
    assertEquals(Optional.empty(), sasl.begin("SCRAM-SHA-256-PLUS", World.channel()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n",
        "n,",
        "n,,",
        "n,,n=a@b.c",
        "n,,r=x",
        "n,,n=,r=x",
        "n,,n=a@b.c,r=",
        "n,,na@b.c,r=x"
      })
  void aMisspeltFirstMessageIsRefused(String first) {
    refused(Problem.Kind.INVALID, begin("SCRAM-SHA-256", World.channel()), first);
  }

  @Test
  void nobodyActsAsAnother() {
    String other = "n,a=bob@example.test,n=ada@example.test,r=x";
    refused(Problem.Kind.NOT_PERMITTED, begin("SCRAM-SHA-256", World.channel()), other);
    world.passwords.set(ada.id(), "secret");
    world.add("bob@example.test");
    String plain = "bob@example.test\0ada@example.test\0secret";
    refused(Problem.Kind.NOT_PERMITTED, begin("PLAIN", World.channel()), plain);
    String self = "ada@example.test\0ada@example.test\0secret";
    assertInstanceOf(
        Sasl.Step.Done.class, begin("PLAIN", World.channel()).respond(self.getBytes(UTF_8)));
  }

  @Test
  void aNameThatDoesNotExistLooksLikeOneThatDoes() throws GeneralSecurityException {
    String one = salt("nobody@example.test");
    assertEquals(one, salt("Nobody@example.test"));
    assertNotEquals(one, salt("nemo@example.test"));
    world.passwords.set(ada.id(), "secret");
    assertEquals(one.length(), salt(NAME).length());
    var client = new ScramClient("n,,", new byte[0], "nobody@example.test", "secret", "abc");
    Refused e = assertThrows(Refused.class, () -> scram("SCRAM-SHA-256", World.channel(), client));
    assertEquals(Problem.Kind.BAD_CREDENTIALS, e.problem().kind());
  }

  private String salt(String name) {
    String first =
        challenge(
            begin("SCRAM-SHA-256", World.channel())
                .respond(("n,,n=" + name + ",r=x").getBytes(UTF_8)));
    return first.substring(first.indexOf(",s="));
  }

  @Test
  void afterItsEndAnExchangeTakesNothing() throws GeneralSecurityException {
    world.passwords.set(ada.id(), "secret");
    Sasl.Exchange exchange = begin("SCRAM-SHA-256", World.channel());
    var client = new ScramClient("n,,", new byte[0], NAME, "secret", "abc");
    String first = challenge(exchange.respond(client.first().getBytes(UTF_8)));
    refused(Problem.Kind.BAD_CREDENTIALS, exchange, client.last(first).replace("r=abc", "r=abd"));
    refused(Problem.Kind.INVALID, exchange, client.last(first));
  }

  @Test
  void withoutEncryptionOnlyScramIsThere() {
    var open = new Sasl.Channel(World.attempt("192.0.2.1"), false, _ -> Optional.empty());
    assertEquals(List.of("SCRAM-SHA-512", "SCRAM-SHA-256"), sasl.mechanisms(open));
    assertEquals(Optional.empty(), sasl.begin("PLAIN", open));
    assertEquals(Optional.empty(), sasl.begin("FROB", bound()));
  }

  @Test
  void plainAsksOnceAndLoginTwice() {
    world.passwords.set(ada.id(), "secret");
    Sasl.Exchange plain = begin("PLAIN", World.channel());
    assertEquals("", challenge(plain.respond(new byte[0])));
    refused(Problem.Kind.INVALID, plain, "");
    Sasl.Exchange login = begin("LOGIN", World.channel());
    assertEquals("Username:", challenge(login.respond(new byte[0])));
    assertEquals("Password:", challenge(login.respond(NAME.getBytes(UTF_8))));
    assertInstanceOf(Sasl.Step.Done.class, login.respond("secret".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\0", "\0\0", "\0a\0", "\0\0b", "\0a\0b\0", "a\0b"})
  void aMisspeltPlainIsRefused(String response) {
    refused(Problem.Kind.INVALID, begin("PLAIN", World.channel()), response);
  }
}

package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.identity.signin.SaslDialogue.Ending;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.ScramClient;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What every line protocol does with a SASL exchange. */
class SaslDialogueTest {
  private static final String NAME = "ada@example.test";
  private static final Optional<String> NONE = Optional.empty();

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Account ada = world.add(NAME);
  private final SaslDialogue dialogue =
      new SaslDialogue(new Sasl(world.authenticator), World.channel());
  private final List<String> challenges = new ArrayList<>();

  private Ending signedIn() {
    var generation = world.passwords.generation(ada.id()).orElseThrow();
    var credential = new Credential.Password(generation);
    return new Ending.SignedIn(new Login(ada.id(), ada.address(), credential, false));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static final String RIGHT = base64("\0" + NAME + "\0secret");

  /** A client with its answers ready; then it is gone. */
  private SaslDialogue.Asking answering(String... answers) {
    Deque<String> left = new ArrayDeque<>(List.of(answers));
    return challenge -> {
      challenges.add(challenge);
      String next = left.poll();
      if (next == null) {
        throw new EOFException("gone");
      }
      return next.equals("(too long)") ? Optional.empty() : Optional.of(next);
    };
  }

  private Ending run(String mechanism, Optional<String> initial, String... answers)
      throws IOException {
    return dialogue.run(mechanism, initial, answering(answers));
  }

  @Test
  void theResponseComesWithTheCommandOrWhenItIsAskedFor() throws IOException {
    world.passwords.set(ada.id(), "secret");
    assertEquals(signedIn(), run("PLAIN", Optional.of(RIGHT)));
    assertEquals(List.of(), challenges);
    assertEquals(signedIn(), run("plain", NONE, RIGHT));
    // An empty response is no response for PLAIN, whose first challenge is empty too.
    assertEquals(signedIn(), run("PLAIN", Optional.of("="), RIGHT));
    assertEquals(List.of("", ""), challenges);
    assertEquals(signedIn(), run("LOGIN", Optional.of(base64(NAME)), base64("secret")));
    assertEquals(signedIn(), run("LOGIN", NONE, base64(NAME), base64("secret")));
    assertEquals(base64("Password:"), challenges.getLast());
  }

  @Test
  void whatTheServerSaysLastIsOneMoreChallenge() throws Exception {
    world.passwords.set(ada.id(), "secret");
    var client = new ScramClient("n,,", new byte[0], NAME, "secret", "nonce");
    Ending ending =
        dialogue.run(
            "SCRAM-SHA-256",
            Optional.of(base64(client.first())),
            challenge -> {
              challenges.add(challenge);
              return Optional.of(challenges.size() == 1 ? answer(client, challenge) : "");
            });
    assertEquals(signedIn(), ending);
    assertEquals(base64(client.expected()), challenges.getLast());
  }

  private static String answer(ScramClient client, String challenge) {
    try {
      return base64(client.last(new String(Base64.getDecoder().decode(challenge), UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatCannotGoOnIsToldApart() throws IOException {
    assertEquals(new Ending.NoSuchMechanism(), run("FROB", NONE));
    assertEquals(new Ending.NoSuchMechanism(), run("SCRAM-SHA-256-PLUS", NONE));
    assertEquals(new Ending.Cancelled(), run("PLAIN", NONE, "*"));
    assertEquals(new Ending.NotBase64(), run("PLAIN", NONE, "!"));
    assertEquals(new Ending.NotBase64(), run("PLAIN", Optional.of("*")));
    assertEquals(new Ending.NotBase64(), run("PLAIN", NONE, "="));
    assertEquals(new Ending.NotBase64(), run("PLAIN", Optional.of("\u0141\u0105")));
    assertEquals(new Ending.TooLong(), run("PLAIN", NONE, "(too long)"));
    String tooLong = "A".repeat(SaslDialogue.MAX_LINE + 4);
    assertEquals(new Ending.TooLong(), run("PLAIN", NONE, tooLong));
    assertEquals(new Ending.TooLong(), run("PLAIN", Optional.of(tooLong)));
    assertThrows(EOFException.class, () -> run("PLAIN", NONE));
  }

  @Test
  void passwordsInTheClearNeedTls() throws IOException {
    var open = new Sasl.Channel(World.attempt("192.0.2.1"), false, _ -> Optional.empty());
    var clear = new SaslDialogue(new Sasl(world.authenticator), open);
    assertEquals(new Ending.NeedsTls(), clear.run("Plain", NONE, answering()));
    assertEquals(new Ending.NeedsTls(), clear.run("LOGIN", NONE, answering()));
    assertEquals(new Ending.NoSuchMechanism(), clear.run("FROB", NONE, answering()));
    assertEquals(new Ending.Cancelled(), clear.run("SCRAM-SHA-256", NONE, answering("*")));
  }

  @Test
  void aFailedSignInIsThrown() {
    world.passwords.set(ada.id(), "secret");
    String wrong = base64("\0" + NAME + "\0wrong");
    Refused e = assertThrows(Refused.class, () -> run("PLAIN", NONE, wrong));
    assertEquals(Problem.Kind.BAD_CREDENTIALS, e.problem().kind());
    Refused empty = assertThrows(Refused.class, () -> run("PLAIN", NONE, ""));
    assertEquals(Problem.Kind.INVALID, empty.problem().kind());
  }
}

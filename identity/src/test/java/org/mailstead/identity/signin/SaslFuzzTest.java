package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.EOFException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.World;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Refused;

/** Responses of strangers: they end in a challenge or a refusal, and never sign in. */
class SaslFuzzTest {
  private static final World WORLD = new World(new MemoryEngine(InstantSource.system()));
  private static final Sasl SASL = new Sasl(WORLD.authenticator);
  private static final Sasl.Channel CHANNEL =
      new Sasl.Channel(
          World.attempt("192.0.2.1"),
          true,
          type -> type.startsWith("tls-") ? Optional.of(new byte[] {1}) : Optional.empty());

  /** The first octet chooses the mechanism; responses are divided by LF. */
  @FuzzTest(maxDuration = "70s")
  void responses(byte[] octets) {
    if (octets.length == 0) {
      return;
    }
    List<String> all = SASL.mechanisms(CHANNEL);
    Sasl.Exchange exchange =
        SASL.begin(all.get((octets[0] & 0x7f) % all.size()), CHANNEL).orElseThrow();
    int from = 1;
    try {
      for (int i = 1; i <= octets.length; i++) {
        if (i == octets.length || octets[i] == '\n') {
          Sasl.Step step = exchange.respond(Arrays.copyOfRange(octets, from, i));
          assertTrue(step instanceof Sasl.Step.Challenge, "signed in");
          from = i + 1;
        }
      }
    } catch (Refused _) {
      // as it should be
    }
  }

  /** The same as lines in base64 or what a client takes for it. */
  @FuzzTest(maxDuration = "70s")
  void lines(byte[] octets) throws IOException {
    String[] lines = new String(octets, ISO_8859_1).split("\n", -1);
    var dialogue = new SaslDialogue(SASL, CHANNEL);
    int[] next = {2};
    try {
      Optional<String> initial = lines.length > 1 ? Optional.of(lines[1]) : Optional.empty();
      var ending =
          dialogue.run(
              lines[0],
              initial.filter(text -> !text.isEmpty()),
              _ -> {
                if (next[0] >= lines.length) {
                  throw new EOFException("all was said");
                }
                return Optional.of(lines[next[0]++]);
              });
      assertTrue(!(ending instanceof SaslDialogue.Ending.SignedIn), "signed in");
    } catch (Refused | EOFException _) {
      // as it should be
    }
  }
}

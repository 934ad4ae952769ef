package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of RFC 7677 section 3, and servers that are none. */
class ScramDialogueTest {
  private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

  private final ScramDialogue dialogue = new ScramDialogue("user", "pencil", NONCE);

  @Test
  void theExampleOfTheStandard() throws Exception {
    assertEquals("n,,n=user,r=" + NONCE, dialogue.first());
    assertEquals(
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        dialogue.last(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,"
                + "i=4096"));
    dialogue.check("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assertThrows(IOException.class, () -> dialogue.check("v=6rriTRBi23WpRR"));
  }

  @FuzzTest(maxDuration = "70s")
  void whateverARelaySays(byte[] octets) throws Exception {
    String text = new String(octets, UTF_8);
    for (String challenge : List.of(text, "r=" + NONCE + "x," + text, "r=" + NONCE + text)) {
      try {
        assertTrue(dialogue.last(challenge).startsWith("c=biws,r=" + NONCE));
      } catch (IOException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
    assertThrows(IOException.class, () -> dialogue.check(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r=other,s=W22ZaA==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaA==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaA==,i=1",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaA==,i=9999999",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaA==,i=99999999999",
        "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096",
        "e=other-error"
      })
  void whatIsNoChallengeIsNotAnswered(String challenge) {
    assertThrows(IOException.class, () -> dialogue.last(challenge));
    assertThrows(IOException.class, () -> dialogue.check(""));
    assertThrows(IOException.class, () -> dialogue.check("v="));
  }
}

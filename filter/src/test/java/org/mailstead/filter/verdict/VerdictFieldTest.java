package org.mailstead.filter.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verdicts as header fields. */
class VerdictFieldTest {
  private static Verdict verdict(Clue... clues) {
    return Verdict.of(List.of(clues), Scale.DEFAULT);
  }

  @Test
  void isReadAsItWasWritten() {
    Verdict junk =
        verdict(
            new Clue("dmarc-fail", 6, "example.org does not vouch"),
            new Clue("forwarder", -1, "lists.test passed it on"),
            new Clue("client-nameless", 2, "its address has no name"));
    assertEquals(7, junk.points());
    assertEquals(Verdict.Kind.JUNK, junk.kind());
    String fields =
        "Authentication-Results: mx.test; none\r\n\tX-Mailstead-Verdict: ham; points=0\r\n"
            + VerdictField.write(junk)
            + "Received: from x\r\n";
    assertEquals(Optional.of(junk), VerdictField.find(fields));
    assertEquals(Optional.of(verdict()), VerdictField.find(VerdictField.write(verdict())));
    assertEquals(Optional.empty(), VerdictField.find("Received: from x\r\n"));
    assertEquals(Optional.empty(), VerdictField.find(""));
  }

  /** Clients choose what they call themselves. */
  @Test
  void strangersCannotWriteIntoIt() {
    Verdict verdict =
        verdict(
            new Clue(
                "helo-nameless", 2, "calls itself x)\r\nX-Spam: no\r\n\r\n; dkim-pass=-99 (\\"),
            new Clue("helo-false", 3, "a".repeat(5000) + "ü\u0000"));
    String field = VerdictField.write(verdict);
    for (String line : field.split("\r\n", -1)) {
      assertTrue(line.length() < 400, line);
      assertTrue(
          line.isEmpty() || line.startsWith("\t") || line.startsWith("X-Mailstead-Verdict: "),
          line);
      assertFalse(line.matches(".*[^\\t -~].*"), line);
    }
    Verdict read = VerdictField.find(field).orElseThrow();
    assertEquals(5, read.points());
    assertEquals(2, read.clues().size());
    assertEquals("helo-false", read.clues().getFirst().name());
  }

  @Test
  void isBounded() {
    List<Clue> clues = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      clues.add(new Clue("hook-" + i, 1000, "why"));
    }
    Verdict verdict = Verdict.of(clues, Scale.DEFAULT);
    assertEquals(100 * 1000, verdict.points());
    assertEquals(Verdict.Kind.REFUSED, verdict.kind());
    assertEquals(50, VerdictField.find(VerdictField.write(verdict)).orElseThrow().clues().size());
  }

  @Test
  void aScaleSaysWhatIsWhat() {
    var scale = new Scale(5, 10);
    assertEquals(Verdict.Kind.HAM, scale.kind(4));
    assertEquals(Verdict.Kind.JUNK, scale.kind(5));
    assertEquals(Verdict.Kind.REFUSED, scale.kind(10));
    assertEquals(Verdict.Kind.JUNK, new Scale(5, 0).kind(1000));
  }
}

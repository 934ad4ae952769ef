package org.mailstead.filter.verdict;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whatever strangers say of themselves, a verdict goes through its field unharmed. */
class VerdictFieldFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void reasonsStayInside(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    var verdict =
        Verdict.of(List.of(new Clue("a", 5, text), new Clue("b", -1, "plain")), Scale.DEFAULT);
    Verdict read = VerdictField.find(VerdictField.write(verdict)).orElseThrow();
    if (read.points() != 4 || read.clues().size() != 2 || !read.clues().get(1).name().equals("b")) {
      throw new AssertionError(read.toString());
    }
    Optional<Verdict> foreign = VerdictField.find(text);
    if (foreign.isPresent() && foreign.get().clues().size() > 50) {
      throw new AssertionError("unbounded");
    }
    Clue.named("list", text, 1, "");
  }
}

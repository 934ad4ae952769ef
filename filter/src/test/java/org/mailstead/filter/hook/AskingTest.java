package org.mailstead.filter.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.dkim.SignedMessage;

/** Several hooks about one message. */
class AskingTest {
  private static final HookEnvelope ENVELOPE =
      new HookEnvelope(
          "id", "mx.test", InetAddress.getLoopbackAddress(), "c.test", "", false, "", List.of());

  /** Says what it was made to say. */
  private record Saying(String name, Opinion opinion, boolean down) implements Hook {
    @Override
    public HookTalk begin(HookEnvelope envelope) {
      return new HookTalk() {
        @Override
        public void header(SignedMessage header) {}

        @Override
        public void body(byte[] bytes, int off, int len) {}

        @Override
        public Opinion finish() throws IOException {
          if (down) {
            throw new IOException("it is not there");
          }
          return opinion;
        }

        @Override
        public void close() {}
      };
    }
  }

  private static Asking.Said ask(boolean laterWhenDown, Hook... hooks) {
    return new Hooks(List.of(hooks), laterWhenDown).begin(ENVELOPE).finish(6);
  }

  private static Hook says(String name, Opinion opinion) {
    return new Saying(name, opinion, false);
  }

  private static Opinion points(int points, Opinion.Field... fields) {
    return new Opinion(Opinion.Action.NONE, "", points, List.of(fields), List.of());
  }

  @Test
  void theStrongestDecides() {
    Asking.Said said =
        ask(
            true,
            says("a", Opinion.of(Opinion.Action.JUNK, "smells")),
            says("b", Opinion.of(Opinion.Action.REJECT, "virus")),
            says("c", Opinion.of(Opinion.Action.DISCARD, "never asked")));
    assertEquals(Opinion.Action.REJECT, said.action());
    assertEquals("virus", said.why());
    assertEquals("hook-a", said.clues().getFirst().name());
    assertEquals(6, said.clues().getFirst().points());
    assertEquals("a takes it for junk: smells", said.clues().getFirst().why());
  }

  @Test
  void pointsAndWhatFiltersCommonlyWriteMakeJunk() {
    Asking.Said said =
        ask(
            true,
            says("milter:127.0.0.1:11332", points(0, new Opinion.Field("X-Spam", " Yes"))),
            says("b", points(-2)),
            says("c", points(0, new Opinion.Field("X-Spam-Status", "No, score=1"))));
    assertEquals(
        List.of("hook-milter-127-0-0-1-11332 6", "hook-b -2"),
        said.clues().stream().map(c -> c.name() + " " + c.points()).toList());
    assertEquals("X-Spam: Yes\r\nX-Spam-Status: No, score=1\r\n", said.fields());
  }

  /** Whatever a hook writes, it stays a field, and one that is a hook's to write. */
  @Test
  void fieldsAreBounded() {
    Asking.Said said =
        ask(
            true,
            says(
                "a",
                points(
                    0,
                    new Opinion.Field("X-A", "1\r\nFrom: eve@x.test\r\n\r\nbody"),
                    new Opinion.Field("X-B\r\nFrom", "x"),
                    new Opinion.Field("X-B: x\r\nX-C", "x"),
                    new Opinion.Field("Authentication-Results", "mx.test; dmarc=pass"),
                    new Opinion.Field("X-Mailstead-Verdict", "ham; points=0"),
                    new Opinion.Field("X-Long", "ü" + "a".repeat(5000)))));
    assertEquals(
        "X-A: 1 From: eve@x.test body\r\nX-Long: ?" + "a".repeat(899) + "\r\n", said.fields());
  }

  @Test
  void whoCannotBeAskedHoldsMailOrNot() {
    Hook down = new Saying("down", Opinion.NONE, true);
    assertEquals(Opinion.Action.LATER, ask(true, down).action());
    Asking.Said taken = ask(false, down, says("b", points(7)));
    assertEquals(Opinion.Action.NONE, taken.action());
    assertEquals(7, taken.clues().getLast().points());
    assertTrue(taken.clues().getFirst().why().contains("it could not be asked"), taken.toString());
  }
}

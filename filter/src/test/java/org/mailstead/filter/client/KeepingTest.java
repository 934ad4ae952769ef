package org.mailstead.filter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What was learnt about clients outlives the server. */
class KeepingTest {
  private static final InetAddress ONE = FakeDns.ip("192.0.2.1");
  private static final Verdict NOTHING = Verdict.of(List.of(), Scale.DEFAULT);

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final InMemory kept = new InMemory();

  private static final class InMemory implements Keeping {
    final Map<Kind, Map<String, List<Long>>> rows = new EnumMap<>(Kind.class);
    boolean isFull;

    Map<String, List<Long>> of(Kind kind) {
      return rows.computeIfAbsent(kind, _ -> new TreeMap<>());
    }

    @Override
    public void each(Kind kind, Consumer<Kept> kept) {
      new ArrayList<>(of(kind).entrySet())
          .forEach(row -> kept.accept(new Kept(row.getKey(), row.getValue())));
    }

    @Override
    public void write(Kind kind, Collection<Kept> changed, Collection<String> gone) {
      if (isFull) {
        throw new Refused(Problem.Kind.NO_SPACE, "disk.full");
      }
      changed.forEach(one -> of(kind).put(one.name(), one.numbers()));
      gone.forEach(of(kind)::remove);
    }
  }

  @Test
  void aKnownSenderDoesNotWaitAgainAfterARestart() {
    var before = new Greylist(Greylist.Mode.ALL, () -> now);
    assertTrue(before.sendsAway(ONE, "a@x.test", NOTHING, 6));
    now = now.plus(Duration.ofMinutes(6));
    assertFalse(before.sendsAway(ONE, "a@x.test", NOTHING, 6));
    before.save(kept);
    var after = new Greylist(Greylist.Mode.ALL, () -> now);
    after.load(kept);
    assertFalse(after.sendsAway(ONE, "a@x.test", NOTHING, 6));
    assertTrue(after.sendsAway(ONE, "b@x.test", NOTHING, 6));
    now = now.plus(Duration.ofDays(40));
    var later = new Greylist(Greylist.Mode.ALL, () -> now);
    later.load(kept);
    later.save(kept);
    assertEquals(Map.of(), kept.of(Keeping.Kind.GREYLIST), "what is over is not kept");
  }

  @Test
  void aBadReputationSurvivesARestart() {
    var before = new Reputation(() -> now);
    for (int i = 0; i < 20; i++) {
      before.add(ONE, Verdict.Kind.JUNK);
    }
    before.save(kept);
    var after = new Reputation(() -> now);
    after.load(kept);
    assertEquals(before.of(ONE), after.of(ONE));
    assertEquals(3, after.of(ONE).orElseThrow().points());
    now = now.plus(Duration.ofDays(10));
    var later = new Reputation(() -> now);
    later.load(kept);
    later.save(kept);
    assertEquals(0, later.size());
    assertEquals(Map.of(), kept.of(Keeping.Kind.REPUTATION));
  }

  @Test
  void whatCannotBeKeptNowIsKeptTheNextTime() {
    var reputation = new Reputation(() -> now);
    reputation.add(ONE, Verdict.Kind.JUNK);
    kept.isFull = true;
    assertThrows(Refused.class, () -> reputation.save(kept));
    kept.isFull = false;
    reputation.save(kept);
    assertEquals(1, kept.of(Keeping.Kind.REPUTATION).size());
    kept.of(Keeping.Kind.REPUTATION).clear();
    reputation.save(kept);
    assertEquals(0, kept.of(Keeping.Kind.REPUTATION).size(), "nothing has changed since");
  }

  @Test
  void whoIsForgottenForOthersIsNotKept() {
    var learnt = new Learnt<Long>(2);
    for (long i = 1; i <= 3; i++) {
      long number = i;
      var _ = learnt.change("n" + i, _ -> number);
    }
    learnt.save(kept, Keeping.Kind.GREYLIST, value -> List.of(value));
    assertEquals(List.of("n2", "n3"), List.copyOf(kept.of(Keeping.Kind.GREYLIST).keySet()));
  }
}

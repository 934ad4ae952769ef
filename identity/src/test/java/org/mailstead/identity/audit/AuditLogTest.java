package org.mailstead.identity.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.World;
import org.mailstead.identity.rows.AuditEventRow;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.Key;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class AuditLogTest {
  private static final Partition PARTITION = new Partition(Partition.Kind.AUDIT, 0);

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 7, 0.1));
  private final AuditLog log = new AuditLog(world.store, world.clock);

  private static AuditEvent event(String action, String subject) {
    return AuditEvent.of(
        new Actor.Operator(), "", action, subject, subject.replaceFirst(".*@", ""));
  }

  private static AuditQuery of(String domain) {
    return new AuditQuery("", "", "", Instant.EPOCH, Instant.MAX, domain::equals);
  }

  @Test
  void theChainCanBeComputedFromAnExportAlone() throws Exception {
    log.append(event("account.add", "ada@example.test").with("name", "\"A\\da\"\n\u00e9\ud800"));
    log.append(event("account.remove", "bob@example.test"));
    List<AuditEntry> all = new ArrayList<>();
    log.each(AuditQuery.everything(), all::add);
    assertEquals(2, all.size());
    String before = "0".repeat(64);
    for (AuditEntry entry : all) {
      byte[] covered = (before + " " + entry.text()).getBytes(UTF_8);
      before = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(covered));
      assertEquals(before, entry.hash());
    }
    assertEquals(
        "{\"number\":1,\"at\":1767323045000,\"actor\":\"operator\",\"from\":\"\","
            + "\"action\":\"account.add\",\"subject\":\"ada@example.test\","
            + "\"domain\":\"example.test\",\"details\":{\"name\":\"\\\"A\\\\da\\\"\\u000a"
            + "\u00e9?\"},\"outcome\":\"\",\"about\":0}",
        all.getFirst().text());
    assertEquals(Optional.empty(), log.verify(Optional.empty()).broken());
    assertEquals(new AuditLog.Head(2, before), log.head());
  }

  @Test
  void whateverIsChangedIsFound() {
    for (int i = 0; i < 5; i++) {
      log.append(event("test", "n" + i + "@example.test"));
    }
    AuditLog.Head noted = log.head();
    assertEquals(5, log.verify(Optional.of(noted)).entries());

    Key third = Key.of(1, 3);
    byte[] stored = world.store.read(PARTITION).get(third).orElseThrow();
    AuditEventRow forged =
        Row.read(stored, AuditEventRow.parser()).toBuilder().setActor("nobody").build();
    world.store.update(PARTITION, draft -> draft.put(third, Row.write(forged)));
    assertEquals(Optional.of(3L), log.verify(Optional.empty()).broken());

    world.store.update(PARTITION, draft -> draft.delete(third));
    assertEquals(Optional.of(4L), log.verify(Optional.empty()).broken());

    world.store.update(PARTITION, draft -> draft.put(third, stored));
    assertEquals(Optional.empty(), log.verify(Optional.of(noted)).broken());

    world.store.update(PARTITION, draft -> draft.delete(Key.of(1, 5)));
    assertEquals(Optional.of(5L), log.verify(Optional.empty()).broken());
  }

  @Test
  void aLogThatWasMadeAnewDoesNotHaveWhatWasNoted() {
    log.append(event("first", "a@example.test"));
    AuditLog.Head noted = log.head();
    var other = new World(new MemoryEngine(InstantSource.system()));
    var made = new AuditLog(other.store, other.clock);
    assertEquals(Optional.of(1L), made.verify(Optional.of(noted)).broken());
    made.append(event("another", "a@example.test"));
    assertEquals(Optional.empty(), made.verify(Optional.empty()).broken());
    assertEquals(Optional.of(1L), made.verify(Optional.of(noted)).broken());
  }

  @Test
  void whatIsNotDoneIsLoggedToo() {
    assertEquals(7, log.doing(event("good", "a@example.test"), () -> 7));
    assertThrows(
        Refused.class,
        () ->
            log.doing(
                event("bad", "a@example.test"),
                () -> {
                  throw new Refused(Problem.Kind.EXISTS, "address.exists", "a@example.test");
                }));
    List<AuditEntry> page = log.page(AuditQuery.everything(), Long.MAX_VALUE, 10).entries();
    assertEquals(
        List.of("address.exists", "", ""), page.stream().map(AuditEntry::outcome).toList());
    assertEquals(2, page.getFirst().about());
  }

  @Test
  void everybodySeesHisDomainsOnlyAndPagesHaveNoGap() {
    for (int i = 0; i < 1200; i++) {
      log.append(event(i % 2 == 0 ? "even" : "odd", "a@d" + i % 3 + ".test"));
    }
    List<Long> seen = new ArrayList<>();
    Optional<Long> next = Optional.of(Long.MAX_VALUE);
    while (next.isPresent()) {
      AuditLog.Page page = log.page(of("d1.test"), next.get(), 70);
      page.entries().forEach(entry -> seen.add(entry.number()));
      next = page.next();
    }
    assertEquals(400, seen.size());
    assertEquals(400, seen.stream().distinct().count());
    var odd = new AuditQuery("oper", "D2", "od", Instant.EPOCH, Instant.MAX, _ -> true);
    assertEquals(200, log.page(odd, Long.MAX_VALUE, 1000).entries().size());
    var nobody = new AuditQuery("ada", "", "", Instant.EPOCH, Instant.MAX, _ -> true);
    assertTrue(log.page(nobody, Long.MAX_VALUE, 10).entries().isEmpty());
  }

  @Test
  void manyAtOnceMakeOneChain() throws InterruptedException {
    var done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      String who = "p" + i + "@example.test";
      Thread.startVirtualThread(() -> {
        for (int j = 0; j < 25; j++) {
          log.append(event("act", who));
        }
        done.countDown();
      });
    }
    done.await();
    AuditLog.Verified verified = log.verify(Optional.empty());
    assertEquals(200, verified.entries());
    assertEquals(Optional.empty(), verified.broken());
  }

  @Test
  void whatIsOldIsForgottenAndTheRestStillHolds() {
    for (int i = 0; i < 700; i++) {
      log.append(event("old", "a@example.test"));
    }
    world.clock.pass(Duration.ofDays(400));
    log.append(event("new", "a@example.test"));
    assertEquals(700, log.forget(world.clock.instant().minus(Duration.ofDays(1))));
    AuditLog.Verified verified = log.verify(Optional.of(log.head()));
    assertEquals(1, verified.entries());
    assertEquals(Optional.empty(), verified.broken());
    assertEquals(701, verified.head().number());
  }

  @Test
  void longTextsAreCutBeforeTheyAreHashed() {
    log.append(
        new AuditEvent(
            "x".repeat(5000), "", "a", "s", "", Map.of("k".repeat(5000), "v".repeat(5000))));
    assertEquals(Optional.empty(), log.verify(Optional.empty()).broken());
  }
}

package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.store.Engine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sweep moves what it says and nothing else, whatever happens meanwhile. */
class SweepsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MESSAGES = 130;

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();

  private World world(Engine engine) {
    return new World(engine, folder, clock);
  }

  private Sweeps sweeps(World world) {
    return new Sweeps(world.post, new Timers(world.store, clock), clock);
  }

  private static MailboxId mailbox(World world, AccountId account, Mailbox.Role role) {
    return world.post.mailboxes().tree(account).find(role).orElseThrow().id();
  }

  private static NewMessage from(
      World world, AccountId account, String from, String tag, Instant date) {
    byte[] text =
        "From: Some One <%s>\r\nList-Id: About %s <news.%s>\r\nSubject: %s\r\n\r\nHi\r\n"
            .formatted(from, from, from.substring(from.indexOf('@') + 1), tag)
            .getBytes(UTF_8);
    NewMessage made = world.message(account, text, Set.of());
    return new NewMessage(
        made.body(),
        made.prefix(),
        made.structure(),
        made.preview(),
        made.flags(),
        date.atOffset(ZoneOffset.UTC),
        List.of());
  }

  private static long sweep(World world, AccountId account, String which, String stays) {
    return world
        .post
        .records()
        .create(
            account,
            Records.Kind.SWEEP,
            """
            {"name": "Tidy", %s, %s, "action": "archive"}
            """
                .formatted(which, stays));
  }

  private static List<String> subjects(World world, AccountId account, Mailbox.Role role) {
    List<String> all = new ArrayList<>();
    world
        .post
        .view(account, mailbox(world, account, role))
        .each(member -> {
          Email email = world.post.emails().get(account, member.email());
          all.add(
              email
                  .envelope()
                  .orElseThrow()
                  .text(org.mailstead.formats.imap.EnvelopeForm.Field.SUBJECT)
                  .orElseThrow());
        });
    all.sort(Comparator.naturalOrder());
    return all;
  }

  @Test
  void manyGoInPartsAndComeBackAtOnce() {
    try (var world = world(new MemoryEngine(clock))) {
      AccountId ada = world.account("ada");
      MailboxId inbox = mailbox(world, ada, Mailbox.Role.INBOX);
      List<NewMessage> many = new ArrayList<>();
      for (int i = 0; i < 1_210; i++) {
        String from = i % 11 == 0 ? "friend@near.test" : "News@FAR.test";
        many.add(from(world, ada, from, "%04d".formatted(i), clock.instant()));
      }
      world.post.messages().append(ada, inbox, many);
      long id = sweep(world, ada, "\"from\": \"news@far.test\"", "\"keepLatest\": 3");
      sweeps(world).run(ada);
      assertEquals(1_097, subjects(world, ada, Mailbox.Role.ARCHIVE).size());
      List<String> left = subjects(world, ada, Mailbox.Role.INBOX);
      assertEquals(113, left.size());
      assertTrue(left.containsAll(List.of("1207", "1208", "1209", "0000", "0011")), left + "");
      JsonNode told =
          JSON.readTree(world.post.records().find(ada, Records.Kind.SWEEP, id).get().json());
      assertEquals(1_097, told.path("moved").asInt());
      undo(world, ada, told);
      assertEquals(1_210, subjects(world, ada, Mailbox.Role.INBOX).size());
      sweeps(world).run(ada);
      assertEquals(1_210, subjects(world, ada, Mailbox.Role.INBOX).size(), "they are wanted there");
      Books.check(world, ada, new Books.Seen());
    }
  }

  private static void undo(World world, AccountId account, JsonNode told) {
    var deed =
        new Deed(
            told.path("deed").asLong(), told.path("since").asLong(), told.path("until").asLong());
    long reached = deed.from();
    boolean more = true;
    while (more) {
      Undoing.Part part =
          world.post.undoing().undo(account, deed, reached, 200, _ -> Rights.ALL, 77);
      assertEquals(Map.of(), part.problems());
      reached = part.reached();
      more = part.more();
    }
  }

  /** Killed at every commit there is: the next run ends what was begun, as one deed. */
  @Test
  void killedAnywhereItGoesOn() {
    boolean killed = true;
    for (int alive = 0; killed; alive++) {
      for (boolean applied : new boolean[] {false, true}) {
        var engine = new MemoryEngine(clock);
        AccountId ada;
        try (var world = world(engine)) {
          ada = world.account("ada");
          List<NewMessage> many = new ArrayList<>();
          for (int i = 0; i < MESSAGES; i++) {
            many.add(from(world, ada, "news@far.test", "%04d".formatted(i), clock.instant()));
          }
          world.post.messages().append(ada, mailbox(world, ada, Mailbox.Role.INBOX), many);
          long _ = sweep(world, ada, "\"listId\": \"News.Far.test\"", "\"keepLatest\": 10");
        }
        var mortal = new MortalEngine(engine);
        mortal.dieAfter(alive, applied);
        killed = isKilled(mortal, ada);
        try (var world = world(engine)) {
          sweeps(world).run(ada);
          assertEquals(10, subjects(world, ada, Mailbox.Role.INBOX).size());
          assertEquals(MESSAGES - 10, subjects(world, ada, Mailbox.Role.ARCHIVE).size());
          Books.check(world, ada, new Books.Seen());
          Records.Item item = world.post.records().all(ada, Records.Kind.SWEEP).getFirst();
          undo(world, ada, JSON.readTree(item.json()));
          assertEquals(MESSAGES, subjects(world, ada, Mailbox.Role.INBOX).size());
        }
      }
    }
  }

  private boolean isKilled(MortalEngine mortal, AccountId ada) {
    try (var world = world(mortal)) {
      sweeps(world).run(ada);
      return false;
    } catch (MortalEngine.Killed e) {
      return true;
    }
  }

  // ---- the same as a model that is too simple to be wrong

  /** A message of the model. */
  private static final class Letter {
    final String from;
    final String tag;
    final Instant date;
    boolean flagged;
    boolean inbox = true;
    final Set<Long> swept = new HashSet<>();

    Letter(String from, String tag, Instant date) {
      this.from = from;
      this.tag = tag;
      this.date = date;
    }
  }

  private record Wanted(long id, String from, int latest, int days) {}

  @Test
  void asASimpleModelHasIt() {
    long seed = Long.getLong("property.seed", System.nanoTime());
    for (int round = 0; round < 6; round++) {
      compare(seed + round);
    }
  }

  private void compare(long seed) {
    var random = new SplittableRandom(seed);
    try (var world = world(new MemoryEngine(clock))) {
      AccountId ada = world.account("ada" + Long.toUnsignedString(seed, 36));
      Sweeps sweeps = sweeps(world);
      List<Letter> model = new ArrayList<>();
      List<Wanted> wanted = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> arrive(world, ada, random, model, step);
          case 2 -> flag(world, ada, random, model);
          case 3 -> putBack(world, ada, random, model);
          case 4 -> clock.pass(Duration.ofHours(random.nextInt(60)));
          default -> want(world, ada, random, wanted);
        }
        if (random.nextInt(3) == 0) {
          sweeps.run(ada);
          wanted.forEach(one -> run(one, model));
          assertEquals(tags(model, true), subjects(world, ada, Mailbox.Role.INBOX), "seed " + seed);
          assertEquals(
              tags(model, false), subjects(world, ada, Mailbox.Role.ARCHIVE), "seed " + seed);
        }
      }
      Books.check(world, ada, new Books.Seen());
    }
  }

  private static List<String> tags(List<Letter> model, boolean inbox) {
    return model.stream().filter(one -> one.inbox == inbox).map(one -> one.tag).sorted().toList();
  }

  private void run(Wanted wanted, List<Letter> model) {
    List<Letter> all = new ArrayList<>();
    for (Letter letter : model) {
      if (letter.inbox && letter.from.equals(wanted.from)) {
        all.add(letter);
      }
    }
    all.sort(Comparator.comparing(letter -> letter.date)); // those of a time as they came
    for (int i = 0; i < all.size(); i++) {
      Letter letter = all.get(i);
      boolean old =
          wanted.latest > 0
              ? all.size() - i > wanted.latest
              : letter.date.isBefore(clock.instant().minus(Duration.ofDays(wanted.days)));
      if (old && !letter.flagged && letter.swept.add(wanted.id)) {
        letter.inbox = false;
      }
    }
  }

  private void arrive(
      World world, AccountId ada, SplittableRandom random, List<Letter> model, int step) {
    List<NewMessage> some = new ArrayList<>();
    int count = 1 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      var letter =
          new Letter(
              "s%d@far%d.test".formatted(random.nextInt(2), random.nextInt(2)),
              "%02d-%02d".formatted(step, i),
              clock.instant().minus(Duration.ofHours(random.nextInt(200))));
      model.add(letter);
      some.add(from(world, ada, letter.from, letter.tag, letter.date));
    }
    world.post.messages().append(ada, mailbox(world, ada, Mailbox.Role.INBOX), some);
  }

  /** What lies in a mailbox, by its subject. */
  private static Map<String, Integer> uids(World world, AccountId ada, MailboxId mailbox) {
    Map<String, Integer> uids = new TreeMap<>();
    world
        .post
        .view(ada, mailbox)
        .each(member ->
            uids.put(
                world
                    .post
                    .emails()
                    .get(ada, member.email())
                    .envelope()
                    .orElseThrow()
                    .text(org.mailstead.formats.imap.EnvelopeForm.Field.SUBJECT)
                    .orElseThrow(),
                member.uid()));
    return uids;
  }

  private static void flag(
      World world, AccountId ada, SplittableRandom random, List<Letter> model) {
    MailboxId inbox = mailbox(world, ada, Mailbox.Role.INBOX);
    Map<String, Integer> uids = uids(world, ada, inbox);
    String flag = random.nextBoolean() ? "\\Flagged" : "$pinned";
    for (Letter letter : model) {
      if (letter.inbox && random.nextInt(8) == 0) {
        letter.flagged = !letter.flagged;
        var change =
            letter.flagged
                ? new FlagChange(FlagChange.Mode.ADD, Set.of(flag))
                : new FlagChange(FlagChange.Mode.REMOVE, Set.of("\\Flagged", "$pinned"));
        var _ =
            world
                .post
                .messages()
                .flag(
                    ada,
                    inbox,
                    List.of(uids.getOrDefault(letter.tag, 0)),
                    change,
                    OptionalLong.empty());
      }
    }
  }

  private static void putBack(
      World world, AccountId ada, SplittableRandom random, List<Letter> model) {
    MailboxId archive = mailbox(world, ada, Mailbox.Role.ARCHIVE);
    Map<String, Integer> uids = new HashMap<>(uids(world, ada, archive));
    List<Integer> back = new ArrayList<>();
    for (Letter letter : model) {
      if (!letter.inbox && random.nextInt(4) == 0) {
        letter.inbox = true;
        back.add(uids.getOrDefault(letter.tag, 0));
      }
    }
    if (!back.isEmpty()) {
      var _ =
          world.post.messages().move(ada, archive, back, mailbox(world, ada, Mailbox.Role.INBOX));
    }
  }

  private static void want(
      World world, AccountId ada, SplittableRandom random, List<Wanted> wanted) {
    int sender = random.nextInt(2);
    int domain = random.nextInt(2);
    String from = "s%d@far%d.test".formatted(sender, domain);
    int latest = random.nextBoolean() ? 1 + random.nextInt(5) : 0;
    int days = 1 + random.nextInt(6);
    String stays = latest > 0 ? "\"keepLatest\": " + latest : "\"olderThanDays\": " + days;
    long id = sweep(world, ada, "\"from\": \"%s\"".formatted(from), stays);
    wanted.add(new Wanted(id, from, latest, days));
  }
}

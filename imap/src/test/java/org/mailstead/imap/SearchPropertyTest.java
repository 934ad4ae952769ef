package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.store.Engine;
import org.mailstead.testkit.Property;

/** A search finds, and a sort orders, as is found out by reading every message as a whole. */
class SearchPropertyTest {
  private static final byte[] TRACE =
      "Return-Path: <tree@x.test>\r\nX-Tree: trace\r\n".getBytes(US_ASCII);

  /** What is settled by rows that many messages share. */
  private static final List<String> TOGETHER =
      List.of(
          "SUBJECT \"a\"",
          "NOT SUBJECT \"e\"",
          "SUBJECT \"\"",
          "FROM \"a\"",
          "NOT TO \"e\"",
          "OR CC \"a\" SUBJECT \"b\"",
          "HEADER From \"e\"",
          "HEADER Message-ID \"\"",
          "SENTSINCE 3-Jan-2026");

  @Test
  void findsWhatReadingEverythingFinds() {
    Property.holds(2, random -> check(TestServer.memory(), random));
  }

  @Test
  void findsTheSameOnAHostileEngine() {
    Property.holds(2, random -> check(TestServer.hostile(random.nextLong()), random));
  }

  /** Of more than a hundred messages, what many look for is kept together. */
  @Test
  void findsTheSameAmongMany() {
    Property.holds(
        2,
        random -> {
          var mail = new RandomMail(random);
          try (var world = new SearchWorld(TestServer.memory())) {
            world.append(messages(mail, 150), new byte[0], Set.of());
            world.select();
            for (int i = 0; i < 80; i++) {
              world.compare(mail.search(world.size()), random.nextBoolean());
            }
            for (String name : TOGETHER) {
              world.compare(name, true);
              world.compare("OR SEEN " + name, false);
            }
            world.othersGoOn();
            for (int i = 0; i < 40; i++) {
              world.compare(mail.search(world.size()), false);
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void check(Engine engine, RandomGenerator random) {
    var mail = new RandomMail(random);
    try (var world = new SearchWorld(engine)) {
      world.append(messages(mail, 12), new byte[0], Set.of());
      world.append(messages(mail, 4 + random.nextInt(9)), TRACE, Set.of("\\Seen", "$work"));
      world.select();
      for (int i = 0; i < 100; i++) {
        world.compare(mail.search(world.size()), random.nextBoolean());
      }
      for (int i = 0; i < 30; i++) {
        world.compareSort(criteria(random));
      }
      world.othersGoOn();
      for (int i = 0; i < 50; i++) {
        // An answer to UID SEARCH may tell of what is gone, this one may not.
        world.compare(mail.search(world.size()), false);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<SortCriterion> criteria(RandomGenerator random) {
    List<SortCriterion> criteria = new ArrayList<>();
    do {
      SortCriterion.Field[] fields = SortCriterion.Field.values();
      SortCriterion.Field field = fields[random.nextInt(fields.length)];
      if (field != SortCriterion.Field.RELEVANCY) {
        criteria.add(new SortCriterion(field, random.nextBoolean()));
      }
    } while (criteria.isEmpty() || random.nextInt(2) == 0);
    return criteria;
  }

  private static List<byte[]> messages(RandomMail mail, int count) {
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(mail.message());
    }
    return messages;
  }
}

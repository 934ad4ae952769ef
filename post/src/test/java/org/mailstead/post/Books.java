package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Counts everything of an account anew from its rows, and compares it with what was counted. */
final class Books {
  private final World world;
  private final AccountId account;
  private final Rows rows;
  private final Set<List<Long>> places = new HashSet<>();
  private final Map<Long, Integer> sizes = new HashMap<>();
  private final Map<Long, Integer> placesOf = new HashMap<>();
  private long members;

  /** What a client may ever have seen: it must never mean something else. */
  record Seen(Map<List<Long>, Long> uids, Map<Long, String> emails) {
    Seen() {
      this(new HashMap<>(), new HashMap<>());
    }
  }

  private Books(World world, AccountId account) {
    this.world = world;
    this.account = account;
    this.rows = world.store.read(MailKeys.partition(account));
  }

  static void check(World world, AccountId account, Seen seen) {
    var books = new Books(world, account);
    for (Mailbox mailbox : world.post.mailboxes().tree(account).all()) {
      world.post.view(account, mailbox.id()); // rolls forward what a crash left
      books.mailbox(mailbox, seen);
    }
    books.places();
    books.emails(seen);
  }

  private Map<Key, byte[]> all(KeyRange range) {
    Map<Key, byte[]> found = new TreeMap<>();
    rows.each(range, entry -> found.put(entry.key(), entry.value()));
    return found;
  }

  private void mailbox(Mailbox mailbox, Seen seen) {
    MailboxId id = mailbox.id();
    MailboxStateRow row =
        Row.read(rows.get(MailKeys.state(id)).orElseThrow(), MailboxStateRow.parser());
    assertEquals(0, row.getIntent(), "an intent is left");
    int unseen = 0;
    int deleted = 0;
    long bytes = 0;
    int count = 0;
    long modseq = 0;
    Set<List<Long>> byDate = new HashSet<>();
    List<Member> list = new ArrayList<>();
    for (var entry : all(MailKeys.members(id)).entrySet()) {
      int uid = (int) entry.getKey().suffixLong(0);
      MemberRow member = Views.member(entry.getValue());
      var flags = new Flags(member.getFlagsLow(), member.getFlagsHigh());
      count++;
      unseen += flags.has(Flags.SEEN) ? 0 : 1;
      deleted += flags.has(Flags.DELETED) ? 1 : 0;
      bytes += member.getSize();
      modseq = Math.max(modseq, member.getModseq());
      assertTrue(uid < row.getUidNext(), "uidNext is below a uid");
      places.add(List.of(member.getEmail(), id.value(), (long) uid));
      placesOf.merge(member.getEmail(), 1, Integer::sum);
      sizes.put(member.getEmail(), member.getSize());
      byDate.add(List.of(Member.received(member.getDate()).toEpochMilli(), (long) uid));
      Long before =
          seen.uids.putIfAbsent(List.of(mailbox.uidValidity(), (long) uid), member.getEmail());
      assertTrue(before == null || before == member.getEmail(), "a uid came back: " + uid);
      list.add(
          new Member(
              uid,
              member.getEmail(),
              flags,
              member.getModseq(),
              member.getDate(),
              member.getSize(),
              member.getSavedMs() / 1000));
    }
    members += count;
    assertEquals(
        new MailboxState(
            world.post.mailboxes().state(account, id).uidNext(),
            count,
            unseen,
            deleted,
            bytes,
            row.getHighestModseq()),
        world.post.mailboxes().state(account, id));
    assertTrue(modseq <= row.getHighestModseq(), "a modseq above highestModseq");
    byDate(id, byDate);
    views(id, list, row.getHighestModseq());
  }

  private void byDate(MailboxId id, Set<List<Long>> expected) {
    Set<List<Long>> found = new HashSet<>();
    all(MailKeys.byDate(id))
        .keySet()
        .forEach(key -> found.add(List.of(key.suffixLong(0) ^ Long.MIN_VALUE, key.suffixLong(8))));
    assertEquals(expected, found);
  }

  private void views(MailboxId id, List<Member> list, long highestModseq) {
    MailboxView caughtUp = world.post.view(account, id);
    assertEquals(list, list(caughtUp));
    assertEquals(highestModseq, caughtUp.highestModseq());
    MailboxView fresh = new Views(world.store, 1).current(account, id);
    assertEquals(list, list(fresh));
    assertEquals(highestModseq, fresh.highestModseq());
  }

  static List<Member> list(MailboxView view) {
    List<Member> list = new ArrayList<>();
    view.each(list::add);
    return list;
  }

  private void places() {
    Set<List<Long>> found = new HashSet<>();
    KeyRange all = new KeyRange(MailKeys.places(0).from(), MailKeys.places(Long.MAX_VALUE).to());
    all(all)
        .keySet()
        .forEach(key -> found.add(List.of(key.group(), key.suffixLong(0), key.suffixLong(8))));
    assertEquals(places, found);
    assertEquals(members, found.size());
  }

  private void emails(Seen seen) {
    Set<List<Long>> removed = new HashSet<>();
    Set<List<Long>> expected = new HashSet<>();
    long used = 0;
    long count = 0;
    for (var entry : all(MailKeys.emails(0, Long.MAX_VALUE)).entrySet()) {
      long number = entry.getKey().group();
      EmailRow row = Row.read(entry.getValue(), EmailRow.parser());
      assertEquals(placesOf.getOrDefault(number, 0), row.getPlaces(), "places of " + number);
      if (row.getPlaces() == 0) {
        expected.add(List.of(row.getRemovedMs(), number));
      } else {
        assertEquals(0, row.getRemovedMs());
        used += sizes.getOrDefault(number, 0);
        count++;
      }
      String before = seen.emails.putIfAbsent(number, row.getPreview());
      assertTrue(before == null || before.equals(row.getPreview()), "an email came back");
    }
    all(MailKeys.removedUntil(Long.MAX_VALUE))
        .keySet()
        .forEach(key -> removed.add(List.of(key.group(), key.suffixLong(0))));
    assertEquals(expected, removed);
    AccountRow row = Row.read(rows.get(MailKeys.account()).orElseThrow(), AccountRow.parser());
    assertEquals(used, row.getUsedBytes());
    assertEquals(count, row.getEmails());
    assertEquals(members, row.getMessages());
  }
}

package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A selected mailbox as a client knows it by what it was told alone. What does not fit fails. Uids
 * of new messages are not known at first; they lie between those that are.
 */
final class KnownMailbox {
  /** One message; uid 0 when it is not known yet. */
  static final class Message {
    int uid;
    Optional<Set<String>> flags = Optional.empty();
    long modseq;

    /** Of the flags as they are known; a mod-sequence can be told without them. */
    long flagged;

    @Override
    public String toString() {
      return uid + flags.map(Set::toString).orElse("?") + "@" + modseq;
    }
  }

  final long uidValidity;

  /** Whether messages have no numbers, so that it is not known which of them has which uid. */
  private final boolean unordered;

  final List<Message> messages = new ArrayList<>();

  KnownMailbox(long uidValidity, boolean unordered) {
    this.uidValidity = uidValidity;
    this.unordered = unordered;
  }

  int size() {
    return messages.size();
  }

  void exists(int count, String line) {
    assertTrue(count >= size(), line + " after " + messages);
    while (size() < count) {
      messages.add(new Message());
    }
  }

  void expunge(int number, String line) {
    assertTrue(number >= 1 && number <= size(), line + " of " + size());
    messages.remove(number - 1);
  }

  void vanished(int uid, String line) {
    messages.remove(place(uid, line));
  }

  /** Where a message of this uid lies, which must be there, be its uid known or not. */
  private int place(int uid, String line) {
    if (unordered) {
      return anywhere(uid, line);
    }
    int unknown = -1;
    for (int i = 0; i < size(); i++) {
      int there = messages.get(i).uid;
      if (there == uid) {
        return i;
      }
      if (there > uid) {
        break;
      }
      unknown = there == 0 && unknown < 0 ? i : there == 0 ? unknown : -1;
    }
    assertTrue(unknown >= 0, line + " where there are " + messages);
    return unknown;
  }

  private int anywhere(int uid, String line) {
    List<Integer> uids = messages.stream().map(message -> message.uid).toList();
    int at = Math.max(uids.indexOf(uid), uids.indexOf(0));
    assertTrue(at >= 0, line + " where there are " + messages);
    return uids.contains(uid) ? uids.indexOf(uid) : at;
  }

  Optional<Message> find(int uid) {
    return messages.stream().filter(message -> message.uid == uid).findFirst();
  }

  Message byUid(int uid, String line) {
    Message message = messages.get(place(uid, line));
    message.uid = uid;
    return message;
  }

  Message byNumber(int number, int uid, String line) {
    assertTrue(number >= 1 && number <= size(), line + " of " + size());
    Message message = messages.get(number - 1);
    assertTrue(message.uid == 0 || uid == 0 || message.uid == uid, line + " where is " + message);
    if (uid != 0) {
      message.uid = uid;
      checkOrder(line);
    }
    return message;
  }

  private void checkOrder(String line) {
    int last = 0;
    for (Message message : messages) {
      assertTrue(message.uid == 0 || message.uid > last, line + ": uids fall in " + messages);
      last = Math.max(last, message.uid);
    }
  }

  static void tell(Message message, Optional<Set<String>> flags, long modseq, String line) {
    if (modseq > 0) {
      assertTrue(modseq >= message.modseq, line + " after " + message);
      if (modseq == message.flagged && flags.isPresent() && message.flags.isPresent()) {
        assertEquals(message.flags, flags, line + ": one mod-sequence, two kinds of flags");
      }
      message.modseq = modseq;
    }
    if (flags.isPresent()) {
      message.flags = flags;
      message.flagged = modseq;
    }
  }

  /** The highest uid that is known. */
  int lastUid() {
    return messages.stream().mapToInt(message -> message.uid).max().orElse(0);
  }

  boolean knowsAllUids() {
    return messages.stream().allMatch(message -> message.uid > 0);
  }

  /** That what is known here is what really is there. */
  void assertPartOf(KnownMailbox real, boolean modseqs, String who) {
    assertEquals(real.uidValidity, uidValidity, who);
    assertEquals(real.size(), size(), who + " knows " + messages + "\nof " + real.messages);
    for (int i = 0; i < size(); i++) {
      Message mine = messages.get(i);
      Message theirs =
          unordered && mine.uid > 0
              ? real.find(mine.uid).orElseThrow(() -> new AssertionError(who + ": " + mine))
              : real.messages.get(i);
      String where = who + ": " + (i + 1) + " is " + mine + ", really " + theirs;
      assertTrue(unordered || mine.uid == 0 || mine.uid == theirs.uid, where);
      assertTrue(mine.flags.isEmpty() || mine.flags.equals(theirs.flags), where);
      assertTrue(
          !modseqs || mine.flags.isEmpty() || mine.flagged == 0 || mine.flagged == theirs.modseq,
          where);
    }
  }

  static Set<String> flags(String list) {
    return list.isBlank() ? Set.of() : new TreeSet<>(List.of(list.split(" ", -1)));
  }
}

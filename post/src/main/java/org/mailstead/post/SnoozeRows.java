package org.mailstead.post;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.rows.SnoozedRow;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.MailboxId;

/** The rows of messages that lie aside. */
final class SnoozeRows {
  private SnoozeRows() {}

  /** Where a message lies aside. */
  record Spot(MailboxId mailbox, int uid) {
    static Spot of(Key place) {
      return new Spot(MailKeys.placeMailbox(place), MailKeys.placeUid(place));
    }
  }

  /** One row. */
  record Aside(Key key, SnoozedRow row) {
    static Aside of(Entry entry) {
      return new Aside(entry.key(), Row.read(entry.value(), SnoozedRow.parser()));
    }

    Spot spot() {
      return new Spot(new MailboxId(row.getMailbox()), row.getUid());
    }

    Instant until() {
      return Instant.ofEpochMilli(key.group());
    }

    /** Whether it is sent then. */
    boolean isSending() {
      return row.getSending();
    }

    List<MailboxId> into() {
      List<MailboxId> all = new ArrayList<>(List.of(new MailboxId(row.getInto())));
      row.getAlsoList().forEach(id -> all.add(new MailboxId(id)));
      return all;
    }
  }

  static void write(Draft draft, MailboxId mailbox, int uid, Snooze snooze) {
    write(draft, new Spot(mailbox, uid), snooze, false);
  }

  static void write(Draft draft, Spot spot, Snooze snooze, boolean sending) {
    var row =
        SnoozedRow.newBuilder()
            .setSending(sending)
            .setMailbox(spot.mailbox().value())
            .setUid(spot.uid())
            .setInto(snooze.into().getFirst().value())
            .addAllAdd(snooze.add())
            .addAllRemove(snooze.remove());
    snooze.into().stream().skip(1).forEach(more -> row.addAlso(more.value()));
    draft.put(
        MailKeys.snoozed(snooze.until().toEpochMilli(), spot.mailbox(), spot.uid()),
        Row.write(row.build()));
  }

  /** All of an account, by time; those of messages that were taken away may be among them. */
  static Map<Spot, Aside> all(Rows rows) {
    Map<Spot, Aside> all = new LinkedHashMap<>();
    rows.each(
        MailKeys.snoozed(),
        entry -> {
          Aside aside = Aside.of(entry);
          all.put(aside.spot(), aside);
        });
    return all;
  }

  /** The same row, if nobody has changed it meanwhile. */
  static Optional<Aside> again(Draft draft, Key key) {
    return draft.get(key).map(value -> Aside.of(new Entry(key, value)));
  }
}

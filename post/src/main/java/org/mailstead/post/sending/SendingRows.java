package org.mailstead.post.sending;

import org.mailstead.post.rows.SenderRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.TenantId;

/** Where a sender's row stands. The numbers are stored: never change or reuse one. */
final class SendingRows {
  private static final int SENDING = 0x60;

  private final Accounts store;

  SendingRows(Accounts store) {
    this.store = store;
  }

  private record Place(Partition partition, Key key) {
    static Place of(Sender sender) {
      return switch (sender) {
        case Sender.Account(var id) ->
            new Place(new Partition(Partition.Kind.PERSON, id.value()), Key.of(SENDING, 0));
        case Sender.Domain(var name) ->
            new Place(
                new Partition(Partition.Kind.SETTINGS, TenantId.FIRST.value()),
                Key.named(SENDING, name));
      };
    }
  }

  SenderRow read(Sender sender) {
    Place place = Place.of(sender);
    return store
        .read(place.partition())
        .get(place.key())
        .map(value -> Row.read(value, SenderRow.parser()))
        .orElseGet(SenderRow::getDefaultInstance);
  }

  void write(Sender sender, SenderRow row) {
    Place place = Place.of(sender);
    store.update(place.partition(), draft -> draft.put(place.key(), Row.write(row)));
  }
}

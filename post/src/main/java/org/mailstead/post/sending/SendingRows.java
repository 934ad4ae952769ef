package org.mailstead.post.sending;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.mailstead.post.rows.SenderRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.TenantId;

/** Where a sender's row stands. The numbers are stored: never change or reuse one. */
final class SendingRows {
  private static final int SENDING = 0x60;
  private static final int HASH = 16;

  private final Accounts store;

  SendingRows(Accounts store) {
    this.store = store;
  }

  private record Place(Partition partition, Key key) {
    static Place of(Sender sender) {
      return switch (sender) {
        case Sender.Account(var id) ->
            new Place(new Partition(Partition.Kind.PERSON, id.value()), Key.of(SENDING, 0));
        case Sender.Domain(var name) -> {
          byte[] hash = Arrays.copyOf(sha256(name), HASH);
          long group = ByteBuffer.wrap(hash).getLong();
          yield new Place(
              new Partition(Partition.Kind.SETTINGS, TenantId.FIRST.value()),
              Key.of(SENDING, group, hash));
        }
      };
    }

    private static byte[] sha256(String text) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has it", e);
      }
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

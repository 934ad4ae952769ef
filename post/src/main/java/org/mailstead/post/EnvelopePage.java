package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.rows.EnvelopePageRow;
import org.mailstead.store.Packed;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The envelopes of emails with neighbouring numbers in one row, so that a listing of a whole
 * mailbox reads a few large rows instead of one for each message. It repeats what the emails' rows
 * say, and may be missing: it is written when the last of its numbers is given out.
 */
final class EnvelopePage {
  static final int SIZE = 64;

  /** Octets of a row that are left for it; what is larger is not written. */
  private static final int MOST = 60_000;

  private final byte[][] envelopes;

  private EnvelopePage(byte[][] envelopes) {
    this.envelopes = envelopes;
  }

  static EnvelopePage empty() {
    byte[][] none = new byte[SIZE][];
    Arrays.fill(none, new byte[0]);
    return new EnvelopePage(none);
  }

  /** The page of an email. */
  static long of(long number) {
    return number / SIZE;
  }

  static boolean isLast(long number) {
    return number % SIZE == SIZE - 1;
  }

  /** An empty envelope takes it out. */
  void set(long number, byte[] envelope) {
    envelopes[(int) (number % SIZE)] = envelope;
  }

  /** The row, unless it would be too large. */
  Optional<byte[]> row() {
    int size = Arrays.stream(envelopes).mapToInt(envelope -> envelope.length).sum();
    byte[] all = new byte[size];
    var row = EnvelopePageRow.newBuilder().setSize(size);
    int at = 0;
    for (byte[] envelope : envelopes) {
      System.arraycopy(envelope, 0, all, at, envelope.length);
      at += envelope.length;
      row.addLengths(envelope.length);
    }
    byte[] packed = Packed.pack(all);
    return packed.length > MOST
        ? Optional.empty()
        : Optional.of(Row.write(row.setPacked(ByteString.copyFrom(packed)).build()));
  }

  static EnvelopePage read(byte[] bytes) {
    var read = Read.of(bytes);
    EnvelopePage page = empty();
    for (int i = 0; i < SIZE; i++) {
      page.envelopes[i] = Arrays.copyOfRange(read.octets, read.starts[i], read.starts[i + 1]);
    }
    return page;
  }

  /** A page as it is read: the envelopes stand in one array. */
  record Read(byte[] octets, int[] starts) {
    static Read of(byte[] bytes) {
      EnvelopePageRow row = Row.read(bytes, EnvelopePageRow.parser());
      byte[] octets = new byte[row.getSize()];
      OptionalInt size = Packed.unpack(row.getPacked().toByteArray(), octets);
      int[] starts = new int[SIZE + 1];
      for (int i = 0; i < SIZE; i++) {
        starts[i + 1] = starts[i] + (i < row.getLengthsCount() ? row.getLengths(i) : 0);
      }
      if (size.orElse(-1) != octets.length || starts[SIZE] != octets.length) {
        throw new Refused(Problem.Kind.CORRUPT, "store.row", "no page of envelopes");
      }
      return new Read(octets, starts);
    }

    /** Empty when the page does not have it. */
    Optional<EnvelopeForm> envelope(long number) {
      int i = (int) (number % SIZE);
      int length = starts[i + 1] - starts[i];
      return length == 0
          ? Optional.empty()
          : Optional.of(new EnvelopeForm(octets, starts[i], length));
    }
  }
}

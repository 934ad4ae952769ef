package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.rows.PageRow;
import org.mailstead.store.Packed;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * One thing of emails with neighbouring numbers in one row, their envelopes or their subjects, so
 * that a listing or a search of a whole mailbox reads a few large rows instead of one for each
 * message. It repeats what the emails' rows say, and may be missing: it is written when the last of
 * its numbers is given out.
 */
final class EmailPage {
  static final int SIZE = 64;

  /** Octets of a row that are left for it; what is larger is not written. */
  private static final int MOST = 60_000;

  private static final byte NO_SUBJECT = 0;
  private static final byte SUBJECT = 1;

  private final byte[][] items;

  private EmailPage(byte[][] items) {
    this.items = items;
  }

  static EmailPage empty() {
    byte[][] none = new byte[SIZE][];
    Arrays.fill(none, new byte[0]);
    return new EmailPage(none);
  }

  /** The page of an email. */
  static long of(long number) {
    return number / SIZE;
  }

  static boolean isLast(long number) {
    return number % SIZE == SIZE - 1;
  }

  /** An empty item takes it out. */
  void set(long number, byte[] item) {
    items[(int) (number % SIZE)] = item;
  }

  /** The item of a page of subjects, decoded. */
  static byte[] subject(EnvelopeForm envelope) {
    Optional<byte[]> text = envelope.text(EnvelopeForm.Field.SUBJECT).map(t -> t.getBytes(UTF_8));
    byte[] item = new byte[1 + text.map(octets -> octets.length).orElse(0)];
    item[0] = text.isPresent() ? SUBJECT : NO_SUBJECT;
    text.ifPresent(octets -> System.arraycopy(octets, 0, item, 1, octets.length));
    return item;
  }

  /** The row, unless it would be too large. */
  Optional<byte[]> row() {
    int size = Arrays.stream(items).mapToInt(item -> item.length).sum();
    byte[] all = new byte[size];
    var row = PageRow.newBuilder().setSize(size);
    int at = 0;
    for (byte[] item : items) {
      System.arraycopy(item, 0, all, at, item.length);
      at += item.length;
      row.addLengths(item.length);
    }
    byte[] packed = Packed.pack(all);
    return packed.length > MOST
        ? Optional.empty()
        : Optional.of(Row.write(row.setPacked(ByteString.copyFrom(packed)).build()));
  }

  static EmailPage read(byte[] bytes) {
    var read = Read.of(bytes);
    EmailPage page = empty();
    for (int i = 0; i < SIZE; i++) {
      page.items[i] = Arrays.copyOfRange(read.octets, read.starts[i], read.starts[i + 1]);
    }
    return page;
  }

  /** A page as it is read: the items stand in one array. */
  record Read(byte[] octets, int[] starts) {
    /** Reads the row where it stands: a listing reads thousands of them. */
    static Read of(byte[] row) {
      int[] starts = new int[SIZE + 1];
      byte[] octets = {};
      OptionalInt unpacked = OptionalInt.empty();
      try {
        CodedInputStream in = Row.open(row);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          switch (WireFormat.getTagFieldNumber(tag)) {
            case PageRow.LENGTHS_FIELD_NUMBER -> readStarts(in, starts);
            case PageRow.SIZE_FIELD_NUMBER -> octets = new byte[in.readUInt32()];
            case PageRow.PACKED_FIELD_NUMBER -> {
              int length = in.readRawVarint32();
              int at = 1 + in.getTotalBytesRead();
              unpacked = Packed.unpack(row, at, length, octets);
              in.skipRawBytes(length);
            }
            default -> in.skipField(tag);
          }
        }
      } catch (IOException e) {
        throw corrupt();
      }
      if (unpacked.orElse(-1) != octets.length || starts[SIZE] != octets.length) {
        throw corrupt();
      }
      return new Read(octets, starts);
    }

    private static void readStarts(CodedInputStream in, int[] starts) throws IOException {
      int outer = in.pushLimit(in.readRawVarint32());
      for (int i = 0; i < SIZE; i++) {
        starts[i + 1] = starts[i] + (in.isAtEnd() ? 0 : in.readUInt32());
      }
      in.popLimit(outer);
    }

    private static Refused corrupt() {
      return new Refused(Problem.Kind.CORRUPT, "store.row", "no page of emails");
    }

    boolean has(long number) {
      return length((int) (number % SIZE)) > 0;
    }

    private int length(int i) {
      return starts[i + 1] - starts[i];
    }

    /** Of a page of envelopes; empty when it does not have it. */
    Optional<EnvelopeForm> envelope(long number) {
      int i = (int) (number % SIZE);
      return length(i) == 0
          ? Optional.empty()
          : Optional.of(new EnvelopeForm(octets, starts[i], length(i)));
    }

    /** Of a page of subjects that has it; empty for an email that has none. */
    Optional<Utf8> subject(long number) {
      int i = (int) (number % SIZE);
      return octets[starts[i]] == NO_SUBJECT
          ? Optional.empty()
          : Optional.of(new Utf8(octets, starts[i] + 1, starts[i + 1]));
    }
  }
}

package org.mailstead.store;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The one codec of stored rows: a format byte, then Protocol Buffers. The byte's high bit says that
 * the rest is sealed with an account's key; no release has written that yet. Fields that this
 * release does not know survive a rewrite, because messages are changed by builder, never rebuilt.
 */
public final class Row {
  private static final byte PLAIN = 1;

  private Row() {}

  public static byte[] write(MessageLite message) {
    byte[] row = new byte[1 + message.getSerializedSize()];
    row[0] = PLAIN;
    var out = com.google.protobuf.CodedOutputStream.newInstance(row, 1, row.length - 1);
    try {
      message.writeTo(out);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("a message outgrew its own size", e);
    }
    return row;
  }

  /**
   * @throws Refused CORRUPT when the bytes are no such row
   */
  public static <M extends MessageLite> M read(byte[] row, Parser<M> parser) {
    checkFormat(row);
    try {
      return parser.parseFrom(row, 1, row.length - 1);
    } catch (InvalidProtocolBufferException e) {
      throw corrupt("not a row");
    }
  }

  /**
   * A row to be read where it stands, field by field. Octets that it has read are counted from
   * behind the format byte.
   *
   * @throws Refused CORRUPT when the bytes are no row
   */
  public static CodedInputStream open(byte[] row) {
    checkFormat(row);
    return CodedInputStream.newInstance(row, 1, row.length - 1);
  }

  private static void checkFormat(byte[] row) {
    if (row.length == 0 || row[0] != PLAIN) {
      throw corrupt(row.length == 0 ? "empty" : "format " + row[0]);
    }
  }

  private static Refused corrupt(String why) {
    return new Refused(Problem.Kind.CORRUPT, "store.row", why);
  }
}

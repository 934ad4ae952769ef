package org.mailstead.filter.milter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What goes over the wire at once: a length of four octets, a letter that says what it is, and
 * data.
 */
record MilterPacket(char what, byte[] data) {
  /** Larger than any body chunk that was agreed on. */
  private static final int MOST = 1 << 20;

  static MilterPacket of(char what) {
    return new MilterPacket(what, new byte[0]);
  }

  /** One whose data are strings, each ended by NUL. */
  static MilterPacket strings(char what, List<String> strings) {
    var data = new ByteArrayOutputStream();
    for (String string : strings) {
      // An address may be UTF-8; a NUL would end the string, and begin another.
      data.writeBytes(string.replace("\0", "").getBytes(UTF_8));
      data.write(0);
    }
    return new MilterPacket(what, data.toByteArray());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(data.length + 1);
    out.writeByte(what);
    out.write(data);
  }

  /**
   * @throws MilterSyntaxException when the length is none
   * @throws EOFException when the filter has gone
   */
  static MilterPacket read(DataInputStream in) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      throw new EOFException("the filter has ended the conversation");
    }
    if (length < 1 || length > MOST) {
      throw new MilterSyntaxException("no length of a packet: " + Integer.toUnsignedString(length));
    }
    byte[] packet = in.readNBytes(length);
    if (packet.length < length) {
      throw new EOFException("the filter has ended the conversation inside a packet");
    }
    return new MilterPacket((char) (packet[0] & 0xff), Arrays.copyOfRange(packet, 1, length));
  }

  /** The strings from an octet on. */
  List<String> strings(int from) {
    List<String> strings = new ArrayList<>();
    int start = from;
    for (int i = from; i < data.length; i++) {
      if (data[i] == 0) {
        strings.add(new String(data, start, i - start, ISO_8859_1));
        start = i + 1;
      }
    }
    if (start < data.length) {
      strings.add(new String(data, start, data.length - start, ISO_8859_1));
    }
    return strings;
  }

  /** A number of four octets. */
  int number(int at) throws MilterSyntaxException {
    if (data.length < at + Integer.BYTES) {
      throw new MilterSyntaxException("a packet " + what + " is too short");
    }
    return ByteBuffer.wrap(data).getInt(at);
  }
}

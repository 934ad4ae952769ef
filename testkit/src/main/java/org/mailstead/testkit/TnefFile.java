package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes TNEF, the {@code winmail.dat} of Outlook, for tests of whatever reads it. */
public final class TnefFile {
  public static final int SUBJECT = 0x0037001f;
  public static final int BODY = 0x1000001f;
  public static final int RTF = 0x10090102;
  public static final int HTML = 0x10130102;
  public static final int INTERNET_CODE_PAGE = 0x3fde0003;
  public static final int DISPLAY_NAME = 0x3001001f;
  public static final int LONG_FILE_NAME = 0x3707001f;
  public static final int MIME_TAG = 0x370e001f;
  public static final int CONTENT_ID = 0x3712001f;

  private static final int OBJECT = 0x3701000d;
  private static final String MESSAGE = "0703020000000000c000000000000046";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * @param codePage of what is not Unicode
   */
  public TnefFile(int codePage) {
    number(0x223e9f78);
    out.writeBytes(new byte[] {1, 0});
    attribute(1, 0x00089006, little(0x00010000));
    attribute(1, 0x00069007, ByteBuffer.allocate(8).put(little(codePage)).array());
    attribute(1, 0x00078008, "IPM.Microsoft Mail.Note\0".getBytes(US_ASCII));
  }

  /** A property: its type in the lower half, its id in the upper. */
  public record Property(int tag, byte[] value) {
    public static Property text(int tag, String text) {
      return new Property(tag, (text + "\0").getBytes(UTF_16LE));
    }

    public static Property octets(int tag, byte[] octets) {
      return new Property(tag, octets);
    }

    public static Property number(int tag, int number) {
      return new Property(tag, little(number));
    }

    /** A message, as an attachment has it. */
    public static Property message(byte[] tnef) {
      var value = new ByteArrayOutputStream();
      value.writeBytes(HexFormat.of().parseHex(MESSAGE));
      value.writeBytes(tnef);
      return new Property(OBJECT, value.toByteArray());
    }
  }

  private static byte[] little(int number) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
  }

  private void number(int number) {
    out.writeBytes(little(number));
  }

  /** Any attribute at all. */
  public TnefFile attribute(int level, int id, byte[] value) {
    out.write(level);
    number(id);
    number(value.length);
    out.writeBytes(value);
    int sum = 0;
    for (byte octet : value) {
      sum += octet & 0xff;
    }
    out.write(sum);
    out.write(sum >> 8);
    return this;
  }

  public TnefFile message(Property... properties) {
    return attribute(1, 0x00069003, properties(properties));
  }

  /**
   * @param title its name, short and in the code page
   */
  public TnefFile file(String title, byte[] content, Property... properties) {
    begin();
    attribute(2, 0x00018010, (title + "\0").getBytes(ISO_8859_1));
    attribute(2, 0x0006800f, content);
    return properties.length == 0 ? this : attribute(2, 0x00069005, properties(properties));
  }

  public TnefFile embedded(String name, byte[] tnef) {
    begin();
    return attribute(
        2,
        0x00069005,
        properties(
            Property.text(DISPLAY_NAME, name),
            Property.number(0x37050003, 5),
            Property.message(tnef)));
  }

  private void begin() {
    attribute(2, 0x00069002, new byte[] {1, 0, -1, -1, -1, -1, 32, 0, 32, 0, 0, 0, 0, 0});
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  private static byte[] properties(Property... properties) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(little(properties.length));
    for (Property one : properties) {
      out.writeBytes(little(one.tag()));
      boolean fixed = (one.tag() & 0xffff) == 3;
      if (!fixed) {
        out.writeBytes(little(1));
        out.writeBytes(little(one.value().length));
      }
      out.writeBytes(one.value());
      out.writeBytes(new byte[-one.value().length & 3]);
    }
    return out.toByteArray();
  }

  /** RTF as it stands in a property; each run of eight octets has a head that says so. */
  public static byte[] rtf(String rtf) {
    byte[] plain = rtf.getBytes(ISO_8859_1);
    List<byte[]> packed = new ArrayList<>();
    int size = 0;
    for (int at = 0; at < plain.length; at += 8) {
      int run = Math.min(8, plain.length - at);
      byte[] one = new byte[1 + run + (run < 8 ? 2 : 0)];
      System.arraycopy(plain, at, one, 1, run);
      if (run < 8) {
        end(one, run, plain.length);
      }
      packed.add(one);
      size += one.length;
    }
    if (plain.length % 8 == 0) {
      byte[] one = new byte[3];
      end(one, 0, plain.length);
      packed.add(one);
      size += 3;
    }
    ByteBuffer all = ByteBuffer.allocate(16 + size).order(ByteOrder.LITTLE_ENDIAN);
    all.putInt(size + 12).putInt(plain.length).putInt(0x75465a4c).putInt(0);
    packed.forEach(all::put);
    int crc = crc(all.array());
    return all.putInt(12, crc).array();
  }

  /** A reference to where the window ends is the end. */
  private static void end(byte[] run, int bit, int length) {
    int reference = (207 + length & 4095) << 4;
    run[0] = (byte) (1 << bit);
    run[bit + 1] = (byte) (reference >> 8);
    run[bit + 2] = (byte) reference;
  }

  /** The usual polynomial, but neither begun nor ended with ones. */
  private static int crc(byte[] packed) {
    int crc = 0;
    for (int i = 16; i < packed.length; i++) {
      crc ^= packed[i] & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0xedb88320);
      }
    }
    return crc;
  }
}

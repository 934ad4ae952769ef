package org.mailstead.http;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs answers with gzip. An answer whose length can be watched tells something of a secret that
 * is packed beside text of somebody else's choice, when he can have it sent again and again
 * (BREACH). So only those answers are packed that ask for it ({@link Answer#packable}): they answer
 * requests that pages of other sites cannot have a browser send, with a proof that they do not
 * have. And since mail of strangers lies in them beside other mail, each has up to some hundred
 * octets more than it needs, by chance.
 */
final class Packing {
  /** Below it little is gained. */
  static final int LEAST = 1_024;

  private static final int LEVEL = 4;
  private static final int MOST_CHANCE = 256;
  private static final byte HAS_NAME = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Packing() {}

  /** Whether a coding is named and not with the weight 0, which forbids it. */
  static boolean takes(String accepted, String coding) {
    return Arrays.stream(accepted.split(",", -1))
        .map(one -> one.strip().toLowerCase(Locale.ROOT))
        .filter(one -> one.replaceFirst("\\s*;.*", "").equals(coding))
        .anyMatch(one -> !one.matches(".*;\\s*q\\s*=\\s*0(\\.0*)?\\s*"));
  }

  /** The format has a place for a file's name, which nobody reads: chance decides its length. */
  static byte[] gzip(byte[] plain) {
    var packed = new ByteArrayOutputStream(plain.length / 3 + MOST_CHANCE);
    packed.writeBytes(
        new byte[] {0x1f, (byte) 0x8b, Deflater.DEFLATED, HAS_NAME, 0, 0, 0, 0, 0, (byte) 255});
    byte[] name = new byte[RANDOM.nextInt(MOST_CHANCE)];
    Arrays.fill(name, (byte) 'x');
    packed.writeBytes(name);
    packed.write(0);
    var deflater = new Deflater(LEVEL, true);
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] buffer = new byte[8 << 10];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
    } finally {
      deflater.end();
    }
    var crc = new CRC32();
    crc.update(plain);
    number(packed, crc.getValue());
    number(packed, plain.length);
    return packed.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, long value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >> shift));
    }
  }
}

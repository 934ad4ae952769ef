package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class PackingTest {
  private static final Zstd ZSTD = new Zstd();

  /** Bytes of which some parts pack well and some do not at all. */
  static byte[] mixed(RandomGenerator dice, int length) {
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; ) {
      int part = Math.min(length - at, dice.nextInt(1, 100_000));
      if (dice.nextBoolean()) {
        byte[] noise = new byte[part];
        dice.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, part);
      } else {
        Arrays.fill(bytes, at, at + part, (byte) dice.nextInt());
      }
      at += part;
    }
    return bytes;
  }

  private static byte[] pack(byte[] plain, RandomGenerator dice) throws IOException {
    var out = new ByteArrayOutputStream();
    var packing = new Packing(out, ZSTD);
    for (int at = 0; at < plain.length; ) {
      int part = Math.min(plain.length - at, dice.nextInt(1, 300_000));
      packing.write(plain, at, part);
      at += part;
    }
    packing.finish();
    return out.toByteArray();
  }

  @Test
  void everyRangeComesBackAsItWas() {
    Property.holds(
        40,
        dice -> {
          try {
            byte[] plain = mixed(dice, dice.nextInt(dice.nextBoolean() ? 3000 : 1_000_000));
            byte[] packed = pack(plain, dice);
            assertArrayEquals(plain, Blobs.open(packed, ZSTD, 0, Long.MAX_VALUE).readAllBytes());
            for (int i = 0; i < 5; i++) {
              int from = dice.nextInt(plain.length + 10);
              int length = dice.nextInt(plain.length + 10);
              int first = Math.min(from, plain.length);
              int last = Math.min(first + length, plain.length);
              assertArrayEquals(
                  Arrays.copyOfRange(plain, first, last),
                  Blobs.open(packed, ZSTD, from, length).readAllBytes());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void skippingLeavesOutFramesWithoutUnpackingThem() throws IOException {
    byte[] plain = new byte[3 * Packing.FRAME];
    plain[plain.length - 2] = 7;
    byte[] packed = pack(plain, RandomGenerator.getDefault());
    packed[Packing.HEADER + 5] ^= 1; // the first frame
    try (var in = Blobs.open(packed, ZSTD, 0, Long.MAX_VALUE)) {
      assertEquals(plain.length - 2, in.skip(plain.length - 2));
      assertEquals(7, in.read());
      assertEquals(0, in.read());
      assertEquals(-1, in.read());
    }
  }

  /** Damage is found, and never anything but the bytes or CORRUPT comes out. */
  @Test
  void anyChangedByteIsFound() {
    Property.holds(
        300,
        dice -> {
          try {
            byte[] plain = mixed(dice, dice.nextInt(1, 2000));
            byte[] packed = pack(plain, dice);
            packed[dice.nextInt(packed.length)] ^= (byte) (1 << dice.nextInt(8));
            if (dice.nextInt(4) == 0) {
              packed = Arrays.copyOf(packed, dice.nextInt(packed.length));
            }
            byte[] broken = packed;
            Refused refused =
                assertThrows(
                    Refused.class,
                    () -> Blobs.open(broken, ZSTD, 0, Long.MAX_VALUE).readAllBytes());
            assertTrue(
                refused.problem().kind() == Problem.Kind.CORRUPT
                    || refused.problem().kind() == Problem.Kind.UNSUPPORTED);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}

package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Files that reports come in, and bombs. */
class PackedTest {
  private static final byte[] TEXT = "<feedback/>".getBytes(UTF_8);

  private static byte[] all(byte[] packed) throws Exception {
    try (var in = Packed.open(packed)) {
      return in.readAllBytes();
    }
  }

  @Test
  void whatIsInsideComesOut() throws Exception {
    assertArrayEquals(TEXT, all(TEXT));
    assertArrayEquals(TEXT, all(Samples.gzip(TEXT)));
    assertArrayEquals(TEXT, all(Samples.zip("a.xml", TEXT)));
    assertArrayEquals(new byte[0], all(new byte[0]));
  }

  @Test
  void aBombEndsAtTheLimit() throws Exception {
    byte[] zeros = new byte[1 << 20];
    byte[][] pieces = new byte[51][];
    Arrays.fill(pieces, zeros);
    byte[] bomb = Samples.gzip(pieces);
    assertTrue(bomb.length < 100_000);
    assertThrows(IOException.class, () -> count(bomb));
    byte[] zipped = Samples.zip("a.xml", new byte[51 << 20]);
    assertThrows(IOException.class, () -> count(zipped));
    assertEquals(50 << 20, count(Samples.gzip(Arrays.copyOf(pieces, 50))));
    var e = assertThrows(UnreadableReport.class, () -> DmarcReportParser.parse(Packed.open(bomb)));
    assertEquals("it is no well-formed XML", e.why());
    assertThrows(UnreadableReport.class, () -> TlsReportParser.parse(Packed.open(bomb)));
  }

  private static long count(byte[] packed) throws Exception {
    try (var in = Packed.open(packed)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  @Test
  void nothingIsUnpackedTwice() throws Exception {
    byte[] nested = Samples.gzip(Samples.gzip(TEXT));
    assertArrayEquals(Samples.gzip(TEXT), all(nested));
    byte[] zipped = Samples.zip("a.zip", Samples.zip("a.xml", TEXT));
    assertThrows(UnreadableReport.class, () -> DmarcReportParser.parse(Packed.open(zipped)));
  }

  @Test
  void onlyTheFirstFileOfAZipIsRead() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("../../a.xml"));
      zip.write(TEXT);
      zip.putNextEntry(new ZipEntry("b.xml"));
      zip.write(1);
    }
    assertArrayEquals(TEXT, all(out.toByteArray()));
    byte[] folder = Samples.zip("folder/", new byte[0]);
    assertThrows(UnreadableReport.class, () -> all(folder));
  }

  @Test
  void brokenAndLargeFilesAreRefused() throws Exception {
    byte[] gzip = Samples.gzip(TEXT);
    assertThrows(UnreadableReport.class, () -> all(Arrays.copyOf(gzip, 5)));
    assertThrows(IOException.class, () -> all(Arrays.copyOf(gzip, gzip.length - 9)));
    assertThrows(UnreadableReport.class, () -> all(new byte[Packed.MOST_PACKED + 1]));
  }
}

package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.testkit.TnefFile;
import org.mailstead.testkit.TnefFile.Property;

/** What is taken out of a winmail.dat. */
class WinmailTest {
  private static List<UnpackedFile> unpack(byte[] tnef) throws IOException {
    return Winmail.unpack(ByteSource.of(tnef), true).orElseThrow();
  }

  static String text(UnpackedFile file) throws IOException {
    try (InputStream in = file.octets().open(0, file.octets().length())) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static TnefFile withFiles() {
    return new TnefFile(1251)
        .file(
            "SHORT~1.TXT",
            "first".getBytes(UTF_8),
            Property.text(TnefFile.LONG_FILE_NAME, "Ünï ☃.txt"),
            Property.text(TnefFile.MIME_TAG, "Text/Plain"),
            Property.text(TnefFile.CONTENT_ID, "<a@b>"))
        .file("\u00e0.bin", new byte[] {0, 1, 2});
  }

  @Test
  void filesHaveTheNamesThatTheyHadInOutlook() throws IOException {
    List<UnpackedFile> files = unpack(withFiles().bytes());
    assertEquals(List.of("Ünï ☃.txt", "а.bin"), files.stream().map(UnpackedFile::name).toList());
    assertEquals(List.of(1, 2), files.stream().map(UnpackedFile::number).toList());
    assertEquals("text/plain", files.get(0).type());
    assertEquals(Optional.of("a@b"), files.get(0).cid());
    assertEquals("first", text(files.get(0)));
    assertEquals("application/octet-stream", files.get(1).type());
    assertEquals(3, files.get(1).octets().length());
    assertFalse(files.get(1).isBody());
  }

  @Test
  void aNameIsNoPath() throws IOException {
    var file =
        new TnefFile(1252)
            .file("..\\..\\a.exe", new byte[1])
            .file("/etc/\u0001x", new byte[1])
            .file("/", new byte[1]);
    assertEquals(
        List.of("a.exe", "x", "attachment"),
        unpack(file.bytes()).stream().map(UnpackedFile::name).toList());
  }

  @Test
  void aTypeIsNothingElse() throws IOException {
    var file =
        new TnefFile(1252)
            .file("a", new byte[1], Property.text(TnefFile.MIME_TAG, "text/html\r\nX: y"));
    assertEquals("application/octet-stream", unpack(file.bytes()).getFirst().type());
  }

  @Test
  void aPartOfAFileCanBeRead() throws IOException {
    ByteSource octets = unpack(withFiles().bytes()).getFirst().octets();
    try (InputStream in = octets.open(1, 3)) {
      assertEquals("irs", new String(in.readAllBytes(), UTF_8));
    }
  }

  @Test
  void htmlIsTheText() throws IOException {
    var file =
        new TnefFile(1252)
            .message(
                Property.text(TnefFile.BODY, "plain"),
                Property.octets(TnefFile.HTML, "<p>\u00e4</p>".getBytes(ISO_8859_1)),
                Property.number(TnefFile.INTERNET_CODE_PAGE, 28_591));
    UnpackedFile body = unpack(file.bytes()).getFirst();
    assertTrue(body.isBody());
    assertEquals("message.html text/html", body.name() + " " + body.type());
    assertEquals("\ufeff<p>ä</p>", text(body));
    assertEquals(body.octets().length(), text(body).getBytes(UTF_8).length);
  }

  @Test
  void htmlInRtfIsTheText() throws IOException {
    var file =
        new TnefFile(1252)
            .message(
                Property.text(TnefFile.BODY, "plain"),
                Property.octets(TnefFile.RTF, TnefFile.rtf(RtfTextTest.HTML)));
    UnpackedFile body = unpack(file.bytes()).getFirst();
    assertEquals("text/html", body.type());
    assertEquals("\ufeff" + RtfTextTest.HTML_INSIDE, text(body));
  }

  @Test
  void plainTextComesBeforeRtfThatWasNoHtml() throws IOException {
    var file =
        new TnefFile(1252)
            .message(
                Property.octets(TnefFile.RTF, TnefFile.rtf("{\\rtf1\\b rich}")),
                Property.text(TnefFile.BODY, "pläin"));
    assertEquals("pläin", text(unpack(file.bytes()).getFirst()));
    var rich =
        new TnefFile(1252).message(Property.octets(TnefFile.RTF, TnefFile.rtf("{\\rtf1\\b rich}")));
    assertEquals("rich", text(unpack(rich.bytes()).getFirst()));
    assertEquals("message.txt", unpack(rich.bytes()).getFirst().name());
    var old = new TnefFile(1251).attribute(1, 0x0002800c, new byte[] {(byte) 0xe0, 0});
    assertEquals("а", text(unpack(old.bytes()).getFirst()));
  }

  @Test
  void theTextIsOnlyThereForWhoWantsIt() throws IOException {
    byte[] file =
        new TnefFile(1252)
            .message(Property.text(TnefFile.BODY, "plain"))
            .file("a", new byte[1])
            .bytes();
    assertEquals(2, unpack(file).size());
    var without = Winmail.unpack(ByteSource.of(file), false).orElseThrow();
    assertEquals(List.of("a"), without.stream().map(UnpackedFile::name).toList());
    assertEquals(unpack(file).getFirst().number(), without.getFirst().number());
  }

  @Test
  void messagesInsideAreUnpackedToo() throws IOException {
    byte[] inner =
        new TnefFile(1252)
            .message(
                Property.text(TnefFile.SUBJECT, "Inner: 1/2"), Property.text(TnefFile.BODY, "hi"))
            .file("deep.txt", "deep".getBytes(UTF_8))
            .bytes();
    byte[] outer =
        new TnefFile(1252).embedded("inner", inner).file("b.txt", "b".getBytes(UTF_8)).bytes();
    List<UnpackedFile> files = unpack(outer);
    assertEquals(
        List.of("2.txt", "deep.txt", "b.txt"), files.stream().map(UnpackedFile::name).toList());
    assertEquals("hi", text(files.get(0)));
    assertEquals("deep", text(files.get(1)));
    assertFalse(files.get(0).isBody());
  }

  @Test
  void messagesInsideEachOtherEndSomewhere() throws IOException {
    byte[] file = new TnefFile(1252).file("deepest", new byte[1]).bytes();
    for (int i = 0; i < 50; i++) {
      file = new TnefFile(1252).embedded("m" + i, file).bytes();
    }
    List<UnpackedFile> files = unpack(file);
    assertEquals(1, files.size()); // what is deeper is one file
    assertTrue(files.getFirst().octets().length() > 1000);
  }

  @Test
  void whatIsNoTnefIsNotUnpacked() throws IOException {
    for (String some : List.of("", "x", "hello world, this is no TNEF at all")) {
      assertEquals(Optional.empty(), Winmail.unpack(ByteSource.of(some.getBytes(UTF_8)), true));
    }
    byte[] only = Arrays.copyOf(new TnefFile(1252).bytes(), 6);
    assertEquals(List.of(), unpack(only));
  }

  @Test
  void checksumsMayBeWrong() throws IOException {
    byte[] file = new TnefFile(1252).file("a", "content".getBytes(UTF_8)).bytes();
    int at = new String(file, ISO_8859_1).indexOf("content") + "content".length();
    file[at] ^= 0x55;
    assertEquals("content", text(unpack(file).getFirst()));
  }

  @Test
  void whatCameBeforeTheEndCounts() throws IOException {
    byte[] whole = withFiles().bytes();
    int before = 0;
    for (int length = 6; length <= whole.length; length++) {
      List<UnpackedFile> files = unpack(Arrays.copyOf(whole, length));
      for (UnpackedFile file : files) {
        assertEquals(
            file.octets().length(),
            file.octets().open(0, file.octets().length()).readAllBytes().length);
      }
      assertTrue(files.size() >= before);
      before = files.size();
    }
    assertEquals(2, before);
  }

  /** Every length in a file, made as large as it can be, one after the other. */
  @Test
  void lengthsThatLieCostNothing() throws IOException {
    byte[] whole =
        withFiles()
            .embedded("m", withFiles().bytes())
            .message(Property.octets(TnefFile.RTF, TnefFile.rtf("{\\rtf1 x}")))
            .bytes();
    for (int at = 0; at + 4 <= whole.length; at++) {
      for (int octet : new int[] {0xff, 0x7f, 0x80}) {
        byte[] file = whole.clone();
        Arrays.fill(file, at, at + 3, (byte) 0xff);
        file[at + 3] = (byte) octet;
        for (UnpackedFile one : Winmail.unpack(ByteSource.of(file), true).orElse(List.of())) {
          assertTrue(one.octets().length() <= file.length * 20L);
          assertEquals(
              one.octets().length(),
              one.octets().open(0, one.octets().length()).readAllBytes().length);
        }
      }
    }
  }

  @Test
  void thereAreNoMoreFilesThanSomeHundreds() throws IOException {
    var file = new TnefFile(1252);
    for (int i = 0; i < 600; i++) {
      file.file("f" + i, new byte[1]);
    }
    assertEquals(500, unpack(file.bytes()).size());
  }

  @Test
  void aTextInsideUnpacksOnlySoFar() throws IOException {
    byte[] rtf = TnefFile.rtf("{\\rtf1 " + "x".repeat(5 << 20) + "}");
    var file = new TnefFile(1252).message(Property.octets(TnefFile.RTF, rtf));
    long length = unpack(file.bytes()).getFirst().octets().length();
    assertTrue(length > 3 << 20 && length <= 4 << 20, () -> "length " + length);
  }

  @Test
  void itIsKnownByTypeOrName() {
    assertTrue(Winmail.is("application/ms-tnef", Optional.empty()));
    assertTrue(Winmail.is("application/vnd.ms-tnef", Optional.of("x")));
    assertTrue(Winmail.is("application/octet-stream", Optional.of("WINMAIL.DAT")));
    assertFalse(Winmail.is("application/octet-stream", Optional.of("other.dat")));
    assertFalse(Winmail.is("text/plain", Optional.of("winmail.dat")));
  }

  /** The example that MS-OXRTFCP works through. */
  @Test
  void rtfIsUnpackedAsOthersPackIt() throws IOException {
    byte[] packed =
        HexFormat.of()
            .parseHex(
                "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
                    + "0af32068656c090020627705b06c647d0a800fa0");
    assertArrayEquals(
        "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".getBytes(UTF_8),
        CompressedRtf.unpack(packed, 1000));
  }
}

package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.DecodedPart;
import org.mailstead.formats.jmap.EmailBody;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.Archive;
import org.mailstead.testkit.TnefFile;
import org.mailstead.testkit.TnefFile.Property;

/** Files that others wrote, and programs of others that read ours. */
class WinmailForeignTest {
  private static final Map<String, String> REAL =
      Map.of(
          "easy-ham-2-01177", "I would like to install",
          "easy-ham-1-00067", "Don’t get ripped off by expensive hotel, payphone",
          "easy-ham-2-01388", "Hertz - 3 Day Weekend Rates for September");

  @TempDir Path folder;

  @Test
  void mailOfExchangeAndOutlookIsRead() throws IOException {
    var found =
        Archive.read(
            "spam/spamassassin-2002.tar.xz",
            name -> REAL.keySet().stream().anyMatch(name::contains));
    assumeTrue(found.isPresent(), "test data is missing: spamassassin-2002");
    SortedMap<String, byte[]> mails = found.get();
    assertEquals(3, mails.size());
    for (Map.Entry<String, byte[]> mail : mails.entrySet()) {
      ByteSource message = ByteSource.of(mail.getValue());
      BodyPart part =
          EmailBody.of(MessageStructure.of(mail.getValue())).attachments().stream()
              .filter(one -> Winmail.is(one.type(), one.name()))
              .findFirst()
              .orElseThrow();
      var tnef = new DecodedPart(part, message);
      List<UnpackedFile> files = Winmail.unpack(tnef, true).orElseThrow();
      assertEquals(List.of("message.txt"), files.stream().map(UnpackedFile::name).toList());
      String text = WinmailTest.text(files.getFirst());
      String said =
          REAL.entrySet().stream()
              .filter(one -> mail.getKey().contains(one.getKey()))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElseThrow();
      assertTrue(text.contains(said), text);
    }
  }

  private static boolean isThere(String program) {
    return Files.isExecutable(Path.of("/usr/bin", program));
  }

  private void run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
  }

  /** What our tests write is what other programs read, else the tests prove nothing. */
  @Test
  void whatWeWriteOthersReadAsWell() throws Exception {
    assumeTrue(isThere("tnef") && isThere("ytnef"), "install tnef and ytnef-tools");
    byte[] file =
        new TnefFile(1252)
            .message(Property.octets(TnefFile.RTF, TnefFile.rtf("{\\rtf1 some words}")))
            .file(
                "a.txt",
                "first".getBytes(UTF_8),
                Property.text(TnefFile.LONG_FILE_NAME, "long name.txt"))
            .file("b.bin", "second".getBytes(UTF_8))
            .bytes();
    Files.write(folder.resolve("winmail.dat"), file);
    run("tnef", "--save-body", "winmail.dat");
    assertEquals("{\\rtf1 some words}", Files.readString(folder.resolve("message.rtf")));
    for (UnpackedFile one : Winmail.unpack(ByteSource.of(file), false).orElseThrow()) {
      assertEquals(WinmailTest.text(one), Files.readString(folder.resolve(one.name())));
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    run("ytnef", "-f", other.toString(), "winmail.dat");
    assertEquals("second", Files.readString(other.resolve("b.bin")));
    assertEquals("first", Files.readString(other.resolve("a.txt"))); // it has the short name
  }
}

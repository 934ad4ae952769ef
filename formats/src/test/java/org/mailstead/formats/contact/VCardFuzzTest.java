package org.mailstead.formats.contact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;

/** Whatever is handed in as a vCard is a proper card or none, and can be written again. */
class VCardFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void cards(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    check(text);
    check("BEGIN:VCARD\nVERSION:4.0\nUID:1\n" + text + "\nEND:VCARD\n");
    check("BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nN:" + text + "\nTEL;" + text + "\nEND:VCARD\n");
    check("BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:" + text + "\nEND:VCARD\n");
  }

  private static void check(String text) {
    for (ReadCard one : VCardReader.read(text)) {
      assertTrue(CardShape.wrong(one.card()).isEmpty());
      assertFalse(one.card().path("uid").asString("").isEmpty());
      String written = VCardWriter.write(one.card(), Optional.of(one.original()));
      List<ReadCard> again = VCardReader.read(written);
      assertEquals(1, again.size(), written);
      assertTrue(CardShape.wrong(again.getFirst().card()).isEmpty());
    }
  }
}

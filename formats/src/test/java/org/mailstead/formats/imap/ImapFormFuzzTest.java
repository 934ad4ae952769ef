package org.mailstead.formats.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.mailstead.formats.mime.MessageStructure;

/** Any message has an envelope that reads as it was, and a form without NUL in its parts. */
class ImapFormFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void ofAnyMessage(byte[] message) {
    EnvelopeFormTest.check(MessageStructure.of(message).envelope());
  }

  @FuzzTest(maxDuration = "65s")
  void anyOctets(byte[] octets) {
    var form = new EnvelopeForm(octets, 0, octets.length);
    for (EnvelopeForm.Field field : EnvelopeForm.Field.values()) {
      try {
        assertEquals(form.isNil(field), form.text(field).isEmpty());
      } catch (IllegalArgumentException _) {
        // no envelope
      }
    }
  }

  @FuzzTest(maxDuration = "65s")
  void textualForm(byte[] message) {
    TextualFormTest.check(message);
  }
}

package org.mailstead.formats.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.mailstead.formats.mime.MessageStructure;

/** Any header is read from its envelope as it was; any octets are an envelope or are refused. */
class EnvelopeFuzzTest {
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
}

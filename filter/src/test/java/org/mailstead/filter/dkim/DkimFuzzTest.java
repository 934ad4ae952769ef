package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.mailstead.filter.FakeDns;

/** No octets of a stranger may be taken for a signature, or do more than be wrong. */
class DkimFuzzTest {
  private static final String RECORD = Messages.ED25519.dnsRecord();
  private static final String NAME = Messages.ED25519.name().dnsName();

  @FuzzTest(maxDuration = "65s")
  void signatures(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    for (String message :
        List.of(
            "DKIM-Signature: " + text + "\r\n" + Messages.PLAIN,
            text + "\r\nFrom: a@example.test\r\n\r\nbody",
            "DKIM-Signature: v=1; a=ed25519-sha256; d=example.test; s=e1; h=from; " + text)) {
      List<Dkim> results =
          Messages.verify(
              new FakeDns().txt(NAME, RECORD), Messages.octets(message), DkimLimits.DEFAULT);
      for (Dkim dkim : results) {
        assertNotEquals("pass", dkim.result().code(), dkim.toString());
        assertFalse(dkim.explanation().isEmpty());
      }
    }
  }

  @FuzzTest(maxDuration = "65s")
  void keys(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    try {
      DkimKey key = DkimKey.parse(text);
      assertFalse(Signatures.verify(key.algorithm(), key.key(), "signed", "AAAA"));
    } catch (TagSyntaxException e) {
      assertFalse(e.why().isEmpty());
    }
    DkimKey.isOne(text);
  }

  @FuzzTest(maxDuration = "65s")
  void tags(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    try {
      TagList tags = TagList.parse(text);
      assertTrue(tags.names().stream().allMatch(name -> tags.find(name).isPresent()));
      String without = tags.withoutSignature();
      assertTrue(without.length() <= text.length());
      assertTrue(TagList.parse(without).find("b").orElse("").isEmpty());
    } catch (TagSyntaxException e) {
      assertFalse(e.why().isEmpty());
    }
  }
}

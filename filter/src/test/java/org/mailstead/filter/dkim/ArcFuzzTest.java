package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.mailstead.filter.FakeDns;

/** No octets of a stranger may be taken for a chain that holds. */
class ArcFuzzTest {
  private static final String RECORD = Messages.ED25519.dnsRecord();
  private static final String NAME = Messages.ED25519.name().dnsName();

  @FuzzTest(maxDuration = "65s")
  void chains(byte[] octets) throws IOException {
    String text = new String(octets, ISO_8859_1);
    String seal = "ARC-Seal: i=1; a=ed25519-sha256; cv=none; d=example.test; s=e1; b=AAAA\r\n";
    String signature =
        "ARC-Message-Signature: i=1; a=ed25519-sha256; d=example.test; s=e1; h=from; bh=AA; b=AA\r\n";
    for (String header :
        List.of(
            text,
            "ARC-Seal: " + text,
            seal + signature + "ARC-Authentication-Results: " + text,
            seal
                + "ARC-Authentication-Results: i=1; a.test; none\r\nARC-Message-Signature: "
                + text,
            signature + "ARC-Authentication-Results: i=1; a.test; none\r\nARC-Seal: " + text)) {
      SignedMessage message = Messages.octets(header + "\r\n" + Messages.PLAIN);
      Arc arc =
          new ArcValidator(new FakeDns().txt(NAME, RECORD), DkimLimits.DEFAULT).validate(message);
      assertNotEquals("pass", arc.code(), arc.toString());
      assertFalse(arc.explanation().isEmpty());
      var sealer = new ArcSealer(Messages.ED25519, ArcSealer.POLICY, Messages.NOW);
      String fields = sealer.seal(message, arc, text);
      assertFalse(fields.replaceAll("\r\n[ \t]", " ").contains("\r\n\r\n"));
      for (String code : List.of("none", "pass", "fail", text)) {
        Arc kept = ArcSealer.arrived(message, code);
        String later = sealer.seal(message, kept, "a.test; none");
        boolean mayAdd =
            !(kept instanceof Arc.Fail(_, int highest, boolean closed))
                || (!closed && highest < 50);
        assertEquals(mayAdd, later.startsWith("ARC-Seal: "), kept.toString());
      }
    }
  }
}

package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Archive;

/** Apache's implementation and ours agree, over mail that people sent. */
class JdkimTest {
  private static List<String> mail() throws Exception {
    Optional<SortedMap<String, byte[]>> files =
        Archive.read("ham/linux-man.tar.xz", name -> name.hashCode() % 10 == 0);
    assumeTrue(files.isPresent(), "the mail of linux-man is missing");
    List<String> mail = new ArrayList<>();
    for (byte[] octets : files.orElseThrow().values()) {
      String text = new String(octets, ISO_8859_1).replaceAll("\r?\n", "\r\n");
      if (text.contains("\r\n\r\n") && text.contains("\r\nFrom: ")) {
        mail.add(text);
      }
    }
    assertTrue(mail.size() > 50, "only " + mail.size());
    return mail;
  }

  @Test
  void verifiesWhatWeSign() throws Exception {
    PublicKeyRecordRetriever keys = (_, _, _) -> List.of(Messages.RSA.dnsRecord());
    for (String text : mail()) {
      SignedMessage message = Messages.octets(text);
      String field =
          new DkimSigner(SigningPolicy.DEFAULT, Messages.NOW).sign(message, List.of(Messages.RSA));
      // Its verifier takes all signatures of a message, and the keys of the others are not ours.
      String signed = field + text.replaceAll("(?i)\r\nDKIM-Signature:", "\r\nX-Was-Signed:");
      var verifier = new DKIMVerifier(keys);
      var records = verifier.verify(new ByteArrayInputStream(signed.getBytes(ISO_8859_1)));
      assertEquals(1, records.size(), signed);
      assertEquals("example.test", records.getFirst().getDToken().toString());
    }
  }

  @Test
  void signsWhatWeVerify() throws Exception {
    var dns = Messages.dns(Messages.RSA);
    int turn = 0;
    for (String text : mail()) {
      String forms =
          List.of("simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed")
              .get(turn++ % 4);
      String template =
          "v=1; a=rsa-sha256; c="
              + forms
              + "; d=example.test; s=r1; h=from:to:subject:date:received:cc:reply-to; bh=; b=;";
      String field =
          new DKIMSigner(template, Messages.RSA.secret())
              .sign(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
      SignedMessage signed = Messages.octets(field + "\r\n" + text);
      Dkim ours = Messages.verify(dns, signed, DkimLimits.DEFAULT).getFirst();
      assertEquals("pass", ours.result().code(), forms + " " + ours + "\n" + field + "\n" + text);
    }
  }
}

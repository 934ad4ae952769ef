package org.mailstead.filter.dmarc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.spf.Spf;
import org.mailstead.filter.spf.SpfIdentity;
import org.mailstead.filter.spf.SpfResult;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** Whatever strangers publish or write into From, nobody vouches for them by it. */
class DmarcFuzzTest {
  private static final Spf NO_SPF =
      new Spf(FakeDns.ip("192.0.2.1"), SpfIdentity.MAIL_FROM, "x.test", new SpfResult.None(""));

  @FuzzTest(maxDuration = "65s")
  void records(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    assertEquals(DmarcRecord.parse(text).isPresent(), DmarcRecord.parse(text + ";").isPresent());
    Optional<DmarcRecord> record = DmarcRecord.parse("v=DMARC1; p=reject; " + text);
    record.ifPresent(found -> assertTrue(found.reporting().aggregate().size() <= 10));
  }

  @FuzzTest(maxDuration = "65s")
  void messages(byte[] octets) throws IOException {
    var dns = new FakeDns().txt("_dmarc.example.com", "v=DMARC1; p=reject");
    for (String before : List.of("", "From: ", "From: a@example.com, ")) {
      String text = before + new String(octets, ISO_8859_1);
      ByteSource source = ByteSource.of(text.getBytes(ISO_8859_1));
      MessageHeader header = MessageHeader.read(source, MimeLimits.DEFAULT);
      Dmarc dmarc =
          new DmarcCheck(dns, new Organizations.TreeWalk())
              .check(Authors.of(header), NO_SPF, List.of());
      assertFalse(dmarc.passed());
      assertFalse(dmarc.explanation().isEmpty());
    }
    assertTrue(dns.asked().size() <= 3 * 5 * 9, "asked " + dns.asked().size());
  }

  @FuzzTest(maxDuration = "65s")
  void lists(byte[] octets) {
    PublicSuffixes list = PublicSuffixes.parse(new String(octets, ISO_8859_1));
    for (String name : List.of("a.b.example.com", "com", "a.ck", "x.y.z.w")) {
      list.registered(name).ifPresent(found -> assertTrue(name.endsWith(found), found));
    }
  }
}

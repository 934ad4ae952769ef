package org.mailstead.filter.spf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.InstantSource;
import org.mailstead.filter.FakeDns;
import org.mailstead.wire.dns.ZoneFileResolver;

/** No record of a stranger may do more than be wrong. */
class SpfFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void records(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    var dns =
        new FakeDns()
            .txt("a.test", "v=spf1 " + text)
            .txt("b.test", "v=spf1 -all exp=e.test")
            .txt("e.test", text)
            .with("a.test", "A", "192.0.2.1")
            .with("a.test", "MX", "10 a.test");
    for (String client : new String[] {"192.0.2.7", "2001:db8::7"}) {
      for (String domain : new String[] {"a.test", "b.test"}) {
        Spf spf =
            new SpfCheck(dns, InstantSource.system(), SpfLimits.STANDARD, "us.test")
                .mailFrom(FakeDns.ip(client), "client.test", "strange(local+part)@" + domain);
        assertFalse(spf.explanation().isEmpty());
      }
    }
    assertTrue(dns.asked().size() <= 4 * 150);
  }

  /** With the resolver's own reading of names. */
  @FuzzTest(maxDuration = "65s")
  void senders(byte[] octets) throws IOException {
    String text = new String(octets, ISO_8859_1);
    String zone =
        """
        a.test. TXT "v=spf1 exists:%{l2r-}.%{H}.%{o}.a.test exp=e.%{d} -all"
        e.a.test. TXT "%{S} %{c} %{t} %{p}"
        """;
    var dns = new ZoneFileResolver(new ByteArrayInputStream(zone.getBytes(ISO_8859_1)), false);
    for (String sender : new String[] {text, text + "@a.test", "joe@" + text}) {
      Spf spf =
          new SpfCheck(dns, InstantSource.system(), SpfLimits.STANDARD, "us.test")
              .mailFrom(FakeDns.ip("192.0.2.7"), text, sender);
      assertFalse(spf.explanation().isEmpty());
    }
  }
}

package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Bytes of strangers: nothing but declared exceptions, no more taken than belongs to it. */
class WireFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void proxyHeader(byte[] octets) {
    var in = new ByteArrayInputStream(octets);
    try {
      ProxyHeader header = ProxyProtocol.read(in);
      int taken = octets.length - in.available();
      assertTrue(taken >= 15 && taken <= 16 + 4096);
      if (header instanceof ProxyHeader.Relayed(var source, var destination)) {
        assertTrue(source.getAddress() != null && destination.getAddress() != null);
      }
    } catch (IOException _) {
      // refused
    }
  }

  /** The first octets choose the limit and the cuts; the lines must not depend on the cuts. */
  @FuzzTest(maxDuration = "70s")
  void lines(byte[] octets) {
    if (octets.length < 3) {
      return;
    }
    int limit = 1 + (octets[0] & 0x3f);
    byte[] text = Arrays.copyOfRange(octets, 2, octets.length);
    var whole = read(Scripted.of(new String(text, ISO_8859_1)), limit);
    assertEquals(whole, read(Scripted.cut(text, new SplittableRandom(octets[1])), limit));
  }

  private static List<String> read(Scripted peer, int limit) {
    var seen = new ArrayList<String>();
    try {
      for (Line line = peer.reader().readLine(limit);
          !(line instanceof Line.End);
          line = peer.reader().readLine(limit)) {
        switch (line) {
          case Line.Text text -> {
            assertTrue(text.octets().length <= limit);
            seen.add(text.crlf() + text.latin1());
            if (text.latin1().startsWith("{")) {
              seen.add(
                  "literal " + Arrays.hashCode(peer.reader().readOctets(text.octets().length)));
            }
          }
          case Line.TooLong(byte[] start) -> seen.add("long " + new String(start, ISO_8859_1));
          case Line.End() -> {}
        }
      }
    } catch (IOException e) {
      seen.add(String.valueOf(e.getMessage()));
    } finally {
      peer.done();
    }
    return seen;
  }

  @FuzzTest(maxDuration = "70s")
  void pem(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    try {
      assertTrue(!Identity.certificates(text, "fuzz").isEmpty());
    } catch (BadCertificate e) {
      assertTrue(e.why().startsWith("fuzz "));
    }
    try {
      assertTrue(!Identity.privateKey(text, "fuzz").getAlgorithm().isEmpty());
    } catch (BadCertificate e) {
      assertTrue(e.why().startsWith("fuzz "));
    }
  }
}

package org.mailstead.wire.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/** Messages of hostile name servers, through all that we make of them. */
class ReplyFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void reply(byte[] octets) {
    Message message;
    try {
      message = new Message(octets);
    } catch (IOException _) {
      return; // the library refuses it
    }
    Name asked = message.getQuestion() == null ? Name.root : message.getQuestion().getName();
    var resolver = new RecordResolver((_, type) -> Reply.of(message, asked, type).answer());
    String name = "example.test";
    int records =
        resolver.mx(name).records().size()
            + resolver.addresses(name).records().size()
            + resolver.txt(name).records().size()
            + resolver.tlsa(name).records().size()
            + resolver.ptr(InetAddress.getLoopbackAddress()).records().size();
    if (records < 0) {
      throw new AssertionError();
    }
  }
}

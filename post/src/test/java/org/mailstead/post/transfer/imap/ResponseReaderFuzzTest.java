package org.mailstead.post.transfer.imap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Whatever a server says, it is read to its end or refused, and no more is kept than it has said.
 */
class ResponseReaderFuzzTest {
  @FuzzTest(maxDuration = "100s")
  void anythingIsReadOrRefused(byte[] said) throws IOException {
    ResponseReader reader = Said.reader(said);
    long[] written = {0};
    var counting =
        new OutputStream() {
          @Override
          public void write(int octet) {
            written[0]++;
          }
        };
    try {
      for (int i = 0; i <= said.length; i++) {
        Response response = reader.next(counting);
        if (response.toString().length() > 60L * said.length + 200) {
          throw new AssertionError("more than was said: " + response);
        }
      }
      throw new AssertionError("more answers than octets");
    } catch (EOFException | ResponseReader.Nonsense _) {
      if (written[0] > said.length) {
        throw new AssertionError("more octets than were said");
      }
    }
  }
}

package org.mailstead.imap.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mailstead.words.Refused;

/** No octets of a client may do more than be refused. */
class ImapFuzzTest {
  /** A client that has sent all it will ever send. */
  private static final class Sent implements CommandSource {
    private final ByteArrayInputStream octets;

    Sent(byte[] octets) {
      this.octets = new ByteArrayInputStream(octets);
    }

    @Override
    public String line() throws IOException {
      var line = new StringBuilder();
      for (int c = octets.read(); c != '\n'; c = octets.read()) {
        if (c < 0) {
          throw new EOFException("the end");
        }
        line.append((char) c);
      }
      return line.toString();
    }

    @Override
    public InputStream literal(long size, boolean synchronizing) throws IOException {
      return new ByteArrayInputStream(octets.readNBytes((int) Math.min(size, 1 << 20)));
    }
  }

  @FuzzTest(maxDuration = "65s")
  void commands(byte[] sent) {
    var in = new ImapReader(new Sent(sent));
    // A filter's text is a client's too; this one stands for whatever its name is.
    in.filters(name -> Optional.of(name.replace('_', ' ')));
    try {
      while (true) {
        in.begin();
        try {
          String tag = in.tag();
          in.space();
          Command ignored = new CommandGrammar(in, tag).command();
          assertEquals(false, ignored.toString().isEmpty());
        } catch (SyntaxException | Refused _) {
          in.skip(100_000);
        }
      }
    } catch (IOException _) {
      // the client has gone
    }
  }

  /** What SETMETADATA takes as a filter. */
  @FuzzTest(maxDuration = "65s")
  void filters(byte[] text) {
    String octets = new String(text, ISO_8859_1);
    boolean good = SearchGrammar.isSearch(octets);
    assertEquals(good, SearchGrammar.isSearch(octets));
  }
}

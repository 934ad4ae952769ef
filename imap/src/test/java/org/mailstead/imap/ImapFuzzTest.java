package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
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

  @FuzzTest(maxDuration = "65s")
  void mailboxNames(byte[] name) {
    String octets = new String(name, ISO_8859_1);
    ModifiedUtf7.decode(octets).ifPresent(text -> assertEquals(octets, ModifiedUtf7.encode(text)));
    String text = new String(name, UTF_8);
    assertEquals(text, ModifiedUtf7.decode(ModifiedUtf7.encode(text)).orElseThrow());
  }

  @FuzzTest(maxDuration = "65s")
  void patterns(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    int cut = text.indexOf('\n');
    String name = text.substring(cut + 1);
    String pattern = cut < 0 ? text : text.substring(0, cut);
    boolean matches = new ListPattern(pattern).matches(name);
    if (name.length() + pattern.length() < 24 && !name.equals("INBOX") && !isInbox(pattern)) {
      assertEquals(slowly(pattern, name), matches);
    }
  }

  @FuzzTest(maxDuration = "65s")
  void urls(byte[] octets) {
    String text = new String(octets, ISO_8859_1);
    Optional<ImapUrl> url = ImapUrl.parse(text, "/Drafts/");
    if (url.isPresent()) {
      assertEquals(false, url.get().mailbox().isEmpty());
      String rump = url.get().authorization().map(UrlAuthorization::rump).orElse(text);
      assertEquals(true, text.startsWith(rump));
    }
  }

  private static boolean isInbox(String pattern) {
    return pattern.regionMatches(true, 0, "INBOX", 0, 5);
  }

  /** As RFC 9051 section 6.3.9 says it, without regard to time. */
  private static boolean slowly(String pattern, String name) {
    if (pattern.isEmpty()) {
      return name.isEmpty();
    }
    char c = pattern.charAt(0);
    String rest = pattern.substring(1);
    if (c != '*' && c != '%') {
      return !name.isEmpty() && name.charAt(0) == c && slowly(rest, name.substring(1));
    }
    for (int i = 0; i <= name.length(); i++) {
      if (slowly(rest, name.substring(i))) {
        return true;
      }
      if (i < name.length() && c == '%' && name.charAt(i) == '/') {
        return false;
      }
    }
    return false;
  }

  @FuzzTest(maxDuration = "65s")
  void texts(byte[] octets) {
    String all = new String(octets, UTF_8);
    int cut = all.indexOf('\n');
    String text = all.substring(cut + 1);
    String sought = cut < 0 ? all : all.substring(0, cut);
    boolean there = Casemap.fold(text).contains(Casemap.fold(sought));
    assertEquals(there, new Needle(sought).isIn(text));
    int score = new FuzzyText(sought).score(text);
    assertEquals(true, score >= 0 && score <= 100);
    assertEquals(100, new FuzzyText(sought).score(sought));
  }
}

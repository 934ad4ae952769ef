package org.mailstead.imap.url;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/** Whatever is sent as a URL is one or is none. */
class UrlFuzzTest {
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
}

package org.mailstead.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.mailstead.search.text.Language;

/** Whatever is typed is understood, can be asked, and shown in any text. */
class QueryTextFuzzTest {

  @FuzzTest(maxDuration = "70s")
  void typed(byte[] bytes) {
    String typed = new String(bytes, UTF_8);
    QueryText text = QueryText.parse(typed, Instant.EPOCH, ZoneOffset.UTC);
    text.words()
        .forEach(span ->
            assertTrue(
                0 <= span.start() && span.start() <= span.end() && span.end() <= typed.length()));
    assertTrue(new Translation(Set.of(Language.values())).of(text.query()) != null);
    Snippets.ofBody(text.query(), typed)
        .ifPresent(html -> assertTrue(html.getBytes(UTF_8).length <= Snippets.MOST));
  }
}

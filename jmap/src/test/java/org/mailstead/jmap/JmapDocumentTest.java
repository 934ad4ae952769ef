package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is written of the types is what the tables say. {@code -Djmap.document=write} writes it
 * anew.
 */
class JmapDocumentTest {
  private static final Path ROOT = Path.of("..");
  private static final String BEGIN = "<!-- types -->\n\n";
  private static final String END = "<!-- end of types -->\n";

  private static void same(Path file, String before, String wanted, String after)
      throws IOException {
    String text = Files.readString(file);
    int from = text.indexOf(before) + before.length();
    int to = after.isEmpty() ? text.length() : text.indexOf(after);
    if (System.getProperty("jmap.document", "").equals("write")) {
      Files.writeString(file, text.substring(0, from) + wanted + text.substring(to));
      return;
    }
    assertEquals(wanted, text.substring(from, to), file + ": run with -Djmap.document=write");
  }

  @Test
  void theDocumentHasTheTables() throws IOException {
    same(ROOT.resolve("docs/jmap.md"), BEGIN, JmapDocument.tables(), END);
  }

  @Test
  void thePagesHaveTheTypes() throws IOException {
    same(ROOT.resolve("webmail/src/core/jmap.ts"), "", JmapDocument.typeScript(), "");
  }
}

package org.mailstead.search.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packed files for tests. */
final class Zip {
  private Zip() {}

  /** Names and contents in turn; a number is put before a name that was there. */
  static byte[] of(String... namesAndContents) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        boolean again = i > 0 && namesAndContents[i].equals(namesAndContents[0]);
        zip.putNextEntry(new ZipEntry((again ? i : "") + namesAndContents[i]));
        zip.write(namesAndContents[i + 1].getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}

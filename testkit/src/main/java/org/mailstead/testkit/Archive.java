package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.tukaani.xz.XZInputStream;

/** The files of a .tar.xz of foreign test data, by name. Who uses it has xz on its test path. */
public final class Archive {
  private Archive() {}

  /** Empty when the archive is not there. */
  public static Optional<SortedMap<String, byte[]>> read(String name, Predicate<String> wanted)
      throws IOException {
    Optional<Path> found = TestData.find(name);
    return found.isPresent() ? Optional.of(files(found.get(), wanted)) : Optional.empty();
  }

  private static SortedMap<String, byte[]> files(Path archive, Predicate<String> wanted)
      throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (InputStream file = Files.newInputStream(archive);
        InputStream in = new BufferedInputStream(new XZInputStream(file))) {
      String longName = "";
      for (byte[] head = in.readNBytes(512); !isEnd(head); head = in.readNBytes(512)) {
        int size = Integer.parseInt(field(head, 124, 12).trim(), 8);
        String path = longName.isEmpty() ? field(head, 345, 155) + field(head, 0, 100) : longName;
        byte[] content = in.readNBytes(size);
        in.skipNBytes((512 - size % 512) % 512);
        longName = head[156] == 'L' ? new String(content, UTF_8).replace("\0", "") : "";
        if ((head[156] == '0' || head[156] == 0) && wanted.test(path)) {
          files.put(path, content);
        }
      }
    }
    return files;
  }

  private static boolean isEnd(byte[] head) {
    return head.length < 512 || head[0] == 0;
  }

  private static String field(byte[] head, int from, int length) {
    String text = new String(head, from, length, ISO_8859_1);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }
}

package org.mailstead.imap.url;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Takes {@code .} and {@code ..} out of the path of a URL (RFC 3986 section 5.2.4). */
final class DotSegments {
  private DotSegments() {}

  static String remove(String path) {
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      switch (segment) {
        case "." -> addEnd(kept, last);
        case ".." -> {
          kept.pollLast();
          addEnd(kept, last);
        }
        case String _ -> kept.addLast(segment);
      }
    }
    return "/" + String.join("/", kept);
  }

  private static void addEnd(Deque<String> kept, boolean last) {
    if (last) {
      kept.addLast("");
    }
  }
}

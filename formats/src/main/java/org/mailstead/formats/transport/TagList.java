package org.mailstead.formats.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a TXT record such as {@code v=STSv1; id=1;}, by name, the first of each. */
final class TagList {
  private static final int MAX_TEXT = 4096;
  private static final int MAX_FIELDS = 64;

  private TagList() {}

  /**
   * The record of a version among a name's TXT records. Several are none (RFC 8461 section 3.1, RFC
   * 8460 section 3): nobody could say which one counts.
   */
  static Optional<Map<String, String>> only(List<String> records, String version) {
    List<Map<String, String>> found =
        records.stream().map(TagList::parse).filter(f -> version.equals(f.get("v"))).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** Nothing when it is no such text, or its version does not stand first. */
  private static Map<String, String> parse(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (text.length() > MAX_TEXT || !text.startsWith("v")) {
      return fields;
    }
    for (String field : text.split(";", MAX_FIELDS + 1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
      }
    }
    return fields;
  }
}

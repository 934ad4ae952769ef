package org.mailstead.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of a header in their order, found by name. */
final class MailHeader {
  private final List<MailField> fields;
  private final Map<String, List<MailField>> named = new HashMap<>();

  MailHeader(List<MailField> fields) {
    this.fields = List.copyOf(fields);
    for (MailField field : fields) {
      named.computeIfAbsent(lower(field.name()), _ -> new ArrayList<>(1)).add(field);
    }
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  List<MailField> fields() {
    return fields;
  }

  List<MailField> named(String name) {
    return named.getOrDefault(lower(name), List.of());
  }
}

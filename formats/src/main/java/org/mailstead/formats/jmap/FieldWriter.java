package org.mailstead.formats.jmap;

import java.time.OffsetDateTime;
import java.util.List;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.HeaderWriter;

/** Writes header fields from each of their forms (RFC 8621 section 4.1.2). */
final class FieldWriter {
  private FieldWriter() {}

  /** The fields of a property with their line ends; an empty list makes no field. */
  static String fields(NewHeader header) {
    var fields = new StringBuilder();
    for (HeaderValue value : header.values()) {
      fields.append(field(header.header().field(), value));
    }
    return fields.toString();
  }

  static String field(String name, HeaderValue value) {
    return switch (value) {
      case HeaderValue.Raw(String raw) -> new HeaderWriter(true).verbatim(name, raw).toString();
      case HeaderValue.Text(String text) -> new HeaderWriter(false).text(name, text).toString();
      case HeaderValue.Addresses(List<HeaderValue.Address> list) ->
          list.isEmpty() ? "" : addresses(name, list);
      case HeaderValue.GroupedAddresses(List<HeaderValue.Group> groups) ->
          groups(
              name,
              groups.stream()
                  .filter(group -> group.name().isPresent() || !group.addresses().isEmpty())
                  .toList());
      case HeaderValue.MessageIds(List<String> ids) -> ids.isEmpty() ? "" : words(name, ids, "");
      case HeaderValue.Date(OffsetDateTime time) ->
          new HeaderWriter(false).begin(name).piece(DateTimes.format(time)).end().toString();
      case HeaderValue.Urls(List<String> urls) -> urls.isEmpty() ? "" : words(name, urls, ",");
    };
  }

  private static String words(String name, List<String> words, String between) {
    HeaderWriter out = new HeaderWriter(true).begin(name);
    for (int i = 0; i < words.size(); i++) {
      out.piece("<" + words.get(i) + ">" + (i + 1 < words.size() ? between : ""));
    }
    return out.end().toString();
  }

  private static String addresses(String name, List<HeaderValue.Address> list) {
    HeaderWriter out = new HeaderWriter(needsUtf8(list)).begin(name);
    mailboxes(list, "", out);
    return out.end().toString();
  }

  /** Names can be encoded, addresses cannot: RFC 6532 is for them only. */
  private static boolean needsUtf8(List<HeaderValue.Address> list) {
    return list.stream().anyMatch(address -> address.email().chars().anyMatch(c -> c > 0x7f));
  }

  private static String groups(String name, List<HeaderValue.Group> groups) {
    if (groups.isEmpty()) {
      return "";
    }
    boolean utf8 = groups.stream().anyMatch(group -> needsUtf8(group.addresses()));
    HeaderWriter out = new HeaderWriter(utf8).begin(name);
    for (int i = 0; i < groups.size(); i++) {
      HeaderValue.Group group = groups.get(i);
      String behind = i + 1 < groups.size() ? "," : "";
      if (group.name().isEmpty()) {
        mailboxes(group.addresses(), behind, out);
        continue;
      }
      out.displayName(group.name().get()).piece(":");
      mailboxes(group.addresses(), "", out);
      out.piece(";" + behind);
    }
    return out.end().toString();
  }

  private static void mailboxes(List<HeaderValue.Address> list, String behind, HeaderWriter out) {
    for (int i = 0; i < list.size(); i++) {
      HeaderValue.Address address = list.get(i);
      address.name().filter(text -> !text.isBlank()).ifPresent(out::displayName);
      out.piece(AddressText.bracketed(address.email()) + (i + 1 < list.size() ? "," : behind));
    }
  }
}

package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mailstead.formats.mime.HeaderWriter;

/** Which header properties of a new message can be written (RFC 8621 section 4.6). */
final class HeaderRules {
  private static final int MAX_NAME = 76;

  private HeaderRules() {}

  /** The names of the properties that cannot be, or that stand for a field that others name too. */
  static Set<String> broken(List<NewHeader> headers, Map<String, String> named) {
    var broken = new HashSet<String>();
    var seen = new HashMap<>(named);
    for (NewHeader header : headers) {
      String other = seen.putIfAbsent(header.key(), header.property());
      if (other != null) {
        broken.add(other);
        broken.add(header.property());
      }
      if (!isWritable(header)) {
        broken.add(header.property());
      }
    }
    return broken;
  }

  private static boolean isWritable(NewHeader header) {
    HeaderProperty property = header.header();
    boolean counted = property.all() || header.values().size() == 1;
    return counted
        && property.isAllowed()
        && property.field().length() <= MAX_NAME
        && header.values().stream()
            .allMatch(
                value -> value.form() == property.form() && isWritable(property.field(), value));
  }

  private static boolean isWritable(String field, HeaderValue value) {
    return switch (value) {
      case HeaderValue.Raw(String raw) -> isOneLine(raw) && HeaderWriter.fits(field, raw);
      case HeaderValue.Text(String text) -> isOneLine(text);
      case HeaderValue.Addresses(List<HeaderValue.Address> list) ->
          list.stream().allMatch(HeaderRules::isWritable);
      case HeaderValue.GroupedAddresses(List<HeaderValue.Group> groups) ->
          groups.stream()
              .allMatch(group ->
                  group.name().stream().allMatch(HeaderRules::isOneLine)
                      && group.addresses().stream().allMatch(HeaderRules::isWritable));
      case HeaderValue.MessageIds(List<String> ids) -> ids.stream().allMatch(HeaderRules::isWord);
      case HeaderValue.Date(OffsetDateTime time) -> isDate(time);
      case HeaderValue.Urls(List<String> urls) -> urls.stream().allMatch(HeaderRules::isWord);
    };
  }

  private static boolean isWritable(HeaderValue.Address address) {
    return address.name().stream().allMatch(HeaderRules::isOneLine)
        && isOneLine(address.email())
        && isShort(AddressText.bracketed(address.email()));
  }

  // RFC 5322 section 3.3
  private static boolean isDate(OffsetDateTime time) {
    return time.getYear() >= 1900
        && time.getYear() <= 9999
        && time.getOffset().getTotalSeconds() % 60 == 0;
  }

  /** Whether no field can be added with it. */
  static boolean isOneLine(String text) {
    return text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
  }

  /** Something that stands whole between angle brackets. */
  static boolean isWord(String text) {
    return !text.isEmpty()
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '<' || c == '>')
        && isShort(text);
  }

  private static boolean isShort(String text) {
    return text.getBytes(UTF_8).length + 3 <= HeaderWriter.MAX_WORD;
  }
}

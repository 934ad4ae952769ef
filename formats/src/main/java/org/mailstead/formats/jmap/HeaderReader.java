package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.EncodedWords;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.Octets;

/** Reads header fields in each of their forms (RFC 8621 section 4.1.2). */
final class HeaderReader {
  private static final int MAX_URLS = 1000;
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");

  private HeaderReader() {}

  static Optional<HeaderValue> read(HeaderForm form, Octets value) {
    return switch (form) {
      case RAW -> Optional.of(new HeaderValue.Raw(raw(value)));
      case TEXT -> Optional.of(new HeaderValue.Text(text(value)));
      case ADDRESSES -> Optional.of(new HeaderValue.Addresses(addresses(value)));
      case GROUPED_ADDRESSES -> Optional.of(new HeaderValue.GroupedAddresses(groups(value)));
      case MESSAGE_IDS ->
          some(MessageIds.parse(withoutComments(value))).map(HeaderValue.MessageIds::new);
      case DATE -> DateTimes.parse(value.unfolded().text()).map(HeaderValue.Date::new);
      case URLS -> some(urls(value)).map(HeaderValue.Urls::new);
    };
  }

  private static Optional<List<String>> some(List<String> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  // RFC 8621 section 4.1.2.1
  static String raw(Octets value) {
    return new String(value.bytes(), UTF_8).replace("\0", "");
  }

  // RFC 8621 section 4.1.2.2
  private static String text(Octets value) {
    String line = value.onOneLine().latin1();
    int start = 0;
    while (start < line.length() && line.charAt(start) == ' ') {
      start++;
    }
    return nfc(EncodedWords.decodeStrictly(new Octets(line.substring(start))));
  }

  private static String nfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  // RFC 8621 section 4.1.2.3
  private static List<HeaderValue.Address> addresses(Octets value) {
    return AddressList.mailboxes(AddressList.parseDecoded(value)).stream()
        .map(HeaderReader::address)
        .toList();
  }

  private static HeaderValue.Address address(Address.Mailbox mailbox) {
    String email = AddressText.addrSpec(mailbox.local().text(), mailbox.domain().text());
    return new HeaderValue.Address(mailbox.name().flatMap(HeaderReader::name), email);
  }

  private static Optional<String> name(Octets utf8) {
    String name = nfc(utf8.text()).strip();
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  // RFC 8621 section 4.1.2.4
  private static List<HeaderValue.Group> groups(Octets value) {
    var groups = new ArrayList<HeaderValue.Group>();
    var alone = new ArrayList<HeaderValue.Address>();
    for (Address entry : AddressList.parseDecoded(value)) {
      switch (entry) {
        case Address.Mailbox mailbox -> alone.add(address(mailbox));
        case Address.Group group -> {
          flush(alone, groups);
          String name = name(group.name()).orElse("");
          groups.add(
              new HeaderValue.Group(
                  Optional.of(name), group.members().stream().map(HeaderReader::address).toList()));
        }
      }
    }
    flush(alone, groups);
    return groups;
  }

  private static void flush(List<HeaderValue.Address> alone, List<HeaderValue.Group> to) {
    if (!alone.isEmpty()) {
      to.add(new HeaderValue.Group(Optional.empty(), alone));
      alone.clear();
    }
  }

  // RFC 2369 section 2: white space inside of the brackets is not part of the URL
  private static List<String> urls(Octets value) {
    String text = withoutComments(value).text();
    var urls = new ArrayList<String>();
    int open = text.indexOf('<');
    while (open >= 0 && urls.size() < MAX_URLS) {
      int end = text.indexOf('>', open);
      if (end < 0) {
        break;
      }
      String url = BLANK.matcher(text.substring(open + 1, end)).replaceAll("");
      if (!url.isEmpty()) {
        urls.add(url);
      }
      open = text.indexOf('<', end);
    }
    return urls;
  }

  /** One line without the comments that stand outside of angle brackets and quotes. */
  private static Octets withoutComments(Octets value) {
    String text = value.unfolded().latin1();
    var plain = new StringBuilder(text.length());
    boolean closing = true; // once a comment has no end, none behind it has one
    char until = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (until == 0 && c == '(' && closing) {
        int end = commentEnd(text, i);
        closing = end >= 0;
        if (closing) {
          plain.append(' ');
          i = end;
          continue;
        }
      }
      until = until == 0 ? opened(c) : c == until ? 0 : until;
      plain.append(c);
    }
    return new Octets(plain.toString());
  }

  private static char opened(char c) {
    return c == '<' ? '>' : c == '"' ? '"' : 0;
  }

  /** Where the comment that starts here ends, or -1. */
  private static int commentEnd(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {}
      }
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }
}

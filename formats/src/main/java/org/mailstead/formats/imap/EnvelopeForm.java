package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.Octets;

/**
 * An ENVELOPE as {@link ImapForm} wrote it, wherever it lies in an array. What is asked for is read
 * where it stands, so that a search over many of them unpacks nothing else.
 */
public final class EnvelopeForm {
  /** What an envelope tells, in its order. */
  public enum Field {
    DATE(0, false),
    SUBJECT(1, false),
    FROM(2, true),
    SENDER(3, true),
    REPLY_TO(4, true),
    TO(5, true),
    CC(6, true),
    BCC(7, true),
    IN_REPLY_TO(8, false),
    MESSAGE_ID(9, false);

    private final int place;
    private final boolean isAddresses;

    Field(int place, boolean isAddresses) {
      this.place = place;
      this.isAddresses = isAddresses;
    }
  }

  private final byte[] bytes;
  private final int from;
  private final int to;

  /** The octets of an array from a place on, that many; the array must not change any more. */
  public EnvelopeForm(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.to = from + length;
  }

  public static EnvelopeForm of(Envelope envelope) {
    byte[] bytes = ImapForm.envelope(envelope);
    return new EnvelopeForm(bytes, 0, bytes.length);
  }

  // ---- where it lies

  /** The array that holds it. Not to change. */
  public byte[] array() {
    return bytes;
  }

  public int offset() {
    return from;
  }

  public int length() {
    return to - from;
  }

  // ---- what it tells

  /** Whether it has nothing for a field. */
  public boolean isNil(Field field) {
    return isNil(start(field));
  }

  /** Whether two fields are the same: sender and reply-to are those of from when missing. */
  public boolean isSame(Field one, Field other) {
    int first = start(one);
    int second = start(other);
    return Arrays.equals(bytes, first, skip(first), bytes, second, skip(second));
  }

  /** The octets of a field that is one string. */
  public Optional<Octets> octets(Field field) {
    int at = start(field);
    return isNil(at) ? Optional.empty() : Optional.of(new Octets(string(at)));
  }

  /**
   * A field for people to read and to search, encoded words decoded. Addresses stand as {@code name
   * <local@domain>}, groups as {@code name: first, second;}, without comments and quoting.
   */
  public Optional<String> text(Field field) {
    int at = start(field);
    if (isNil(at)) {
      return Optional.empty();
    }
    return Optional.of(field.isAddresses ? new AddressText(at).all() : decoded(at));
  }

  /**
   * The first address of a field: what sorting goes by (RFC 5256, RFC 5957).
   *
   * @param name decoded
   * @param mailbox the local part, or the name of a group
   * @param host empty for a group
   */
  public record First(Optional<String> name, String mailbox, Optional<String> host) {}

  public Optional<First> first(Field field) {
    int at = start(field);
    if (!field.isAddresses || isNil(at)) {
      return Optional.empty();
    }
    return Optional.of(first(new Entry(at + 1)));
  }

  private First first(Entry entry) {
    return new First(
        isNil(entry.name) ? Optional.empty() : Optional.of(decoded(entry.name)),
        isNil(entry.local) ? "" : decoded(entry.local),
        isNil(entry.domain) ? Optional.empty() : Optional.of(decoded(entry.domain)));
  }

  /** All mailboxes of a field, those of groups among them. */
  public List<First> all(Field field) {
    int at = start(field);
    if (!field.isAddresses || isNil(at)) {
      return List.of();
    }
    List<First> all = new ArrayList<>();
    for (Entry entry = entry(at + 1); entry.isThere(); entry = entry(entry.next)) {
      if (!entry.startsGroup() && !entry.endsGroup()) {
        all.add(first(entry));
      }
    }
    return all;
  }

  /** Where the four strings of an address begin, and what follows it. */
  private final class Entry {
    private final int name;
    private final int route;
    private final int local;
    private final int domain;
    private final int next;

    Entry(int at) {
      name = at + 1;
      route = skip(name) + 1;
      local = skip(route) + 1;
      domain = skip(local) + 1;
      next = skip(domain) + 1;
    }

    /** An entry without strings stands for the end of the list. */
    Entry() {
      name = route = local = domain = next = -1;
    }

    boolean isThere() {
      return name >= 0;
    }

    boolean endsGroup() {
      return isNil(local);
    }

    boolean startsGroup() {
      return isNil(domain);
    }
  }

  private Entry entry(int at) {
    return at(at) == '(' ? new Entry(at) : new Entry();
  }

  /** Writes a list of addresses as text. */
  private final class AddressText {
    private final int list;
    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    AddressText(int list) {
      this.list = list;
    }

    String all() {
      for (Entry entry = entry(list + 1); entry.isThere(); entry = entry(entry.next)) {
        if (entry.endsGroup()) {
          text.append(';');
          first = false;
        } else {
          text.append(first ? "" : ", ");
          first = entry.startsGroup();
          if (entry.startsGroup()) {
            text.append(decoded(entry.local)).append(": ");
          } else {
            mailbox(entry);
          }
        }
      }
      return text.toString();
    }

    private void mailbox(Entry entry) {
      if (!isNil(entry.name)) {
        text.append(decoded(entry.name)).append(' ');
      }
      text.append('<');
      if (!isNil(entry.route)) {
        text.append(decoded(entry.route)).append(':');
      }
      text.append(decoded(entry.local));
      String domain = decoded(entry.domain);
      text.append(domain.isEmpty() ? "" : "@").append(domain).append('>');
    }
  }

  // ---- octets

  private int at(int at) {
    return at < to ? bytes[at] : -1;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException("that is no envelope");
  }

  private int start(Field field) {
    int at = from + 1;
    for (int i = 0; i < field.place; i++) {
      at = skip(at) + 1;
    }
    return at;
  }

  private boolean isNil(int at) {
    return at(at) == 'N';
  }

  /** Where what begins here is over: NIL, a string, or a list of such. */
  private int skip(int at) {
    return switch (at(at)) {
      case 'N' -> at + 3;
      case '"' -> closingQuote(at) + 1;
      case '{' -> {
        int content = content(at);
        yield content + size(at, content);
      }
      case '(' -> skipList(at);
      default -> throw wrong();
    };
  }

  private int skipList(int list) {
    int at = list + 1;
    int depth = 1;
    while (depth > 0) {
      switch (at(at)) {
        case '(' -> {
          depth++;
          at++;
        }
        case ')' -> {
          depth--;
          at++;
        }
        case ' ' -> at++;
        default -> at = skip(at);
      }
    }
    return at;
  }

  private int closingQuote(int quote) {
    int at = quote + 1;
    while (at < to && bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    if (at >= to) {
      throw wrong();
    }
    return at;
  }

  /** Where the octets of a literal begin. */
  private int content(int literal) {
    int at = literal + 1;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at + "}\r\n".length();
  }

  private int size(int literal, int content) {
    int size = 0;
    for (int at = literal + 1; at < content - "}\r\n".length(); at++) {
      size = size * 10 + bytes[at] - '0';
    }
    if (size < 0 || size > to - content) {
      throw wrong();
    }
    return size;
  }

  /** A string, one character for each octet. */
  private String string(int at) {
    if (at(at) == '{') {
      int content = content(at);
      return latin1(content, content + size(at, content));
    }
    if (at(at) != '"') {
      throw wrong();
    }
    int end = closingQuote(at);
    String quoted = latin1(at + 1, end);
    return quoted.indexOf('\\') < 0 ? quoted : unescaped(quoted);
  }

  private String latin1(int start, int end) {
    return new String(bytes, start, end - start, ISO_8859_1);
  }

  private static String unescaped(String quoted) {
    var text = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      if (quoted.charAt(i) == '\\') {
        i++;
      }
      text.append(quoted.charAt(i));
    }
    return text.toString();
  }

  private String decoded(int at) {
    String octets = string(at);
    // Quoted strings are ASCII: only literals and encoded words need a closer look.
    return at(at) == '"' && !octets.contains("=?") ? octets : new Octets(octets).decoded();
  }
}

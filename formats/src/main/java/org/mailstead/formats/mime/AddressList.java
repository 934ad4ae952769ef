package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads address lists (RFC 5322 sections 3.4 and 4.4, RFC 6532), and what is sent in their place
 * (RFC 7103 section 7.1). Never fails: text that is no address becomes a mailbox without domain.
 */
public final class AddressList {
  /** A word of a phrase or a piece of an address, and whether white space came before it. */
  private record Word(String text, boolean spaced, boolean quoted) {
    boolean is(char c) {
      return !quoted && text.length() == 1 && text.charAt(0) == c;
    }
  }

  private final Lexer in;
  private final Allowance allowance;
  private final boolean decoding;
  private final List<Address> list = new ArrayList<>();
  private final List<Word> words = new ArrayList<>();
  private boolean at; // whether one of the words is an @
  private String comment = "";
  private Optional<Address.Mailbox> bracketed = Optional.empty();
  private Optional<Octets> group = Optional.empty();
  private List<Address.Mailbox> members = new ArrayList<>();

  private AddressList(Octets value, Allowance allowance, boolean decoding) {
    this.in = new Lexer(value.unfolded().latin1());
    this.allowance = allowance;
    this.decoding = decoding;
  }

  /** The entries of a field's value, at most {@link MimeLimits#items()}. */
  public static List<Address> parse(Octets value) {
    return parse(value, Allowance.ofOneField());
  }

  static List<Address> parse(Octets value, Allowance allowance) {
    return new AddressList(value, allowance, false).all();
  }

  /**
   * The same with names that are decoded, in UTF-8: encoded words by the letter of RFC 2047, so not
   * those in quoted strings.
   */
  public static List<Address> parseDecoded(Octets value) {
    return new AddressList(value, Allowance.ofOneField(), true).all();
  }

  /** The mailboxes of the entries, members of groups included. */
  public static List<Address.Mailbox> mailboxes(List<Address> list) {
    return list.stream()
        .flatMap(address ->
            switch (address) {
              case Address.Mailbox mailbox -> Stream.of(mailbox);
              case Address.Group named -> named.members().stream();
            })
        .toList();
  }

  private List<Address> all() {
    while (!in.done()) {
      int before = in.at();
      String said = in.skipSpace();
      comment = said.isEmpty() ? comment : said;
      boolean spaced = in.at() > before;
      switch (in.peek()) {
        case -1 -> {}
        case ',' -> separator();
        case ';' -> endOfGroup();
        case ':' -> colon(spaced);
        case '<' -> bracket();
        case '>' -> in.skip();
        default -> word(spaced);
      }
    }
    endOfGroup();
    return List.copyOf(list);
  }

  private void separator() {
    in.skip();
    endOfMailbox();
  }

  private void colon(boolean spaced) {
    if (group.isEmpty() && bracketed.isEmpty() && !words.isEmpty() && !at) {
      in.skip();
      group = Optional.of(new Octets(phrase(words)));
      words.clear();
      comment = "";
    } else {
      word(spaced);
    }
  }

  private void endOfGroup() {
    in.skip();
    endOfMailbox();
    if (group.isPresent()) {
      if (allowance.take()) {
        list.add(new Address.Group(group.get(), members));
      }
      members = new ArrayList<>();
      group = Optional.empty();
    }
  }

  private void word(boolean spaced) {
    if (in.peek() == '"') {
      words.add(new Word(in.quoted(), spaced, true));
      return;
    }
    String atom = in.peek() == '[' ? literal() : in.atom();
    if (atom.isEmpty()) {
      atom = Character.toString(in.peek());
      in.skip();
    }
    if (bracketed.isEmpty()) { // what follows <an@address> before the comma is noise
      words.add(new Word(atom, spaced, false));
      at |= atom.equals("@");
    }
  }

  private String literal() {
    String inside = in.until(']');
    return in.take(']') ? inside + "]" : inside;
  }

  /** {@code <@route:local@domain>}; a comma inside ends the address (RFC 7103 section 7.1.5). */
  private void bracket() {
    in.skip();
    var inside = new ArrayList<Word>();
    boolean route = false;
    while (true) {
      int before = in.at();
      in.skipSpace();
      boolean spaced = in.at() > before;
      int c = in.peek();
      route |= inside.isEmpty() && c == '@';
      if (c == -1 || c == '>' || (c == ',' && !route)) {
        break;
      }
      if (c == '"') {
        inside.add(new Word(in.quoted(), spaced, true));
      } else if (c == '<') { // excessive brackets, RFC 7103 section 7.1.2
        in.skip();
      } else {
        String atom = c == '[' ? literal() : in.atom();
        if (atom.isEmpty()) {
          atom = Character.toString(c);
          in.skip();
        }
        route &= c != ':';
        inside.add(new Word(atom, spaced, false));
      }
    }
    while (in.take('>')) {}
    if (bracketed.isEmpty()) {
      bracketed = Optional.of(address(inside));
    }
  }

  private static Address.Mailbox address(List<Word> inside) {
    Optional<Octets> route = Optional.empty();
    int from = 0;
    if (!inside.isEmpty() && inside.getFirst().is('@')) {
      for (int i = 0; i < inside.size() && from == 0; i++) {
        if (inside.get(i).is(':')) {
          from = i + 1;
          route = Optional.of(new Octets(joined(inside.subList(0, i))));
        }
      }
    }
    List<Word> rest = inside.subList(from, inside.size());
    int at = lastAt(rest);
    return new Address.Mailbox(
        Optional.empty(),
        route,
        new Octets(joined(at < 0 ? rest : rest.subList(0, at))),
        new Octets(at < 0 ? "" : joined(rest.subList(at + 1, rest.size()))));
  }

  private void endOfMailbox() {
    Optional<Address.Mailbox> mailbox = bracketed.isPresent() ? named() : bare();
    if (mailbox.isPresent() && allowance.take()) {
      if (group.isPresent()) {
        members.add(mailbox.get());
      } else {
        list.add(mailbox.get());
      }
    }
    words.clear();
    at = false;
    comment = "";
    bracketed = Optional.empty();
  }

  private Optional<Address.Mailbox> named() {
    String phrase = phrase(words);
    String name = phrase.isEmpty() ? comment() : phrase;
    return bracketed.map(
        found -> new Address.Mailbox(name(name), found.route(), found.local(), found.domain()));
  }

  /** An address without brackets: {@code joe@example.com (Joe)}, or only a name. */
  private Optional<Address.Mailbox> bare() {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    int at = lastAt(words);
    if (at < 0) {
      return Optional.of(
          new Address.Mailbox(
              name(comment()), Optional.empty(), new Octets(phrase(words)), Octets.EMPTY));
    }
    int from = startOfLocal(at);
    int to = endOfDomain(at);
    String phrase = phrase(words.subList(0, from));
    return Optional.of(
        new Address.Mailbox(
            name(phrase.isEmpty() ? comment() : phrase),
            Optional.empty(),
            new Octets(joined(words.subList(from, at))),
            new Octets(joined(words.subList(at + 1, to)))));
  }

  // Words that touch each other or a dot belong together: "Joe joe . d @ example.com"
  private int startOfLocal(int at) {
    int from = Math.max(at - 1, 0);
    while (from > 0
        && (!words.get(from).spaced() || words.get(from).is('.') || words.get(from - 1).is('.'))) {
      from--;
    }
    return from;
  }

  private int endOfDomain(int at) {
    int to = Math.min(at + 2, words.size());
    while (to < words.size()
        && (!words.get(to).spaced() || words.get(to).is('.') || words.get(to - 1).is('.'))) {
      to++;
    }
    return to;
  }

  private static int lastAt(List<Word> words) {
    for (int i = words.size() - 1; i >= 0; i--) {
      if (words.get(i).is('@')) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<Octets> name(String text) {
    String trimmed = Ascii.trim(text);
    return trimmed.isEmpty() ? Optional.empty() : Optional.of(new Octets(trimmed));
  }

  private String comment() {
    return decoding ? decoded(comment) : comment;
  }

  private static String decoded(String latin1) {
    String text = EncodedWords.decodeStrictly(new Octets(latin1));
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private String phrase(List<Word> words) {
    if (!decoding) {
      return spaced(words);
    }
    var phrase = new StringBuilder();
    for (int from = 0; from < words.size(); ) {
      boolean quoted = words.get(from).quoted();
      int to = from + 1;
      while (!quoted && to < words.size() && !words.get(to).quoted()) {
        to++;
      }
      String run = spaced(words.subList(from, to));
      phrase
          .append(words.get(from).spaced() && !phrase.isEmpty() ? " " : "")
          .append(quoted ? utf8(run) : decoded(run));
      from = to;
    }
    return phrase.toString();
  }

  private static String utf8(String latin1) {
    return new String(new Octets(latin1).text().getBytes(UTF_8), ISO_8859_1);
  }

  private static String spaced(List<Word> words) {
    var phrase = new StringBuilder();
    for (Word word : words) {
      if (word.spaced() && !phrase.isEmpty()) {
        phrase.append(' ');
      }
      phrase.append(word.text());
    }
    return phrase.toString();
  }

  private static String joined(List<Word> words) {
    var joined = new StringBuilder();
    words.forEach(word -> joined.append(word.text()));
    return joined.toString();
  }
}

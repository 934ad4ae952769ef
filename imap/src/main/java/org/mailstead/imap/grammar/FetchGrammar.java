package org.mailstead.imap.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.imap.response.Responses;

/** Reads FETCH. */
public final class FetchGrammar {
  private static final int MAX_ITEMS = 1000;

  private final ImapReader in;

  FetchGrammar(ImapReader in) {
    this.in = in;
  }

  // "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att … ")")
  Command fetch(boolean uid) throws IOException, SyntaxException {
    in.space();
    SequenceSet messages = in.sequenceSet();
    in.space();
    List<FetchItem> items = new ArrayList<>();
    if (in.peek() == '(') {
      items(items);
    } else {
      item(items, true);
    }
    Optional<Long> changedSince = Optional.empty();
    Optional<PartialRange> partial = Optional.empty();
    boolean vanished = false;
    if (in.take(' ')) {
      in.expect('(');
      do {
        switch (in.word()) {
          case "CHANGEDSINCE" -> {
            in.space();
            changedSince = Optional.of(in.number(Long.MAX_VALUE));
          }
          case "VANISHED" -> vanished = true;
          case "PARTIAL" -> {
            in.space();
            partial = Optional.of(PartialRange.parse(in));
          }
          case String _ -> throw new SyntaxException("unknown modifier");
        }
      } while (in.take(' '));
      in.expect(')');
    }
    if (vanished && (!uid || changedSince.isEmpty())) {
      throw new SyntaxException("VANISHED needs UID FETCH and CHANGEDSINCE");
    }
    if (partial.isPresent() && !uid) {
      throw new SyntaxException("PARTIAL needs UID FETCH"); // RFC 9394 section 3.3
    }
    if (changedSince.isPresent() && !items.contains(FetchItem.Plain.MODSEQ)) {
      items.add(FetchItem.Plain.MODSEQ);
    }
    return new Command.Fetch(uid, messages, items, changedSince, partial, vanished);
  }

  // "(" fetch-att *(SP fetch-att) ")"
  void items(List<FetchItem> items) throws IOException, SyntaxException {
    in.expect('(');
    do {
      item(items, false);
      if (items.size() > MAX_ITEMS) {
        throw new SyntaxException("too many items");
      }
    } while (in.take(' '));
    in.expect(')');
  }

  private void item(List<FetchItem> items, boolean macros) throws IOException, SyntaxException {
    String name = in.wordUntil("[<");
    switch (name) {
      case "FLAGS" -> items.add(FetchItem.Plain.FLAGS);
      case "UID" -> items.add(FetchItem.Plain.UID);
      case "INTERNALDATE" -> items.add(FetchItem.Plain.INTERNALDATE);
      case "RFC822.SIZE" -> items.add(FetchItem.Plain.RFC822_SIZE);
      case "MODSEQ" -> items.add(FetchItem.Plain.MODSEQ);
      case "SAVEDATE" -> items.add(FetchItem.Plain.SAVEDATE);
      case "EMAILID" -> items.add(FetchItem.Plain.EMAILID);
      case "THREADID" -> items.add(FetchItem.Plain.THREADID);
      case "ENVELOPE" -> items.add(FetchItem.Plain.ENVELOPE);
      case "BODYSTRUCTURE" -> items.add(FetchItem.Plain.BODYSTRUCTURE);
      case "RFC822" -> items.add(whole("RFC822", "", true));
      case "RFC822.HEADER" -> items.add(whole("RFC822.HEADER", "HEADER", false));
      case "RFC822.TEXT" -> items.add(whole("RFC822.TEXT", "TEXT", true));
      case "BODY" -> items.add(in.peek() == '[' ? body(true) : FetchItem.Plain.BODY);
      case "BODY.PEEK" -> items.add(body(false));
      case "PREVIEW" -> items.add(new FetchItem.Preview(in.takeText(" (LAZY)")));
      case "BINARY" -> items.add(binary(true));
      case "BINARY.PEEK" -> items.add(binary(false));
      case "BINARY.SIZE" -> items.add(new FetchItem.BinarySize(partInBrackets(in)));
      case String _ -> items.addAll(macro(macros ? name : ""));
    }
  }

  private static List<FetchItem> macro(String name) throws SyntaxException {
    List<FetchItem> fast =
        List.of(FetchItem.Plain.FLAGS, FetchItem.Plain.INTERNALDATE, FetchItem.Plain.RFC822_SIZE);
    List<FetchItem> items = new ArrayList<>(fast);
    switch (name) {
      case "FAST" -> {
        return fast;
      }
      case "ALL" -> items.add(FetchItem.Plain.ENVELOPE);
      case "FULL" -> {
        items.add(FetchItem.Plain.ENVELOPE);
        items.add(FetchItem.Plain.BODY);
      }
      case String _ -> throw new SyntaxException("unknown item");
    }
    return items;
  }

  private static FetchItem whole(String name, String range, boolean seen) {
    return new FetchItem.Body(name, FetchItem.Section.of(range), seen, Optional.empty());
  }

  private FetchItem body(boolean seen) throws IOException, SyntaxException {
    in.expect('[');
    FetchItem.Section section = section();
    in.expect(']');
    Optional<FetchItem.Partial> partial = partial(in);
    String name = "BODY[" + text(section) + "]" + origin(partial);
    return new FetchItem.Body(name, section, seen, partial);
  }

  /** A section as it stands between the brackets of BODY[…]; empty when it is none. */
  public static Optional<FetchItem.Section> section(String spec) {
    try {
      var in = new ImapReader(new OneLine(spec + "]"));
      in.begin();
      FetchItem.Section section = new FetchGrammar(in).section();
      in.expect(']');
      in.end();
      return Optional.of(section);
    } catch (IOException | SyntaxException _) {
      return Optional.empty();
    }
  }

  /** A command that is one line, and has no literals. */
  private record OneLine(String line) implements CommandSource {
    @Override
    public InputStream literal(long size, boolean synchronizing) throws IOException {
      throw new IOException("no literal is there");
    }
  }

  // section-spec = section-msgtext / (section-part ["." section-text])
  private FetchItem.Section section() throws IOException, SyntaxException {
    if (in.peek() == ']') {
      return FetchItem.Section.ALL;
    }
    String spec = in.wordUntil("]");
    boolean not = spec.endsWith("HEADER.FIELDS.NOT");
    if (not || spec.endsWith("HEADER.FIELDS")) {
      int cut = spec.lastIndexOf("HEADER") + "HEADER".length();
      in.space();
      List<String> names = fields();
      checkSection(spec.substring(0, cut));
      return new FetchItem.Section(
          spec.substring(0, cut), not ? FetchItem.Fields.NOT_NAMED : FetchItem.Fields.NAMED, names);
    }
    checkSection(spec);
    return FetchItem.Section.of(spec);
  }

  private static void checkSection(String spec) throws SyntaxException {
    String[] words = spec.split("\\.", -1);
    int numbers = 0;
    while (numbers < words.length && isPart(words[numbers])) {
      numbers++;
    }
    boolean onlyNumbers = numbers == words.length;
    boolean named =
        numbers == words.length - 1
            && switch (words[numbers]) {
              case "HEADER", "TEXT" -> true;
              case "MIME" -> numbers > 0;
              case String _ -> false;
            };
    if (!onlyNumbers && !named) {
      throw new SyntaxException("no such section");
    }
  }

  private static boolean isPart(String digits) {
    return !digits.isEmpty()
        && digits.length() <= 9
        && digits.charAt(0) != '0'
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private List<String> fields() throws IOException, SyntaxException {
    List<String> names = new ArrayList<>();
    in.expect('(');
    do {
      names.add(in.astring());
    } while (in.take(' '));
    in.expect(')');
    return names;
  }

  private static String text(FetchItem.Section section) {
    String names =
        String.join(
            " ",
            section.names().stream()
                .map(name -> isPlain(name) ? name : Responses.string(name, false))
                .toList());
    return switch (section.fields()) {
      case ALL -> section.range();
      case NAMED -> section.range() + ".FIELDS (" + names + ")";
      case NOT_NAMED -> section.range() + ".FIELDS.NOT (" + names + ")";
    };
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c == '-' || (c < 0x80 && Character.isLetterOrDigit(c)));
  }

  static String partInBrackets(ImapReader in) throws SyntaxException {
    in.expect('[');
    String part = in.peek() == ']' ? "" : in.wordUntil("]");
    for (String number : part.isEmpty() ? new String[0] : part.split("\\.", -1)) {
      if (!isPart(number)) {
        throw new SyntaxException("no such part");
      }
    }
    in.expect(']');
    return part.toUpperCase(Locale.ROOT);
  }

  private FetchItem binary(boolean seen) throws SyntaxException {
    return new FetchItem.Binary(partInBrackets(in), seen, partial(in));
  }

  // "<" number "." nz-number ">"
  static Optional<FetchItem.Partial> partial(ImapReader in) throws SyntaxException {
    if (!in.take('<')) {
      return Optional.empty();
    }
    long offset = in.number(Long.MAX_VALUE);
    in.expect('.');
    long count = in.number(Long.MAX_VALUE);
    if (count == 0) {
      throw new SyntaxException("nothing is asked for");
    }
    in.expect('>');
    return Optional.of(new FetchItem.Partial(offset, count));
  }

  public static String origin(Optional<FetchItem.Partial> partial) {
    return partial.map(asked -> "<" + asked.offset() + ">").orElse("");
  }
}

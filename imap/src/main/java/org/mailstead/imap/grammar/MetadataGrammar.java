package org.mailstead.imap.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.Annotations;

/** Reads GETMETADATA, SETMETADATA and the METADATA of LIST (RFC 5464, RFC 9590). */
final class MetadataGrammar {
  /** Entries asked for in one command. */
  private static final int MAX_ENTRIES = 100;

  /** Levels below an entry that DEPTH infinity reaches: more than a name has. */
  private static final int ALL_LEVELS = Integer.MAX_VALUE;

  private final ImapReader in;
  private Optional<Long> maxSize = Optional.empty();
  private int levels;

  MetadataGrammar(ImapReader in) {
    this.in = in;
  }

  // getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries
  // The examples of RFC 5464 section 4.2.1 have the options after the mailbox; both are taken.
  Command get() throws IOException, SyntaxException {
    in.space();
    if (in.take('(')) {
      options();
      in.space();
    }
    String mailbox = in.astring();
    in.space();
    List<AnnotationName> entries;
    if (in.take('(')) {
      if (isOption()) {
        options();
        in.space();
        entries = entries();
      } else {
        entries = inParentheses();
      }
    } else {
      entries = inARow();
    }
    return new Command.GetMetadata(mailbox, maxSize, levels, entries);
  }

  private boolean isOption() {
    char c = in.peek();
    return c != '/' && c != '"' && c != '{';
  }

  // getmetadata-options = "(" getmetadata-option *(SP getmetadata-option) ")"
  private void options() throws SyntaxException {
    do {
      switch (in.word()) {
        case "MAXSIZE" -> {
          in.space();
          maxSize = Optional.of(in.number(SequenceSet.MAX));
        }
        case "DEPTH" -> {
          in.space();
          levels = depth(in.word());
        }
        case String _ -> throw new SyntaxException("unknown option");
      }
    } while (in.take(' '));
    in.expect(')');
  }

  private static int depth(String word) throws SyntaxException {
    return switch (word) {
      case "0" -> 0;
      case "1" -> 1;
      case "INFINITY" -> ALL_LEVELS;
      case String _ -> throw new SyntaxException("DEPTH is 0, 1 or infinity");
    };
  }

  // entries = entry / "(" entry *(SP entry) ")"
  List<AnnotationName> entries() throws IOException, SyntaxException {
    return in.take('(') ? inParentheses() : inARow();
  }

  /** One entry; without parentheses too several, as in an example of section 4.4.1. */
  private List<AnnotationName> inARow() throws IOException, SyntaxException {
    List<AnnotationName> entries = new ArrayList<>();
    do {
      add(entries);
    } while (in.take(' '));
    return entries;
  }

  private List<AnnotationName> inParentheses() throws IOException, SyntaxException {
    List<AnnotationName> entries = inARow();
    in.expect(')');
    return entries;
  }

  private void add(List<AnnotationName> entries) throws IOException, SyntaxException {
    AnnotationName entry = entry();
    if (!entries.contains(entry)) {
      entries.add(entry);
    }
    if (entries.size() > MAX_ENTRIES) {
      throw new SyntaxException("too many entries");
    }
  }

  /** The entries of LIST's RETURN, which are one or stand in parentheses. */
  List<AnnotationName> ofList() throws IOException, SyntaxException {
    return in.take('(') ? inParentheses() : List.of(entry());
  }

  // entry = astring ; slash-separated path to entry, MUST NOT contain "*" or "%"
  private AnnotationName entry() throws IOException, SyntaxException {
    return AnnotationName.parse(in.astring())
        .orElseThrow(() -> new SyntaxException("that is no name of an entry"));
  }

  // setmetadata = "SETMETADATA" SP mailbox SP "(" entry SP value *(SP entry SP value) ")"
  Command set() throws IOException, SyntaxException {
    in.space();
    String mailbox = in.astring();
    in.space();
    in.expect('(');
    List<Annotation> notes = new ArrayList<>();
    do {
      AnnotationName name = entry();
      if (!name.canHaveValue()) {
        throw new SyntaxException("an entry of a vendor has four components");
      }
      if (notes.stream().anyMatch(note -> note.name().folded().equals(name.folded()))) {
        throw new SyntaxException("an entry is set twice");
      }
      in.space();
      Optional<String> value = in.value(Annotations.MAX_VALUE);
      notes.add(new Annotation(name, value.map(octets -> octets.getBytes(ISO_8859_1))));
      if (notes.size() > MAX_ENTRIES) {
        throw new SyntaxException("too many entries");
      }
    } while (in.take(' '));
    in.expect(')');
    return new Command.SetMetadata(mailbox, notes);
  }
}

package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads CONVERT and CONVERSIONS (RFC 5259 section 10). */
final class ConvertGrammar {
  private static final int MAX_PARAMETERS = 20;
  private static final int MAX_ITEMS = 200;

  private final ImapReader in;

  ConvertGrammar(ImapReader in) {
    this.in = in;
  }

  // conversions-cmd = "CONVERSIONS" SP from-mime-type-req SP to-mime-type-req
  Command conversions() throws IOException, SyntaxException {
    return new Command.Conversions(type(true), type(true));
  }

  private String type(boolean wild) throws IOException, SyntaxException {
    in.space();
    // Not an astring by the letter: a bare asterisk comes from clients all the same.
    return checked(wild ? in.listMailbox() : in.astring(), wild);
  }

  private static String checked(String type, boolean wild) throws SyntaxException {
    if (!Conversion.isType(type, wild)) {
      throw new SyntaxException("that is no media type");
    }
    return Conversion.lower(type);
  }

  // convert = "CONVERT" SP sequence-set SP convert-params SP (convert-att / "(" convert-att … ")")
  Command convert(String tag, boolean uid) throws IOException, SyntaxException {
    in.space();
    SequenceSet messages = in.sequenceSet();
    in.space();
    Conversion conversion = conversion();
    in.space();
    List<ConvertItem> items = new ArrayList<>();
    boolean list = in.take('(');
    do {
      items.add(item());
      if (items.size() > MAX_ITEMS) {
        throw new SyntaxException("too many items");
      }
    } while (list && in.take(' '));
    if (list) {
      in.expect(')');
    }
    items.removeIf(ConvertItem.Uid.class::isInstance);
    check(conversion, items);
    return new Command.Convert(tag, uid, messages, conversion, items);
  }

  private static void check(Conversion conversion, List<ConvertItem> items) throws SyntaxException {
    boolean headers = items.stream().anyMatch(ConvertItem.Header.class::isInstance);
    if (headers && conversion.target().isPresent()) {
      throw new SyntaxException("headers have no media type");
    }
    if (headers && !conversion.parameters().containsKey(Conversion.CHARSET)) {
      throw new SyntaxException("CHARSET is missing");
    }
  }

  // convert-params = "(" (quoted-to-mime-type / "NIL") [SP "(" transcoding-params ")"] ")"
  private Conversion conversion() throws IOException, SyntaxException {
    in.expect('(');
    Optional<String> target =
        in.takeWord("NIL") ? Optional.empty() : Optional.of(checked(in.astring(), false));
    Map<String, String> parameters = new HashMap<>();
    if (in.take(' ')) {
      in.expect('(');
      do {
        String name = Conversion.lower(in.astring());
        in.space();
        if (parameters.put(name, in.astring()) != null || parameters.size() > MAX_PARAMETERS) {
          throw new SyntaxException("a parameter is given twice");
        }
      } while (in.take(' '));
      in.expect(')');
    }
    in.expect(')');
    return new Conversion(target, parameters);
  }

  private ConvertItem item() throws IOException, SyntaxException {
    String name = in.wordUntil("[<");
    return switch (name) {
      case "UID" -> new ConvertItem.Uid();
      case "BINARY" -> {
        String part = FetchGrammar.partInBrackets(in);
        yield new ConvertItem.Binary(part, FetchGrammar.partial(in));
      }
      case "BINARY.SIZE" -> new ConvertItem.BinarySize(FetchGrammar.partInBrackets(in));
      case "BODYPARTSTRUCTURE" -> new ConvertItem.Structure(FetchGrammar.partInBrackets(in));
      case "AVAILABLECONVERSIONS" -> new ConvertItem.Available(FetchGrammar.partInBrackets(in));
      case "BODY" -> header();
      case String _ -> throw new SyntaxException("unknown item");
    };
  }

  private ConvertItem header() throws SyntaxException {
    in.expect('[');
    String section = in.wordUntil("]");
    in.expect(']');
    boolean good =
        FetchGrammar.section(section).isPresent()
            && (section.endsWith("HEADER") || section.endsWith("MIME"));
    if (!good) {
      throw new SyntaxException("no such section");
    }
    return new ConvertItem.Header(section);
  }
}

package org.mailstead.imap.fetch;

import java.util.Map;
import java.util.stream.Collectors;
import org.mailstead.imap.grammar.Conversion;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.response.Wording;

/** What came of a conversion. */
sealed interface Converted {
  /**
   * A part as it is now.
   *
   * @param type its media type
   * @param charset as BODYPARTSTRUCTURE names it
   */
  record Part(String type, String charset, byte[] octets) implements Converted {
    boolean hasNul() {
      return WithoutNul.isIn(octets, 0, octets.length);
    }

    /** The structure that the client would be told, were the message like that (section 8.2). */
    String structure() {
      boolean plain = true;
      int lines = 0;
      for (byte octet : octets) {
        plain &= octet >= 0;
        lines += octet == '\n' ? 1 : 0;
      }
      String encoding = hasNul() ? "BINARY" : plain ? "7BIT" : "8BIT";
      int slash = type.indexOf('/');
      return "("
          + Responses.string(type.substring(0, slash).toUpperCase(java.util.Locale.ROOT), false)
          + " "
          + Responses.string(type.substring(slash + 1).toUpperCase(java.util.Locale.ROOT), false)
          + " (\"CHARSET\" "
          + Responses.string(charset, false)
          + ") NIL NIL \""
          + encoding
          + "\" "
          + octets.length
          + " "
          + lines
          + " NIL NIL NIL NIL)";
    }
  }

  /** Why there is none, as the client reads it in its place (RFC 5259 section 9). */
  record Failed(String text, String code) implements Converted {
    String phrase(Wording wording) {
      return "(ERROR " + Responses.string(wording.of(text), true) + " " + code + ")";
    }
  }

  static Failed noSuchPart(Conversion conversion) {
    String to = conversion.target().orElse("text/plain");
    return new Failed("there is no such part", "BADPARAMETERS NIL \"" + to + "\"");
  }

  static Failed busy() {
    return new Failed("not available now; try again later", "TEMPFAIL 1");
  }

  /** The parameters are listed that stand in the way; none: nothing can be done. */
  static Failed bad(String text, String from, String to, Map<String, String> parameters) {
    String list =
        parameters.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one ->
                Responses.string(one.getKey(), false)
                    + " "
                    + Responses.string(ImapReader.utf8(one.getValue()), false))
            .collect(Collectors.joining(" "));
    String code = "BADPARAMETERS " + Responses.string(from, false) + " \"" + to + "\"";
    return new Failed(text, list.isEmpty() ? code : code + " (" + list + ")");
  }
}

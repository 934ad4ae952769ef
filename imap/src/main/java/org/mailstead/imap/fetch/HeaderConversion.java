package org.mailstead.imap.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.formats.mime.EncodedWords;
import org.mailstead.formats.mime.Octets;

/**
 * Puts the encoded words of a header into another character set (RFC 5259 section 6). They stay
 * encoded words: what was one must not become part of the field's syntax.
 */
record HeaderConversion(Charset to, String name, Optional<String> replacement) {
  private static final Pattern WORD =
      Pattern.compile("=\\?([^?\\s]{1,60})\\?[bBqQ]\\?[^?\\r\\n]{0,900}\\?=");

  private static final Pattern RUN =
      Pattern.compile(
          "=\\?[^?\\s]{1,60}\\?[bBqQ]\\?[^?\\r\\n]{0,900}\\?="
              + "(?:[ \\t\\r\\n]{1,80}=\\?[^?\\s]{1,60}\\?[bBqQ]\\?[^?\\r\\n]{0,900}\\?=){0,200}+");

  /** Octets of characters in one word: base64 makes 60 of them, and 75 are allowed. */
  private static final int WORD_OCTETS = 30;

  byte[] convert(byte[] header) {
    String octets = new String(header, ISO_8859_1);
    return RUN.matcher(octets)
        .replaceAll(run -> Matcher.quoteReplacement(words(run.group())))
        .getBytes(ISO_8859_1);
  }

  /** The words of a run in the new set; as they are when one cannot be read, or not be said. */
  private String words(String run) {
    boolean known =
        WORD.matcher(run)
            .results()
            .map(word -> word.group(1).replaceFirst("\\*.*", ""))
            .allMatch(set -> set.equalsIgnoreCase("us-ascii") || Charsets.find(set).isPresent());
    if (!known) {
      return run;
    }
    String text = EncodedWords.decode(new Octets(run));
    List<String> words = new ArrayList<>();
    for (String piece : pieces(text)) {
      Optional<byte[]> octets = Converter.encode(piece, to, replacement);
      if (octets.isEmpty() || text.indexOf(0xfffd) >= 0) {
        return run;
      }
      words.add("=?" + name + "?B?" + Base64.getEncoder().encodeToString(octets.get()) + "?=");
    }
    return String.join("\r\n ", words);
  }

  /** Pieces that fit a word each; a character is in one piece. */
  private List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    int octets = 0;
    for (int c : text.codePoints().toArray()) {
      String one = Character.toString(c);
      int size = Converter.encode(one, to, replacement).map(all -> all.length).orElse(1);
      if (octets + size > WORD_OCTETS && !piece.isEmpty()) {
        pieces.add(piece.toString());
        piece.setLength(0);
        octets = 0;
      }
      piece.append(one);
      octets += size;
    }
    pieces.add(piece.toString());
    return pieces;
  }
}

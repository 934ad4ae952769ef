package org.mailstead.imap.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.DecodedText;
import org.mailstead.formats.mime.HtmlPlainText;
import org.mailstead.formats.mime.Part;
import org.mailstead.imap.grammar.Conversion;
import org.mailstead.imap.grammar.ImapReader;

/** Converts one text part: its character set, and HTML into plain text. */
final class Converter {
  /** Octets of a part, decoded: it is converted in memory. */
  static final int MAX_SOURCE = 4 << 20;

  private static final int MAX_REPLACEMENT = 16;

  /** So many parts are worked on at a time, whoever asks: what is large takes memory and time. */
  private static final Semaphore TURNS =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

  private static final int PATIENCE = 10;

  private final Conversion conversion;

  Converter(Conversion conversion) {
    this.conversion = conversion;
  }

  /** Why the part cannot become what is asked for; empty when it may. */
  Optional<Converted.Failed> obstacle(String from) {
    String to = conversion.becomes(from);
    Map<String, String> unknown = conversion.unknown();
    if (!Conversion.targets(from).contains(to)) {
      return Optional.of(Converted.bad("that cannot be converted so", from, to, unknown));
    }
    if (!unknown.isEmpty()) {
      return Optional.of(Converted.bad("unknown parameter", from, to, unknown));
    }
    Optional<String> charset = Optional.ofNullable(conversion.parameters().get(Conversion.CHARSET));
    return charset.isPresent() && charset(charset.get()).isEmpty()
        ? Optional.of(
            Converted.bad(
                "unknown character set", from, to, Map.of(Conversion.CHARSET, charset.get())))
        : Optional.empty();
  }

  /** The set of exactly this name; that of UTF-7 would put markup in disguise. */
  static Optional<Charset> charset(String name) {
    try {
      return Optional.of(Charset.forName(name))
          .filter(Charset::canEncode)
          .filter(set -> !set.name().toUpperCase(java.util.Locale.ROOT).contains("UTF-7"));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  Converted convert(Part.Leaf part, ByteSource message) throws IOException {
    String from = part.content().type().media();
    Optional<Converted.Failed> obstacle = obstacle(from);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    try {
      if (!TURNS.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
        return Converted.busy();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Converted.busy();
    }
    try {
      return encoded(part, message, from);
    } finally {
      TURNS.release();
    }
  }

  private Converted encoded(Part.Leaf part, ByteSource message, String from) throws IOException {
    String to = conversion.becomes(from);
    DecodedText decoded = BodyText.decode(part, message, MAX_SOURCE);
    if (decoded.truncated()) {
      return Converted.bad("that is too large", from, to, Map.of());
    }
    boolean plain = from.equals("text/html") && to.equals("text/plain");
    String text = plain ? HtmlPlainText.of(decoded.text()) : decoded.text();
    String name = conversion.parameters().getOrDefault(Conversion.CHARSET, "utf-8");
    Charset charset = charset(name).orElseThrow();
    Optional<String> replacement =
        Optional.ofNullable(conversion.parameters().get(Conversion.REPLACEMENT))
            .map(ImapReader::utf8);
    CharsetEncoder encoder = charset.newEncoder();
    if (replacement.isPresent()
        && (replacement.get().length() > MAX_REPLACEMENT
            || !encoder.canEncode(replacement.get()))) {
      return Converted.bad(
          "that cannot stand for unknown characters",
          from,
          to,
          Map.of(Conversion.REPLACEMENT, conversion.parameters().get(Conversion.REPLACEMENT)));
    }
    Optional<byte[]> octets = encode(text.replace("\n", "\r\n"), charset, replacement);
    return octets.isPresent()
        ? new Converted.Part(to, name, octets.get())
        : Converted.bad(
            "some characters are not in that character set",
            from,
            to,
            Map.of(Conversion.CHARSET, name));
  }

  /** The text in the set; empty when it has characters that are not in it, and none stands in. */
  static Optional<byte[]> encode(String text, Charset charset, Optional<String> replacement) {
    CharsetEncoder encoder = charset.newEncoder();
    String sayable = text;
    if (replacement.isPresent() && !encoder.canEncode(text)) {
      var replaced = new StringBuilder(text.length());
      text.codePoints()
          .forEach(c -> {
            String one = Character.toString(c);
            replaced.append(encoder.canEncode(one) ? one : replacement.get());
          });
      sayable = replaced.toString();
    }
    try {
      ByteBuffer octets = charset.newEncoder().encode(CharBuffer.wrap(sayable));
      byte[] all = new byte[octets.remaining()];
      octets.get(all);
      return Optional.of(all);
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}

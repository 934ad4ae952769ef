package org.mailstead.formats.tnef;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Charsets;

/**
 * The best form of a message's text.
 *
 * @param isHtml what comes out of it
 */
record TnefText(TnefMessage.Body body, boolean isHtml) {
  /** Octets of a text that are read, and octets and characters that RTF may unpack to. */
  private static final int MOST = 4 << 20;

  /** Wins over a character set that the HTML names, when it is a file. */
  private static final char MARK = '\ufeff';

  /** HTML before plain text before what is left of RTF without its looks; empty for none. */
  static Optional<TnefText> of(TnefMessage message, ByteSource tnef) throws IOException {
    Optional<TnefMessage.Body> plain = Optional.empty();
    Optional<TnefMessage.Body> rtf = Optional.empty();
    for (TnefMessage.Body body : message.bodies()) {
      if (body.octets().length() == 0) {
        continue;
      }
      switch (body.form()) {
        case HTML -> {
          return Optional.of(new TnefText(body, true));
        }
        case PLAIN -> plain = plain.or(() -> Optional.of(body));
        case COMPRESSED_RTF -> rtf = rtf.or(() -> Optional.of(body));
      }
    }
    if (rtf.isPresent() && RtfText.isHtml(unpacked(rtf.get(), tnef))) {
      return Optional.of(new TnefText(rtf.get(), true));
    }
    Optional<TnefMessage.Body> text = plain.isPresent() ? plain : rtf;
    return text.map(body -> new TnefText(body, false));
  }

  /** What it says, cut where it becomes too long. */
  String read(ByteSource tnef) throws IOException {
    String text =
        switch (body.form()) {
          case COMPRESSED_RTF -> RtfText.of(unpacked(body, tnef), MOST);
          case HTML, PLAIN -> Charsets.decode(octets(body, tnef), body.charset());
        };
    int zero = text.indexOf('\0');
    String plain = zero < 0 ? text : text.substring(0, zero);
    return isHtml && !plain.isBlank() ? MARK + plain : plain;
  }

  private static byte[] unpacked(TnefMessage.Body body, ByteSource tnef) throws IOException {
    try {
      return CompressedRtf.unpack(octets(body, tnef), MOST);
    } catch (BrokenTnefException _) {
      return new byte[0]; // there may be another form
    }
  }

  private static byte[] octets(TnefMessage.Body body, ByteSource tnef) throws IOException {
    long start = Math.min(body.octets().start(), tnef.length());
    long length = Math.min(Math.min(body.octets().end(), tnef.length()) - start, MOST);
    try (InputStream in = tnef.open(start, length)) {
      return in.readAllBytes();
    }
  }
}

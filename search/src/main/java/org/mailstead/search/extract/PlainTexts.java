package org.mailstead.search.extract;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.formats.mime.HtmlPlainText;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Octets;

/** Files that are text already, HTML, and messages. */
final class PlainTexts {
  /** Octets that are decoded, for four of which there may be one character. */
  private static final int MOST = 4 << 20;

  private PlainTexts() {}

  static void text(byte[] content, Sink to) {
    to.add(decoded(content));
  }

  static void html(byte[] content, Sink to) {
    to.add(HtmlPlainText.of(decoded(content)));
  }

  /** By its mark of byte order, else UTF-8 when it is that. */
  static String decoded(byte[] content) {
    byte[] looked = content.length > MOST ? Arrays.copyOf(content, MOST) : content;
    if (starts(looked, 0xef, 0xbb, 0xbf)) {
      return from(looked, 3, UTF_8);
    }
    if (starts(looked, 0xff, 0xfe)) {
      return from(looked, 2, UTF_16LE);
    }
    return starts(looked, 0xfe, 0xff) ? from(looked, 2, UTF_16BE) : Charsets.decode(looked, "");
  }

  private static boolean starts(byte[] content, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= content.length || (content[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String from(byte[] content, int start, Charset charset) {
    return new String(content, start, content.length - start, charset);
  }

  /** Subject, people, text and names of attachments; not what is in those. */
  static void message(byte[] content, Sink to) throws IOException {
    MessageStructure message = MessageStructure.of(content);
    for (String field : new String[] {"Subject", "From", "To", "Cc"}) {
      message.field(field).map(Octets::decoded).ifPresent(to::add);
      to.line();
    }
    to.add(BodyText.of(message, ByteSource.of(content), MOST / 4));
    to.line();
    for (NumberedPart part : message.leaves()) {
      to.checkTime();
      part.part().content().fileName().ifPresent(to::add);
      to.line();
    }
  }
}

package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.QueuedMail.BodyKind;
import org.mailstead.words.EmailAddress;

/** Writes MAIL and RCPT with what the other server can take. */
final class Envelope {
  private final Letter letter;
  private final Offer offer;
  private final boolean utf8;
  private final Instant now;

  Envelope(Letter letter, Offer offer, boolean utf8, Instant now) {
    this.now = now;
    this.letter = letter;
    this.offer = offer;
    this.utf8 = utf8;
  }

  /**
   * Whether the message can only go to a server with SMTPUTF8 (RFC 6531 section 3.2): an address or
   * its header has characters beyond ASCII.
   */
  static boolean needsUtf8(Letter letter, Content content, Iterable<Letter.To> recipients)
      throws IOException {
    for (Letter.To to : recipients) {
      if (to.address().needsUtf8()) {
        return true;
      }
    }
    boolean from = letter.returnPath().filter(EmailAddress::needsUtf8).isPresent();
    return from || (letter.row().getSmtpUtf8() && hasUtf8Header(letter, content));
  }

  private static boolean hasUtf8Header(Letter letter, Content content) throws IOException {
    for (byte b : letter.row().getPrefix()) {
      if (b < 0) {
        return true;
      }
    }
    long end = content.structure().body().extent().body();
    try (InputStream in = content.open(0, end)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b >= 0x80) {
          return true;
        }
      }
    }
    return false;
  }

  String mail() {
    var line = new StringBuilder("MAIL FROM:<");
    line.append(letter.returnPath().map(EmailAddress::toString).orElse("")).append('>');
    if (offer.has("SIZE")) {
      line.append(" SIZE=").append(letter.size());
    }
    String body =
        switch (QueuedRows.bodyKind(letter.row())) {
          case SEVEN_BIT -> "";
          // Where it is not offered the octets are sent all the same: servers that cut the eighth
          // bit are gone, and a bounce would help nobody.
          case EIGHT_BIT -> offer.has("8BITMIME") ? " BODY=8BITMIME" : "";
          case BINARY -> " BODY=BINARYMIME";
        };
    line.append(body);
    if (utf8) {
      line.append(" SMTPUTF8");
    }
    if (letter.tls() == QueuedMail.Tls.REQUIRED && offer.has("REQUIRETLS")) {
      line.append(" REQUIRETLS");
    }
    if (offer.has("DSN")) {
      line.append(letter.row().getReturnFull() ? " RET=FULL" : " RET=HDRS");
      if (isXtext(letter.row().getEnvelopeId())) {
        line.append(" ENVID=").append(letter.row().getEnvelopeId());
      }
    }
    line.append(timing());
    return line.toString();
  }

  private String timing() {
    var text = new StringBuilder();
    // by-value = by-time ";" by-mode [by-trace]; what is left of the time (RFC 2852 section 4.1.5)
    if (letter.by().isPresent() && offer.has("DELIVERBY")) {
      long left = Duration.between(now, letter.by().get()).toSeconds();
      long most = 999_999_999L;
      text.append(" BY=")
          .append(Math.max(-most, Math.min(most, left)))
          .append(letter.row().getByReturned() ? ";R" : ";N")
          .append(letter.row().getByTraced() ? "T" : "");
    }
    if (letter.row().getPriority() != 0 && offer.has("MT-PRIORITY")) {
      text.append(" MT-PRIORITY=").append(letter.row().getPriority());
    }
    return text.toString();
  }

  String rcpt(Letter.To to) {
    var line = new StringBuilder("RCPT TO:<").append(to.address()).append('>');
    if (offer.has("DSN")) {
      QueuedRows.reportOn(to.row())
          .ifPresent(set ->
              line.append(" NOTIFY=")
                  .append(set.stream().sorted().map(Enum::name).collect(Collectors.joining(","))));
      if (isXtext(to.row().getOriginal())) {
        line.append(" ORCPT=").append(to.row().getOriginal());
      }
    }
    return line.toString();
  }

  /** What was given to us is passed on, unless it could end the command. */
  private static boolean isXtext(String text) {
    return !text.isEmpty()
        && US_ASCII.newEncoder().canEncode(text)
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Whether its octets fit no lines, so that only BDAT can carry them (RFC 3030). */
  static boolean isBinary(Letter letter) {
    return QueuedRows.bodyKind(letter.row()) == BodyKind.BINARY;
  }
}

package org.mailstead.filter.origin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.verdict.VerdictField;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MimeLimits;

/**
 * A message as it flows by. Its header is held until it is all there and looked at as a whole, then
 * goes on without the results that others wrote in our name (RFC 8601 section 5) and the verdicts
 * that only we write; nothing else of the message is changed, and its body is never held.
 */
public final class MessageFlow extends OutputStream {
  /** What looks at a message that flows by. */
  public interface Eyes {
    /** The header, as it came; first of all, and once. */
    void header(SignedMessage header);

    /** Some of the body, as it came. */
    void body(byte[] bytes, int off, int len);
  }

  private static final MimeLimits LIMITS = MimeLimits.DEFAULT;

  /** What a header within the limits can take at most, with some of the body in the same piece. */
  private static final int MOST_HELD = 2 * LIMITS.header() + (64 << 10);

  private final OutputStream onward;
  private final String service;
  private final Eyes eyes;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private int tryAt = 16 << 10;
  private int lineLength;
  private boolean inBody;
  private boolean tooLarge;

  /**
   * @param service our own name, under which nobody else may write results
   */
  public MessageFlow(OutputStream onward, String service, Eyes eyes) {
    this.onward = onward;
    this.service = service;
    this.eyes = eyes;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int off, int len) throws IOException {
    if (inBody) {
      eyes.body(bytes, off, len);
      onward.write(bytes, off, len);
    } else if (!tooLarge) {
      boolean end = hasEmptyLine(bytes, off, len);
      held.write(bytes, off, len);
      if (end || held.size() >= tryAt) {
        // What comes next decides whether an empty line just now was the end.
        tryAt = Math.min(end ? held.size() + 1 : 2 * held.size(), MOST_HELD);
        look(false);
      }
    }
  }

  /** Whether a line without anything in it ends here, whatever ends lines in this message. */
  private boolean hasEmptyLine(byte[] bytes, int off, int len) {
    for (int i = off; i < off + len; i++) {
      if (bytes[i] == '\n') {
        if (lineLength == 0) {
          return true;
        }
        lineLength = 0;
      } else if (bytes[i] != '\r') {
        lineLength++;
      }
    }
    return false;
  }

  /**
   * Looks whether the header is all there.
   *
   * @param surely nothing more belongs to it
   */
  private void look(boolean surely) throws IOException {
    byte[] octets = held.toByteArray();
    SignedMessage message = SignedMessage.read(ByteSource.of(octets), LIMITS);
    int body = (int) message.header().body();
    if (!surely && body >= octets.length) {
      tooLarge = octets.length > MOST_HELD;
      return;
    }
    if (!message.isComplete()) {
      tooLarge = true;
      return;
    }
    inBody = true;
    held.reset();
    eyes.header(message);
    passHeader(message, octets, body);
    write(octets, body, octets.length - body);
  }

  private void passHeader(SignedMessage message, byte[] octets, int body) throws IOException {
    int from = 0;
    for (HeaderField field : message.header().fields()) {
      if (isForged(field)) {
        onward.write(octets, from, (int) field.start() - from);
        from = (int) field.end();
      }
    }
    onward.write(octets, from, body - from);
  }

  private boolean isForged(HeaderField field) {
    return VerdictField.isNamed(field.name())
        || (field.name().equalsIgnoreCase(AuthenticationResults.FIELD)
            && AuthenticationResults.claims(field.value().latin1(), service));
  }

  /** Nothing follows. */
  public void finish() {
    if (!inBody && !tooLarge) {
      try {
        look(true);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether the header is larger than can be looked at: then nothing has gone on. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}

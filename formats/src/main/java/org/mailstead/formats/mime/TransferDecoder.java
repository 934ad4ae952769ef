package org.mailstead.formats.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Decodes a body as it is read (RFC 2045 section 6). What is broken costs the octets that are
 * broken, and never an exception. Closing it closes the stream below.
 */
public abstract sealed class TransferDecoder extends InputStream
    permits Base64Decoder, QuotedPrintableDecoder, UuDecoder {
  private final InputStream in;
  private final byte[] input = new byte[4096];
  private int inputAt;
  private int inputEnd;
  private byte[] ready = new byte[4096];
  private int readyAt;
  private int readyEnd;
  private boolean over;

  TransferDecoder(InputStream in) {
    this.in = in;
  }

  /** The content of an encoded body. */
  public static InputStream of(InputStream body, TransferEncoding encoding) {
    return switch (encoding) {
      case IDENTITY -> body;
      case BASE64 -> new Base64Decoder(body);
      case QUOTED_PRINTABLE -> new QuotedPrintableDecoder(body);
      case UUENCODE -> new UuDecoder(body);
    };
  }

  /** The content of an encoded body that is in memory. */
  public static byte[] decode(byte[] body, TransferEncoding encoding) {
    try (InputStream decoded = of(new ByteArrayInputStream(body), encoding)) {
      return decoded.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  /** Decodes one octet, which may emit some. */
  abstract void octet(int octet);

  /** The body is over; what is left may be emitted. */
  abstract void end();

  final void emit(int octet) {
    if (readyEnd == ready.length) {
      ready = Arrays.copyOf(ready, ready.length * 2);
    }
    ready[readyEnd++] = (byte) octet;
  }

  @Override
  public final int read() throws IOException {
    return fill() ? ready[readyAt++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] to, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, to.length);
    if (len == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int some = Math.min(len, readyEnd - readyAt);
    System.arraycopy(ready, readyAt, to, off, some);
    readyAt += some;
    return some;
  }

  /** Makes sure that something is ready; false at the end. */
  private boolean fill() throws IOException {
    while (readyAt == readyEnd && !over) {
      readyAt = 0;
      readyEnd = 0;
      inputAt = 0;
      inputEnd = in.read(input, 0, input.length);
      if (inputEnd < 0) {
        over = true;
        end();
      }
      while (inputAt < inputEnd) {
        octet(input[inputAt++] & 0xff);
      }
    }
    return readyAt < readyEnd;
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }
}

package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.mailstead.wire.Line;

/** What a server has said, from memory. */
final class Said implements ResponseReader.Octets {
  private final byte[] octets;
  private int at;

  private Said(byte[] octets) {
    this.octets = octets;
  }

  static ResponseReader reader(String text) {
    return reader(text.getBytes(ISO_8859_1));
  }

  static ResponseReader reader(byte[] octets) {
    return new ResponseReader(new Said(octets));
  }

  @Override
  public Line line(int limit) throws IOException {
    if (at == octets.length) {
      return new Line.End();
    }
    int end = at;
    while (end < octets.length && octets[end] != '\n') {
      end++;
    }
    if (end == octets.length) {
      throw new EOFException("the server went within a line");
    }
    boolean crlf = end > at && octets[end - 1] == '\r';
    byte[] line = Arrays.copyOfRange(octets, at, crlf ? end - 1 : end);
    at = end + 1;
    return line.length > limit ? new Line.TooLong(line) : new Line.Text(line, crlf);
  }

  @Override
  public InputStream literal(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int wanted) throws IOException {
        if (left == 0 || wanted == 0) {
          return left == 0 ? -1 : 0;
        }
        if (at == octets.length) {
          throw new EOFException("the server went within a literal");
        }
        int count = (int) Math.min(Math.min(wanted, octets.length - at), left);
        System.arraycopy(octets, at, into, offset, count);
        at += count;
        left -= count;
        return count;
      }

      @Override
      public void close() throws IOException {
        skipNBytes(left);
      }
    };
  }
}

package org.mailstead.formats.jmap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.mailstead.formats.mime.ByteSource;

/** The content of a part without its transfer encoding; read again for every range. */
public final class DecodedPart implements ByteSource {
  private final BodyPart part;
  private final ByteSource message;
  private OptionalLong length = OptionalLong.empty();

  public DecodedPart(BodyPart part, ByteSource message) {
    this.part = part;
    this.message = message;
  }

  @Override
  public long length() {
    if (length.isEmpty()) {
      try {
        length = OptionalLong.of(part.size(message));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return length.getAsLong();
  }

  @Override
  public InputStream open(long from, long size) throws IOException {
    InputStream in = part.content(message);
    in.skipNBytes(from);
    return size == length() - from ? in : new FirstOctets(in, size);
  }

  /** So many octets of a stream. */
  private static final class FirstOctets extends java.io.FilterInputStream {
    private long left;

    FirstOctets(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int octet = left == 0 ? -1 : super.read();
      left -= octet < 0 ? 0 : 1;
      return octet;
    }

    @Override
    public int read(byte[] into, int off, int len) throws IOException {
      if (left == 0) {
        return len == 0 ? 0 : -1;
      }
      int read = super.read(into, off, (int) Math.min(len, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(Math.min(count, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(super.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}

package org.mailstead.post.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read; closing it closes nothing, since entries of a zip end one by one. */
final class CountedStream extends FilterInputStream {
  private long count;

  CountedStream(InputStream in) {
    super(in);
  }

  long count() {
    return count;
  }

  @Override
  public void close() {
    // whoever opened the other closes it
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    count += octet < 0 ? 0 : 1;
    return octet;
  }

  @Override
  public int read(byte[] bytes, int off, int len) throws IOException {
    int read = super.read(bytes, off, len);
    count += Math.max(0, read);
    return read;
  }
}

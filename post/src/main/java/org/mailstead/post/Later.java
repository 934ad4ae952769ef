package org.mailstead.post;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A stream that is opened when the first octet of it is asked for: mostly never. */
final class Later extends InputStream {
  private final Opening opening;
  private @Nullable InputStream opened;

  /** Opens a stream. */
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException;
  }

  Later(Opening opening) {
    this.opening = opening;
  }

  private InputStream in() throws IOException {
    InputStream in = opened;
    if (in == null) {
      in = opening.open();
      opened = in;
    }
    return in;
  }

  @Override
  public int read() throws IOException {
    return in().read();
  }

  @Override
  public int read(byte[] to, int off, int len) throws IOException {
    return in().read(to, off, len);
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
  }
}

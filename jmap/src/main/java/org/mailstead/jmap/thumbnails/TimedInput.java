package org.mailstead.jmap.thumbnails;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The octets of a picture, for a reader that cannot be stopped: when its time is over there are no
 * more. It is given few at a time, lest a few octets that say how much is to be done last for long.
 */
final class TimedInput extends ImageInputStreamImpl {
  private static final int MOST_AT_ONCE = 4096;

  private final byte[] octets;
  private final long end;
  private int reads;

  /**
   * @param end by {@link System#nanoTime}
   */
  TimedInput(byte[] octets, long end) {
    this.octets = octets;
    this.end = end;
  }

  boolean isLate() {
    return System.nanoTime() - end > 0;
  }

  private void check() throws IOException {
    if (isLate()) {
      throw Unreadable.tooLarge("it takes too long");
    }
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (++reads % MOST_AT_ONCE == 0) {
      check();
    }
    return streamPos < octets.length ? octets[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    bitOffset = 0;
    check();
    if (length == 0) {
      return 0;
    }
    if (streamPos >= octets.length) {
      return -1;
    }
    int count = (int) Math.min(Math.min(length, MOST_AT_ONCE), octets.length - streamPos);
    System.arraycopy(octets, (int) streamPos, to, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return octets.length;
  }
}

package org.mailstead.smtp;

import java.io.OutputStream;
import java.util.Optional;
import org.mailstead.post.Arriving;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Takes a message's octets. Once something is wrong with it (too large, no disk) the rest is
 * swallowed: the client is told at the end, where it listens.
 */
final class Sink extends OutputStream {
  private final Arriving arriving;
  private final Client client;
  private final long maxSize;
  private long size;
  private Optional<Problem> problem = Optional.empty();

  Sink(Arriving arriving, Client client, long maxSize) {
    this.arriving = arriving;
    this.client = client;
    this.maxSize = maxSize;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int off, int len) {
    size += len;
    if (problem.isPresent()) {
      return;
    }
    if (size > maxSize) {
      problem = Optional.of(Problem.of(Problem.Kind.TOO_LARGE, "message.size"));
      return;
    }
    try {
      arriving.write(bytes, off, len);
    } catch (Refused e) {
      problem = Optional.of(e.problem());
    }
  }

  Client client() {
    return client;
  }

  Arriving arriving() {
    return arriving;
  }

  /**
   * @throws Refused what was wrong with the message on its way in
   */
  void check() {
    problem.ifPresent(found -> {
      throw new Refused(found);
    });
  }

  @Override
  public void close() {
    arriving.close();
  }
}

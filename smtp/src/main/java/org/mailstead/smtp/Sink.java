package org.mailstead.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.origin.MessageFlow;
import org.mailstead.post.Arriving;
import org.mailstead.post.Reason;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Takes a message's octets. Once something is wrong with it (too large, no disk) the rest is
 * swallowed: the client is told at the end, where it listens.
 */
final class Sink extends OutputStream {
  private final Arriving arriving;
  private final Optional<Inspected> inspected;
  private final String id;
  private final Client client;
  private final long maxSize;
  private long size;
  private boolean startsFolded;
  private Optional<Problem> problem = Optional.empty();

  /** How a message is looked at, and the way that it flows by. */
  private record Inspected(Inspection inspection, MessageFlow flow) {}

  /**
   * @param id what the message is called in answers, logs and trace fields
   * @param service our own name, in which nobody else may tell what was found
   */
  Sink(
      String id,
      Arriving arriving,
      Optional<Inspection> inspection,
      String service,
      Client client,
      long maxSize) {
    this.id = id;
    this.arriving = arriving;
    this.inspected =
        inspection.map(eyes -> new Inspected(eyes, new MessageFlow(arriving, service, eyes)));
    this.client = client;
    this.maxSize = maxSize;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int off, int len) throws IOException {
    if (size == 0 && len > 0) {
      startsFolded = bytes[off] == ' ' || bytes[off] == '\t';
    }
    size += len;
    if (problem.isPresent()) {
      return;
    }
    if (size > maxSize) {
      problem = Optional.of(Problem.of(Problem.Kind.TOO_LARGE, "message.size"));
      return;
    }
    try {
      if (inspected.isPresent()) {
        inspected.get().flow().write(bytes, off, len);
      } else {
        arriving.write(bytes, off, len);
      }
    } catch (Refused e) {
      problem = Optional.of(e.problem());
    }
  }

  /** Whether the first line would go on in a field that were put before it. */
  boolean startsFolded() {
    return startsFolded;
  }

  String id() {
    return id;
  }

  /** So many came. */
  long octets() {
    return size;
  }

  Client client() {
    return client;
  }

  Arriving arriving() {
    return arriving;
  }

  /** The message is over. */
  void end() {
    if (problem.isPresent() || inspected.isEmpty()) {
      return;
    }
    try {
      inspected.get().flow().finish();
      if (inspected.get().flow().isTooLarge()) {
        throw new Refused(Problem.Kind.TOO_LARGE, "message.header");
      }
      inspected.get().inspection().judge();
    } catch (Refused e) {
      problem = Optional.of(e.problem());
    }
  }

  /**
   * The fields that inspection puts before the message.
   *
   * @param added fields that the message lacked
   */
  String fields(String added) throws IOException {
    return inspected.isPresent() ? inspected.get().inspection().fields(added) : "";
  }

  /** What inspection found, for the message's reader. */
  List<Reason> reasons() {
    return inspected.map(one -> one.inspection().reasons()).orElse(List.of());
  }

  /** Whether the message is to be taken and thrown away. */
  boolean discards() {
    return inspected.isPresent() && inspected.get().inspection().discards();
  }

  /** Whether its sender may be somebody who knows nothing of it. */
  boolean doubtsSender() {
    return inspected.isPresent() && inspected.get().inspection().doubtsSender();
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
    inspected.ifPresent(one -> one.inspection().close());
    arriving.close();
  }
}

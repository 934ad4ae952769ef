package org.mailstead.filter.webhook;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Holds a message until it is over: its client may be slow, and whoever is asked about it should
 * not have to wait for that. A large one is held in a file that only we can read.
 */
final class Spool implements Closeable {
  private static final int IN_MEMORY = 256 << 10;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Optional<Path> file = Optional.empty();
  private Optional<OutputStream> out = Optional.empty();

  void write(byte[] bytes, int off, int len) throws IOException {
    if (out.isEmpty() && memory.size() + len <= IN_MEMORY) {
      memory.write(bytes, off, len);
      return;
    }
    if (out.isEmpty()) {
      Path made = Files.createTempFile("mailstead-hook", ".eml");
      file = Optional.of(made);
      out = Optional.of(Files.newOutputStream(made));
      memory.writeTo(out.get());
      memory.reset();
    }
    out.get().write(bytes, off, len);
  }

  /** All of it. */
  BodyPublisher publisher() throws IOException {
    if (out.isEmpty()) {
      return BodyPublishers.ofByteArray(memory.toByteArray());
    }
    out.get().close();
    try {
      return BodyPublishers.ofFile(file.orElseThrow());
    } catch (FileNotFoundException e) {
      throw new IOException("the held message is gone", e);
    }
  }

  @Override
  public void close() {
    try {
      if (out.isPresent()) {
        out.get().close();
      }
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    } catch (IOException _) {
      // The system clears its folder for such files.
    }
  }
}

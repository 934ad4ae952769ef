package org.mailstead.wire.acme;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of the operator's that changes the DNS. It is run with {@code add} or {@code remove},
 * the record's name and its text as arguments, without a shell, and returns when it is done.
 */
public record DnsProgram(Path program, Duration limit) implements DnsWriter {
  private static final int MOST_OUTPUT = 2000;

  @Override
  public void add(String name, String text) throws IOException, InterruptedException {
    run("add", name, text);
  }

  @Override
  public void remove(String name, String text) throws IOException, InterruptedException {
    run("remove", name, text);
  }

  private void run(String verb, String name, String text) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(program.toString(), verb, name, text))
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      var said = new FutureTask<>(() -> read(process));
      Thread.ofVirtual().start(said);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(program + " " + verb + " did not end within " + limit);
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            program + " " + verb + " ended with " + process.exitValue() + ": " + said(said));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Something that the program started may keep its output open. */
  private static String said(FutureTask<String> output) throws InterruptedException {
    try {
      return output.get(1, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return "";
    }
  }

  /** All is read, so that the program never waits; the beginning is kept. */
  private static String read(Process process) throws IOException {
    try (var in = process.getInputStream()) {
      String said = new String(in.readNBytes(MOST_OUTPUT), UTF_8);
      in.transferTo(OutputStream.nullOutputStream());
      return said.replaceAll("\\p{Cntrl}+", " ").strip();
    }
  }
}

package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Programs that nobody here wrote. */
final class Foreign {
  private Foreign() {}

  /** Whether a program is installed. */
  static boolean isThere(String program) {
    boolean there = false;
    for (String folder : System.getenv("PATH").split(":", -1)) {
      there |= Files.isExecutable(Path.of(folder, program));
    }
    return there;
  }

  /** Skips the test when a program is missing, naming the package that brings it; fails in CI. */
  static void need(String program, String debianPackage) {
    boolean there = isThere(program);
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(program + " is missing: install " + debianPackage);
    }
    assumeTrue(there, program + " is missing: install " + debianPackage);
  }

  /** The same for a module of Debian's Python. */
  static void needModule(Path folder, String module, String debianPackage) throws Exception {
    boolean there = run(folder, 20, "/usr/bin/python3", "-c", "import " + module).code() == 0;
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("Python has no " + module + ": install " + debianPackage);
    }
    assumeTrue(there, "Python has no " + module + ": install " + debianPackage);
  }

  /** What a program said, and how it ended. */
  record Ended(int code, String output) {
    Ended orFail() {
      if (code != 0) {
        throw new AssertionError("ended with " + code + ":\n" + output);
      }
      return this;
    }
  }

  /** Runs a program to its end; one that does not end in time is killed with all it started. */
  static Ended run(Path folder, int seconds, String... command) throws Exception {
    Process process = start(folder, command);
    process.getOutputStream().close(); // nobody will type anything
    var out = new FutureTask<>(() -> process.getInputStream().readAllBytes());
    Thread.ofVirtual().start(out);
    try {
      if (process.waitFor(seconds, TimeUnit.SECONDS)) {
        return new Ended(process.exitValue(), new String(out.get(5, TimeUnit.SECONDS), UTF_8));
      }
    } catch (TimeoutException e) {
      // It ended, but something that it started keeps its output open.
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    String said = new String(out.get(5, TimeUnit.SECONDS), UTF_8);
    throw new AssertionError(String.join(" ", command) + " did not end:\n" + said);
  }

  static Process start(Path folder, String... command) throws IOException {
    var builder = new ProcessBuilder(List.of(command)).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectErrorStream(true).start();
  }

  /** Puts a script of the tests where a program can read it. */
  static String script(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (var in = Foreign.class.getResourceAsStream("/clients/" + name)) {
      if (in == null) {
        throw new AssertionError("no script " + name);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file.toString();
  }
}

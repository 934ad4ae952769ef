package org.mailstead.server;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a command of the command line works with: an opened home, in this process or by the running
 * server, and the streams of whoever typed it.
 *
 * @param folder where it was typed: relative paths are meant from there
 */
record Session(
    Supplier<Core> opened, Path folder, InputStream in, PrintStream out, PrintStream err) {
  Core core() {
    return opened.get();
  }
}

package org.mailstead.server;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * What a command of the command line works with: an opened home, in this process or by the running
 * server, and the streams of whoever typed it.
 */
record Session(Supplier<Core> opened, InputStream in, PrintStream out, PrintStream err) {
  Core core() {
    return opened.get();
  }
}

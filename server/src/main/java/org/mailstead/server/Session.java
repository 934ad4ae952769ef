package org.mailstead.server;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

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

  /** The account of an address that somebody typed. */
  Account account(String address) {
    return EmailAddress.parse(address)
        .flatMap(core().directory()::account)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", address));
  }

  /** Shows that long work goes on. */
  void tell(long count) {
    if (count % 1000 == 0) {
      err.println(count + " messages …");
    }
  }
}

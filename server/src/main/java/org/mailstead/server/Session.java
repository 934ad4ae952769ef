package org.mailstead.server;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.Actor;
import org.mailstead.post.Job;
import org.mailstead.post.Jobs;
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
  /** Whom logs and owners are told to have done it. */
  static final String BY = new Actor.Operator().word();

  private static final long TELL_MS = 1000;

  Core core() {
    return opened.get();
  }

  /** The account of an address that somebody typed. */
  Account account(String address) {
    return EmailAddress.parse(address)
        .flatMap(core().directory()::account)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", address));
  }

  /** Asks for {@code --yes} before what cannot be undone; returns the exit code. */
  int unsure(String what) {
    err.println(what + "; if that is meant, add --yes");
    return ExitCode.USAGE;
  }

  /**
   * Begins a job and waits for its end, showing how far it is; returns the exit code. It goes on
   * when nobody looks any more.
   */
  int finish(Job job) {
    Jobs jobs = core().jobs();
    String id = jobs.begin(job).id();
    long[] told = {core().clock().millis()};
    Job ended =
        jobs.follow(
            id,
            now -> {
              if (core().clock().millis() - told[0] >= TELL_MS) {
                told[0] = core().clock().millis();
                err.println(now.progress() + " …");
              }
              return !err.checkError(); // whoever asked has gone
            });
    String how = ended.isRunning() ? "goes on, see \"mailstead job list\"" : ended.result();
    out.println(ended.subject() + ": " + how + " (" + ended.progress() + ")");
    return ended.state() == Job.State.DONE ? ExitCode.OK : ExitCode.REFUSED;
  }

  /** Shows that long work goes on. */
  void tell(long count) {
    if (count % 1000 == 0) {
      err.println(count + " messages …");
    }
  }
}

package org.mailstead.it;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL under load, again and again on one home: what was acknowledged is there once, whole, and
 * no uid comes back. {@code -Dkills=100} for as many.
 */
@Tag("slow")
@Tag("foreign")
class CrashTest {
  private static final String PASSWORD = "under-heavy-load";

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedIsThereOnceAfterAnyKill() throws Exception {
    Foreign.need("python3", "python3");
    int kills = Integer.getInteger("kills", 5);
    long seed = Long.getLong("property.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    Path home = folder.resolve("home");
    String load = Foreign.script(folder, "load.py");
    String verify = Foreign.script(folder, "verify.py");
    Path acked = folder.resolve("acked.txt");
    Path uids = folder.resolve("uids.json");
    Running server = Running.start(home);
    try {
      server.command("account", "add", "u%d@example.test", "--count", "4", "--password", PASSWORD);
      Foreign.run(folder, 30, "python3", "-c", create(server)).orFail();
      for (int round = 0; round < kills; round++) {
        String base = Integer.toString(server.portBase());
        Process loading =
            Foreign.start(folder, "python3", load, base, PASSWORD, acked.toString(), "" + round);
        Thread.sleep(300 + random.nextInt(2200));
        server.kill();
        loading.waitFor(90, TimeUnit.SECONDS);
        server = Running.start(home, server.portBase());
        Foreign.Ended ended =
            Foreign.run(
                folder, 150, "python3", verify, base, PASSWORD, acked.toString(), uids.toString());
        System.out.println("kill " + (round + 1) + ": " + ended.output().strip());
        if (ended.code() != 0) {
          throw new AssertionError("again with -Dproperty.seed=" + seed + "\n" + ended.output());
        }
      }
    } finally {
      server.close();
    }
  }

  private static String create(Running server) {
    return """
    import imaplib
    c = imaplib.IMAP4('127.0.0.1', %d)
    c.login('u3@example.test', '%s')
    assert c.create('Work')[0] == 'OK'
    """
        .formatted(server.port(143), PASSWORD);
  }
}

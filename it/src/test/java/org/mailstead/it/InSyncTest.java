package org.mailstead.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail programs that nobody here wrote keep a mailbox in sync while another client changes it:
 * flags, moves, new mail, deletions, renamed and removed mailboxes, connections that break, a
 * server that is killed. After each round both sides are compared message by message
 * (clients/insync.py).
 *
 * <p>mbsync has 10,000 messages here, the others fewer: two cores are slow. {@code
 * -Dinsync.messages=10000} gives each as many; none took more than three minutes with that.
 */
@Tag("foreign")
@Tag("slow")
class InSyncTest {
  private static final String PASSWORD = "two-sides-one-mail";

  @TempDir Path folder;

  private void keepsInSync(String program, int messages) throws Exception {
    Foreign.need("python3", "python3");
    for (String name : List.of("insync.py", "maildirs.py", "insync_" + program + ".py")) {
      Foreign.script(folder, name);
    }
    Path home = folder.resolve("home");
    int portBase;
    try (Running server = Running.start(home)) {
      portBase = server.portBase();
      server.command("account", "add", "u%d@example.test", "--count", "1", "--password", PASSWORD);
      play(program, portBase, messages, "first", "flags", "again", "moves", "new");
      server.kill();
    }
    try (Running _ = Running.start(home, portBase)) {
      play(program, portBase, messages, "again", "deletions", "rename", "removed", "cut", "again");
    }
  }

  private void play(String program, int portBase, int messages, String... rounds) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("python3", folder.resolve("insync.py").toString(), program));
    command.addAll(List.of("" + portBase, PASSWORD, "u0@example.test"));
    command.add("" + Integer.getInteger("insync.messages", messages));
    command.add(folder.resolve("copy").toString());
    command.addAll(Arrays.asList(rounds));
    Foreign.Ended ended = Foreign.run(folder, 400, command.toArray(String[]::new));
    System.out.println(program + "\n" + ended.output());
    ended.orFail();
  }

  @Test
  void mbsync() throws Exception {
    Foreign.need("mbsync", "isync");
    keepsInSync("mbsync", 10_000);
  }

  @Test
  void offlineImap() throws Exception {
    Foreign.need("offlineimap", "offlineimap3");
    keepsInSync("offlineimap", 2_000);
  }

  @Test
  void mutt() throws Exception {
    Foreign.need("mutt", "mutt");
    keepsInSync("mutt", 2_000);
  }

  /** Without a screen, through the port by which its makers test it. */
  @Test
  void thunderbird() throws Exception {
    Foreign.need("thunderbird", "thunderbird");
    keepsInSync("thunderbird", 4_000);
  }
}

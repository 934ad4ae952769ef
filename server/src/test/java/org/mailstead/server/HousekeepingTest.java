package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.Account;
import org.mailstead.store.Partition;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.TenantId;

class HousekeepingTest {
  @TempDir private Path folder;

  private static long oldestEntry(Core core, Partition partition) {
    return core.engine().changes(partition, 0, 1).getFirst().version();
  }

  @Test
  void logsGoBackNinetyDays() throws Exception {
    var home = new Home(folder.resolve("home"));
    home.create();
    var clock = InstantSource.system();
    try (Core core = Core.open(home, BootConfig.tryOut("127.0.0.1", 0), clock)) {
      core.changes().addDomain("example.test", TenantId.FIRST);
      var address = new EmailAddress("ada", "example.test");
      Account ada = AccountCommands.make(core, address, "ada", "a long password");
      var mail = new Partition(Partition.Kind.ACCOUNT, ada.id().value());
      for (int i = 0; i < 120; i++) {
        core.post().mailboxes().subscribe(ada.id(), "Archive", i % 2 == 1);
      }
      Instant now = clock.instant();
      var housekeeping = new Housekeeping(core);
      housekeeping.round(now.plus(Duration.ofDays(89)));
      assertEquals(1, oldestEntry(core, mail));
      housekeeping.round(now.plus(Duration.ofDays(91)));
      assertTrue(oldestEntry(core, mail) > 100);
      long version = core.post().version(ada.id());
      housekeeping.round(now.plus(Duration.ofDays(200)));
      assertEquals(version, core.post().version(ada.id()));
    }
  }
}

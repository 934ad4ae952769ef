package org.mailstead.jmap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;

/** Usage/get: what takes the room (our own). */
class UsageTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world).using("urn:mailstead:params:jmap:usage");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void mailboxesAndSendersAreCounted() {
    var ada = world.ada.id();
    world.append("From: News <news@far.test>\n\n" + "x".repeat(998));
    world.append("From: NEWS@far.test\n\n");
    world.append(ada, world.mailbox(ada, Mailbox.Role.SENT), "From: ada@example.test\n\n1");
    world.append("No: sender\n\n");
    world.append("From: gone@far.test\n\n1", "\\Deleted");
    script.play(
        """
        > ["Usage/get", {"accountId": "$ada", "limit": 1}, "0"],
          ["Usage/get", {"accountId": "$bob"}, "1"],
          ["Usage/get", {"accountId": "$ada", "limit": -1}, "2"]
        < ["Usage/get", {"accountId": "$ada", "emails": 4, "octets": 1092, "looked": 4,
            "mailboxes": [
              {"mailboxId": "$inbox", "emails": 3, "octets": 1065},
              {"mailboxId": "$sent", "emails": 1, "octets": 27},
              "*", "*", "*", "*"],
            "senders": [{"email": "news@far.test", "name": "News", "emails": 2,
              "octets": 1051}]}, "0"],
          ["error", {"type": "accountNotFound", "...": 0}, "1"],
          ["error", {"type": "invalidArguments", "...": 0}, "2"]
        """);
  }
}

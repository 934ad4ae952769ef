package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.LineClient;

/** A Dovecot of Debian that stands before us and passes mail on by LMTP. */
@Tag("slow")
@Tag("foreign")
class DovecotTest {
  private static final String ADDRESS = "127.0.0.5";

  @TempDir Path folder;

  /** Its paths are fixed, so it sees its files laid over those of the system. */
  private static List<String> overlaid(String command) {
    String usr = Peers.root().resolve("usr").toString();
    String mount = "mount -t overlay overlay -o lowerdir=" + usr + ":/usr /usr && exec ";
    return List.of("unshare", "--mount", "sh", "-c", mount + command);
  }

  private static String settings(Path folder, int port, int ours) {
    return """
    base_dir = %1$s/run
    state_dir = %1$s/run
    log_path = %1$s/log
    protocols = lmtp
    listen = %2$s
    default_internal_user = daemon
    default_internal_group = daemon
    default_login_user = daemon
    ssl = no
    lmtp_proxy = yes
    mail_location = maildir:%1$s/mail
    passdb {
      driver = static
      args = proxy=y host=127.0.0.1 port=%4$d protocol=lmtp nopassword=y
    }
    userdb {
      driver = static
      args = uid=1 gid=1 home=%1$s
    }
    service anvil {
      chroot =
    }
    service stats {
      chroot =
    }
    service lmtp {
      inet_listener lmtp {
        address = %2$s
        port = %3$d
      }
    }
    """
        .formatted(folder, ADDRESS, port, ours);
  }

  @Test
  void itsProxyBringsUsMailAndTellsOfEachRecipient() throws Exception {
    Peers.need("usr/sbin/dovecot");
    assumeTrue(
        Foreign.run(folder, 10, overlaid("true").toArray(String[]::new)).code() == 0,
        "root may mount nothing here");
    int port = Running.freePort();
    Path home = Peers.open(folder.resolve("dovecot"));
    Peers.open(folder);
    Path file = home.resolve("dovecot.conf");
    try (Mta ours = Mta.start(folder.resolve("home"), "none", port)) {
      Files.createDirectories(home.resolve("run"));
      Files.writeString(file, settings(home, port, ours.port(24)));
      String[] command = overlaid("dovecot -F -c " + file).toArray(String[]::new);
      Process dovecot = Peers.start(home, Map.of(), command);
      try {
        Peers.awaitPort(dovecot, ADDRESS, port, home.resolve("log"));
        deliver(ours, port);
      } finally {
        Peers.stop(dovecot);
      }
    }
  }

  private static void deliver(Mta ours, int port) throws Exception {
    ours.server().command("account", "add", "fay@example.test", "--password", Mta.PASSWORD);
    try (Talk talk = Talk.silent(ADDRESS, port)) {
      talk.good("LHLO client.test");
      talk.good("MAIL FROM:<ann@else.test>");
      talk.good("RCPT TO:<eve@example.test>");
      talk.good("RCPT TO:<fay@example.test>");
      String unknown = talk.say("RCPT TO:<who@example.test>");
      assertTrue(unknown.startsWith("550 5.1.1"), unknown);
      talk.good("DATA");
      talk.raw("Subject: by the proxy\r\n\r\n..\r\n..dot\r\n.\r\n");
      LineClient client = talk.client();
      assertTrue(client.line().startsWith("250 2.0.0"));
      assertTrue(client.line().startsWith("250 2.0.0"));
    }
    for (String address : List.of(Mta.EVE, "fay@example.test")) {
      String message = ours.awaitMessage(address, "Subject: by the proxy");
      assertTrue(message.contains("with LMTP"), message);
      assertTrue(message.endsWith("\r\n\r\n.\r\n.dot\r\n"), message);
      assertEquals(1, ours.inbox(address).size());
    }
  }
}

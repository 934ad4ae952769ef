package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others find this server's settings by themselves. */
@Tag("slow")
@Timeout(240)
class DiscoveryTest {
  private static final String PASSWORD = "finds-it-all-by-itself";

  @TempDir Path folder;

  /** A CA of our own, and a certificate of it for the names of a domain. */
  private void certificates() throws Exception {
    Path tls = Files.createDirectories(folder.resolve("home/tls"));
    String make =
        """
        set -e
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
          -keyout ca.key -out ca.pem -subj "/CN=CA of a test" \
          -addext keyUsage=critical,keyCertSign
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
          -keyout %1$s/key.pem -out request -subj /CN=mail.example.test
        printf 'subjectAltName=DNS:mail.example.test,DNS:autoconfig.example.test' > names
        openssl x509 -req -in request -CA ca.pem -CAkey ca.key -CAcreateserial -days 20 \
          -extfile names -out %1$s/certificate.pem
        """
            .formatted(tls);
    Foreign.run(folder, 30, "sh", "-c", make).orFail();
  }

  private static boolean mayHaveANetworkOfItsOwn(Path folder) throws Exception {
    String[] command = {"unshare", "--net", "--mount", "ip", "link", "set", "lo", "up"};
    return Foreign.run(folder, 10, command).code() == 0;
  }

  @Test
  void thunderbirdNeedsAnAddressAndAPassword() throws Exception {
    Foreign.need("thunderbird", "thunderbird");
    Foreign.need("python3", "python3");
    Foreign.need("openssl", "openssl");
    Foreign.need("ip", "iproute2");
    assumeTrue(mayHaveANetworkOfItsOwn(folder), "only root may make a network namespace");
    certificates();
    Files.writeString(
        folder.resolve("home/mailstead.toml"),
        """
        hostname = "mail.example.test"
        resolver = "none"
        [ports]
        imaps = 993
        imap = 143
        submissions = 465
        https = 443
        """);
    Files.writeString(
        folder.resolve("hosts"), "127.0.0.1 localhost mail.example.test autoconfig.example.test\n");
    for (String name : List.of("insync.py", "maildirs.py", "insync_thunderbird.py")) {
      Foreign.script(folder, name);
    }
    String script = Foreign.script(folder, "discovery_thunderbird.py");
    List<String> command = new ArrayList<>(List.of("unshare", "--net", "--mount", "sh", "-c"));
    command.add("ip link set lo up && mount --bind " + folder + "/hosts /etc/hosts && exec \"$@\"");
    command.addAll(
        List.of("sh", "python3", script, folder.toString(), "ada@example.test", PASSWORD));
    command.add(folder.resolve("ca.pem").toString());
    command.addAll(Running.program());
    String said = Foreign.run(folder, 200, command.toArray(String[]::new)).orFail().output();
    String found = said.lines().filter(line -> line.startsWith("{")).findFirst().orElse(said);
    assertTrue(found.contains("\"source\": \"xml\""), said);
    assertTrue(
        found.contains("[\"imap\", \"mail.example.test\", 993, 3, \"ada@example.test\"]"), said);
    assertTrue(
        found.contains("[\"smtp\", \"mail.example.test\", 465, 3, \"ada@example.test\"]"), said);
    assertTrue(found.contains("\"verified\": true"), said);
    assertEquals(1, said.lines().filter(line -> line.startsWith("{")).count());
  }
}

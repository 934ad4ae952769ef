package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script that another program's ManageSieve puts here sorts the mail of a whole server. */
@Tag("slow")
@Tag("foreign")
class SieveServerTest {
  private static final String PASSWORD = "a-password-of-some-length";
  private static final String OWNER = "sam@example.test";
  private static final String RULES =
      """
      require ["fileinto", "mailbox", "imap4flags", "reject"];
      if header :matches "subject" "[list] *" {
        fileinto :create :flags "\\\\Flagged" "Lists";
      } elsif header "subject" "go away" {
        reject "Nobody here wants it.";
      }
      """;

  @TempDir Path folder;

  @Test
  void sieveConnectPutsAScriptThatThenSorts() throws Exception {
    Foreign.need("sieve-connect", "sieve-connect");
    Foreign.need("python3", "python3");
    Files.writeString(folder.resolve("rules.sieve"), RULES);
    Files.writeString(folder.resolve("wrong.sieve"), "guess;\nguess again;\n");
    try (Running server = Running.start(folder.resolve("home"))) {
      server.command("account", "add", OWNER, "--password", PASSWORD);
      connect(server, "--upload", "--localsieve", "rules.sieve", "--remotesieve", "rules").orFail();
      connect(server, "--activate", "--remotesieve", "rules").orFail();
      Foreign.Ended listed = connect(server, "--list").orFail();
      assertTrue(listed.output().contains("\"rules\" ACTIVE"), listed.output());
      Foreign.Ended wrong =
          connect(server, "--upload", "--localsieve", "wrong.sieve", "--remotesieve", "wrong");
      assertTrue(wrong.code() != 0 && wrong.output().contains("line 2"), wrong.output());
      String script = Foreign.script(folder, "sieve.py");
      Foreign.Ended sorted =
          Foreign.run(folder, 60, "python3", script, "" + server.portBase(), PASSWORD).orFail();
      assertEquals(
          """
          refused 550 5.7.1 Nobody here wants it.
          Lists: ['Subject: [list] one flagged']
          INBOX: ['Subject: plain']
          """,
          sorted.output());
      String why = server.command("why", OWNER, "Lists");
      assertTrue(why.contains("rule: filed into Lists  rules, line 3"), why);
    }
  }

  private Foreign.Ended connect(Running server, String... words) throws Exception {
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec sieve-connect \"$@\" 9<password",
                "sieve-connect",
                "--server",
                "127.0.0.1",
                "--port",
                "" + server.port(4190),
                "--user",
                OWNER,
                "--passwordfd",
                "9",
                "--nosslverify",
                "--authmech",
                "PLAIN"));
    command.addAll(List.of(words));
    return Foreign.run(folder, 60, command.toArray(String[]::new));
  }
}

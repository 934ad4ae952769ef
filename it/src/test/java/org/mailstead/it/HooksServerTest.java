package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters that nobody here wrote are asked by a whole server. */
@Tag("slow")
@Tag("foreign")
class HooksServerTest {
  private static final String ADA = "ada@example.test";

  /** What every filter takes for junk: see gtube.org. */
  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

  @TempDir Path folder;

  private static void await(int port) throws Exception {
    for (int i = 0; ; i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (i == 900) {
          throw new AssertionError("nothing listens at " + port, e);
        }
        Thread.sleep(100);
      }
    }
  }

  private Running server(String hook) throws Exception {
    Path home = folder.resolve("home");
    Running server = Running.start(home);
    server.command("settings", "set", "hooks", hook);
    return server;
  }

  private Foreign.Ended send(Running server, String subject, String body) throws Exception {
    return Foreign.run(
        folder,
        60,
        "swaks",
        "--server",
        "127.0.0.1:" + server.port(25),
        "--helo",
        "client.example",
        "--from",
        "eve@good.example",
        "--to",
        ADA,
        "--header",
        "Subject: " + subject,
        "--body",
        body);
  }

  private static void end(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  @Test
  void aFilterOfLibmilterDecides() throws Exception {
    Foreign.need("swaks", "swaks");
    Foreign.need("python3", "python3-milter");
    Path socket = folder.resolve("m.sock");
    String script = Foreign.script(folder, "filtering.py");
    Process filter = Foreign.start(folder, "/usr/bin/python3", script, "unix:" + socket);
    try (Running server = server("milter:" + socket)) {
      while (filter.isAlive() && !Files.exists(socket)) {
        Thread.sleep(50);
      }
      assertTrue(filter.isAlive(), () -> said(filter));
      send(server, "hello", "hi").orFail();
      String why = server.command("why", ADA);
      assertFalse(why.contains("hook"), why);
      assertTrue(send(server, "virus", "x").output().contains("550 5.7.1 this is a virus"));
      assertTrue(send(server, "later", "x").output().contains("451 4.7.1 a filter says: not now"));
      send(server, "hold", "x").orFail();
      String held = server.command("why", ADA, "Junk");
      assertTrue(held.contains("takes it for junk: somebody should look at it"), held);
      send(server, "change", "the body").orFail();
      String changed = server.command("why", ADA);
      assertTrue(changed.contains("not done: "), changed);
      assertTrue(changed.contains("change the body"), changed);
      String text = message(server, "change");
      assertTrue(
          text.contains(
              "X-Seen: connect 127.0.0.1; helo client.example;"
                  + " from <eve@good.example> True; to <ada@example.test>; "),
          text);
      assertTrue(text.contains("the body"), text);
      end(filter);
      Files.deleteIfExists(socket);
      Foreign.Ended down = send(server, "hello", "x");
      assertTrue(down.output().contains("451 4.7.1 a filter is not there now"), down.output());
    } finally {
      end(filter);
    }
  }

  private static String said(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** As its reader sees it. */
  private String message(Running server, String subject) throws Exception {
    Path mail = folder.resolve("mail");
    server.command("export", ADA, mail.toString());
    try (Stream<Path> files = Files.walk(mail)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, ISO_8859_1);
        if (text.contains("Subject: " + subject + "\r\n")) {
          return text;
        }
      }
    }
    throw new AssertionError("no message " + subject);
  }

  @Test
  void rspamdDecides() throws Exception {
    Foreign.need("swaks", "swaks");
    Foreign.need("rspamd", "rspamd");
    int port = Running.freePort();
    Process rspamd = Foreign.start(folder, rspamd(port));
    try (Running server = server("milter:127.0.0.1:" + port)) {
      await(port);
      send(server, "hello", "how are you?").orFail();
      Foreign.Ended junk = send(server, "buy", GTUBE);
      assertTrue(
          junk.output().contains("554 5.7.1") || junk.output().contains("550 5.7.1"),
          junk.output());
      assertTrue(junk.output().contains("Gtube pattern"), junk.output());
    } finally {
      end(rspamd);
    }
  }

  /** Rspamd as Debian ships it, with one worker, whose files are in the test's folder. */
  private String[] rspamd(int port) throws IOException {
    Path own = Files.createDirectories(folder.resolve("rspamd/override.d")).getParent();
    Files.writeString(own.resolve("override.d/worker-normal.inc"), "enabled = false;\n");
    Files.writeString(own.resolve("override.d/worker-controller.inc"), "enabled = false;\n");
    Files.writeString(own.resolve("override.d/options.inc"), "filters = \"regexp\";\n");
    Files.writeString(
        own.resolve("override.d/worker-proxy.inc"),
        """
        bind_socket = "127.0.0.1:%d";
        milter = yes;
        upstream "local" { default = yes; self_scan = yes; }
        """
            .formatted(port));
    List<String> command = new ArrayList<>(List.of("rspamd", "-f", "-i"));
    command.addAll(List.of("-c", "/etc/rspamd/rspamd.conf"));
    for (String folders : List.of("DBDIR", "RUNDIR", "LOGDIR", "LOCAL_CONFDIR")) {
      command.add("--var=" + folders + "=" + own);
    }
    return command.toArray(String[]::new);
  }
}

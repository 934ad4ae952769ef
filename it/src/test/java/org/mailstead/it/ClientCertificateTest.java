package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail programs that sign in by a certificate, on a whole server. */
@Tag("slow")
class ClientCertificateTest {
  private static final String ADA = "ada@example.test";
  private static final String BOB = "bob@example.test";

  @TempDir Path folder;

  private void openssl(String... words) throws Exception {
    var all = new java.util.ArrayList<>(java.util.List.of(words));
    all.addFirst("openssl");
    Foreign.run(folder, 30, all.toArray(String[]::new)).orFail();
  }

  /** One that it signs itself. */
  private void own(String name) throws Exception {
    openssl(
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".pem");
  }

  /** One of an authority, for an address. */
  private void issued(String authority, String name, String address) throws Exception {
    openssl(
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=" + name,
        "-keyout",
        name + ".key",
        "-out",
        name + ".csr");
    Files.writeString(
        folder.resolve(name + ".ext"),
        "subjectAltName=email:" + address + "\nextendedKeyUsage=clientAuth\n");
    openssl(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        authority + ".pem",
        "-CAkey",
        authority + ".key",
        "-CAcreateserial",
        "-days",
        "30",
        "-extfile",
        name + ".ext",
        "-out",
        name + ".pem");
  }

  @Test
  void programsSignInByCertificate() throws Exception {
    Foreign.need("python3", "python3");
    Foreign.need("openssl", "openssl");
    Foreign.need("curl", "curl");
    for (String name : new String[] {"laptop", "stranger", "authority", "other"}) {
      own(name);
    }
    issued("authority", "bobs", BOB);
    issued("other", "false", BOB);
    Path home = folder.resolve("home");
    int base = Running.freeBase();
    Running.start(home, base).close();
    Path settings = home.resolve("mailstead.toml");
    Files.writeString(
        settings,
        Files.readString(settings, UTF_8)
            + "\n[tls]\nclient_certificates = \"on\"\nclient_authorities = \""
            + folder.resolve("authority.pem")
            + "\"\n");
    try (Running server = Running.start(home, base)) {
      check(server, "laptop", "out", "");
      String laptop = folder.resolve("laptop.pem").toString();
      String added =
          server.command("sign-in", "certificate", "add", ADA, laptop, "--name", "Laptop");
      String fingerprint = added.split(" ", -1)[1];
      check(server, "laptop", "in", "");
      check(server, "laptop", "in", ADA);
      String curl =
          Foreign.run(
                  folder,
                  30,
                  "curl",
                  "-sSk",
                  "--cert",
                  "laptop.pem",
                  "--key",
                  "laptop.key",
                  "--login-options",
                  "AUTH=EXTERNAL",
                  "--user",
                  ADA + ":",
                  "imaps://127.0.0.1:" + server.port(993))
              .orFail()
              .output();
      assertTrue(curl.contains("INBOX"), curl);
      String history = server.command("sign-in", "history", ADA);
      assertTrue(history.contains("certificate " + fingerprint.substring(0, 16)), history);

      check(server, "laptop", "out", BOB);
      check(server, "stranger", "out", "");
      check(server, "stranger", "out", ADA);
      check(server, "bobs", "in", "");
      check(server, "bobs", "in", BOB);
      check(server, "bobs", "out", ADA);
      check(server, "false", "out", "");
      check(server, "false", "out", BOB);
      Process idle = Foreign.start(folder, python(server, "laptop", "idle", ""));
      assertEquals("idling\n", DirectoryServerTest.line(idle));
      server.command("sign-in", "certificate", "remove", ADA, fingerprint.substring(0, 10));
      assertEquals("the server said goodbye\n", DirectoryServerTest.line(idle));
      check(server, "laptop", "out", "");
      assertEquals("there is none\n", server.command("sign-in", "certificate", "list", ADA));
    }
  }

  private String[] python(Running server, String who, String expected, String actAs)
      throws Exception {
    return new String[] {
      "python3",
      Foreign.script(folder, "certificate.py"),
      "" + server.portBase(),
      ADA,
      who + ".pem",
      who + ".key",
      expected,
      actAs
    };
  }

  private void check(Running server, String who, String expected, String actAs) throws Exception {
    assertEquals(
        "all as it should be\n",
        Foreign.run(folder, 60, python(server, who, expected, actAs)).orFail().output(),
        who + " as " + actAs);
  }
}

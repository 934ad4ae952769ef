package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.dmarc.PublicSuffixes;

/** {@code data update}: a newer list of public suffixes. */
class DataCommandsTest {
  @TempDir Path folder;

  private static HttpServer serving(String text) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/list",
        exchange -> {
          byte[] octets = text.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, octets.length);
          exchange.getResponseBody().write(octets);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Typed.Said update(int port, String path) throws Exception {
    String url = "suffix_list_url = \"http://127.0.0.1:" + port + path + "\"";
    try (var home = new Typed(folder, url)) {
      return home.type("data", "update");
    }
  }

  private Path file() {
    return SuffixList.file(new Home(folder.resolve("home")));
  }

  private static String whole() {
    var text = new StringBuilder("com\norg\nnet\nde\nco.uk\ncom.au\nco.jp\nnew.test\n");
    for (int i = 0; i < 6000; i++) {
      text.append("s").append(i).append(".example\n");
    }
    return text.toString();
  }

  @Test
  void aWholeListIsTakenAndWhatIsNoneLeavesIt() throws Exception {
    HttpServer good = serving(whole());
    assertEquals(
        new Typed.Said(0, "the list of public suffixes has 6008 rules now\n", ""),
        update(good.getAddress().getPort(), "/list"));
    Typed.Said missing = update(good.getAddress().getPort(), "/other");
    assertEquals(ExitCode.TROUBLE, missing.code());
    assertTrue(missing.err().contains("answers 404"), missing.err());
    good.stop(0);
    HttpServer bad = serving("<html>Sign in to this network</html>");
    Typed.Said page = update(bad.getAddress().getPort(), "/list");
    bad.stop(0);
    assertTrue(page.err().contains("is no list of suffixes"), page.err());
    PublicSuffixes list = SuffixList.read(new Home(folder.resolve("home")));
    assertEquals(Optional.of("a.new.test"), list.registered("a.new.test"));
  }

  @Test
  void whoIsOfflineIsToldSo() throws Exception {
    HttpServer gone = serving("");
    int port = gone.getAddress().getPort();
    gone.stop(0);
    Typed.Said said = update(port, "/list");
    assertEquals(ExitCode.TROUBLE, said.code());
    assertTrue(said.err().contains("cannot be reached; is this machine online?"), said.err());
    assertFalse(Files.exists(file()));
  }

  @Test
  void aDamagedListIsNotUsed() throws Exception {
    new Home(folder.resolve("home")).create();
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "com\n");
    PublicSuffixes list = SuffixList.read(new Home(folder.resolve("home")));
    assertEquals(Optional.empty(), list.doubt());
  }
}

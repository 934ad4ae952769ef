package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A CA that speaks ACME, of those who make Let's Encrypt (Debian's package pebble). It checks what
 * a real one checks, but for its ports.
 */
public final class Pebble implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long START_NANOS = 20_000_000_000L;

  private final Path folder;
  private final int port;
  private final int management;
  private String names = "";
  private final List<Process> processes = new ArrayList<>();

  /**
   * Where it looks for proofs, and how it behaves.
   *
   * @param httpPort for HTTP-01, in place of 80
   * @param tlsPort for TLS-ALPN-01, in place of 443
   * @param nameServer {@code HOST:PORT}; empty for one of its own that knows every name, here
   * @param settings environment variables of its own, such as {@code PEBBLE_WFE_NONCEREJECT}
   * @param account id and secret (base64url) of the only customer; none lets everybody in
   */
  public record Options(
      int httpPort,
      int tlsPort,
      String nameServer,
      Map<String, String> settings,
      Map<String, String> account) {
    public static Options of(int httpPort, int tlsPort) {
      return new Options(httpPort, tlsPort, "", Map.of(), Map.of());
    }

    public Options asking(String server) {
      return new Options(httpPort, tlsPort, server, settings, account);
    }

    public Options with(String setting, String value) {
      return new Options(httpPort, tlsPort, nameServer, Map.of(setting, value), account);
    }

    public Options onlyFor(String id, String secret) {
      return new Options(httpPort, tlsPort, nameServer, settings, Map.of(id, secret));
    }
  }

  private Pebble(Path folder) throws IOException {
    this.folder = folder;
    this.port = freePort();
    this.management = freePort();
  }

  /** Whether it is installed; with {@code CI=true} it has to be. */
  public static boolean isThere() {
    boolean there = Files.isExecutable(Path.of("/usr/bin/pebble"));
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("pebble is missing: install pebble");
    }
    return there;
  }

  /**
   * @param folder for its files, which is made
   */
  public static Pebble start(Path folder, Options options)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var pebble = new Pebble(folder);
    try {
      pebble.certificate();
      pebble.run(options);
      return pebble;
    } catch (IOException | RuntimeException | AssertionError e) {
      pebble.close();
      throw e;
    }
  }

  private void certificate() throws IOException, InterruptedException {
    Process openssl =
        new ProcessBuilder(
                ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30"
                        + " -keyout key.pem -out cert.pem -subj /CN=localhost"
                        + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1")
                    .split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.txt").toFile())
            .start();
    if (openssl.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("openssl.txt")));
    }
  }

  private void run(Options options) throws IOException, InterruptedException {
    names = options.nameServer().isEmpty() ? startNames() : options.nameServer();
    var keys = new StringBuilder();
    options.account().forEach((id, secret) -> keys.append("\"%s\": \"%s\"".formatted(id, secret)));
    String config =
        """
        {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
         "certificate": "cert.pem", "privateKey": "key.pem", "httpPort": %d, "tlsPort": %d,
         "externalAccountBindingRequired": %s, "externalAccountMACKeys": {%s},
         "certificateValidityPeriod": 7776000}}
        """
            .formatted(
                port,
                management,
                options.httpPort(),
                options.tlsPort(),
                !options.account().isEmpty(),
                keys);
    Files.writeString(folder.resolve("config.json"), config);
    var builder = builder("pebble", "-config", "config.json", "-dnsserver", names);
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_AUTHZREUSE", "0");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "0"); // so that requests can be counted
    builder.environment().putAll(options.settings());
    builder.environment().values().removeIf(String::isEmpty); // an empty one is as if it were set
    processes.add(builder.start());
    await(port);
    await(management);
  }

  /** One that knows every name, and says that it is on this machine. */
  private String startNames() throws IOException, InterruptedException {
    int port = freePort();
    int control = freePort();
    processes.add(
        builder(
                "pebble-challtestsrv",
                "-dns01",
                LOOPBACK + ":" + port,
                "-management",
                LOOPBACK + ":" + control,
                "-defaultIPv4",
                LOOPBACK,
                "-defaultIPv6",
                "",
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "")
            .start());
    await(control);
    return LOOPBACK + ":" + port;
  }

  private ProcessBuilder builder(String... command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private void await(int listening) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_NANOS;
    while (System.nanoTime() < end && processes.stream().allMatch(Process::isAlive)) {
      try (var _ = new Socket(InetAddress.ofLiteral(LOOPBACK), listening)) {
        return;
      } catch (IOException _) {
        Thread.sleep(20); // it does not listen yet
      }
    }
    throw new IOException("pebble did not start:\n" + Files.readString(log()));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
      return socket.getLocalPort();
    }
  }

  private Path log() {
    return folder.resolve("pebble.txt");
  }

  /** What it did until now. */
  public String told() throws IOException {
    return new String(Files.readAllBytes(log()), UTF_8);
  }

  /** Whom it asks, {@code HOST:PORT}. */
  public String nameServer() {
    return names;
  }

  public int port() {
    return port;
  }

  public URI directory() {
    return URI.create("https://localhost:" + port + "/dir");
  }

  /** Where the root of what it issues can be had, as PEM. */
  public URI root() {
    return URI.create("https://localhost:" + management + "/roots/0");
  }

  /** Who vouches for its own web server, as PEM. */
  public Path roots() {
    return folder.resolve("cert.pem");
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}

package org.mailstead.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An Exim of Debian with folders of its own, on an address of its own, which keeps a maildir. */
final class Exim implements AutoCloseable {
  static final String ADDRESS = "127.0.0.3";
  private static final String PROGRAM = "usr/sbin/exim4";
  private static final int USER = 65_531;

  private final Path folder;
  private final int port;
  private final Process process;

  private Exim(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static void need() throws IOException {
    Peers.need(PROGRAM);
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param folder where it lives, with key.pem and chain.pem
   * @param onward the port of this machine to which it brings what is not for exim.test
   */
  static Exim start(Path folder, int port, int onward) throws Exception {
    Peers.open(folder);
    for (String name : new String[] {"spool", "log", "mail"}) {
      Path own = Files.createDirectories(folder.resolve(name));
      Files.setAttribute(own, "unix:uid", USER);
    }
    Files.setAttribute(folder.resolve("key.pem"), "unix:uid", USER);
    Files.setAttribute(folder.resolve("chain.pem"), "unix:uid", USER);
    // The user that Debian's Exim becomes, who is not installed here.
    String user = "Debian-exim:x:%d:".formatted(USER);
    Files.writeString(
        folder.resolve("passwd"),
        "root:x:0:0:root:/root:/bin/sh\n" + user + USER + "::/:/bin/false\n");
    Files.writeString(folder.resolve("group"), "root:x:0:\n" + user + "\n");
    Path configuration = folder.resolve("exim.conf");
    Files.writeString(configuration, configuration(folder, port, onward));
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD", wrapper(),
            "NSS_WRAPPER_PASSWD", folder.resolve("passwd").toString(),
            "NSS_WRAPPER_GROUP", folder.resolve("group").toString());
    String program = Peers.need(PROGRAM).toString();
    Process process =
        Peers.start(folder, environment, program, "-C", configuration.toString(), "-bdf", "-q1s");
    var exim = new Exim(folder, port, process);
    try {
      Peers.awaitPort(process, ADDRESS, port, folder.resolve("words.txt"));
      return exim;
    } catch (AssertionError e) {
      exim.close();
      throw new AssertionError(exim.log(), e);
    }
  }

  private static String wrapper() throws IOException {
    try (var files = Files.walk(Peers.root().resolve("usr/lib"))) {
      return files
          .filter(file -> file.endsWith("libnss_wrapper.so"))
          .map(Path::toString)
          .findFirst()
          .orElseThrow(() -> new AssertionError("libnss-wrapper is missing: run test/peers"));
    }
  }

  private static String configuration(Path folder, int port, int onward) {
    return """
    keep_environment = LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP
    exim_path = %5$s/usr/sbin/exim4
    primary_hostname = mx.exim.test
    spool_directory = %1$s/spool
    log_file_path = %1$s/log/%%s
    log_selector = +all
    daemon_smtp_ports = %2$d
    local_interfaces = %3$s
    tls_advertise_hosts = *
    tls_certificate = %1$s/chain.pem
    tls_privatekey = %1$s/key.pem
    chunking_advertise_hosts = *
    smtputf8_advertise_hosts = *
    dsn_advertise_hosts = *
    accept_8bitmime = true
    deliver_drop_privilege = true
    local_from_check = false
    never_users =
    message_size_limit = 12M
    acl_smtp_rcpt = rcpt
    acl_smtp_data = accept
    domainlist local_domains = exim.test
    host_lookup =
    rfc1413_hosts =
    begin acl
    rcpt:
      deny local_parts = nobody
           message = nobody has that name
      accept
    begin routers
    local:
      driver = accept
      domains = +local_domains
      transport = maildir
    onward:
      driver = manualroute
      domains = !+local_domains
      route_list = * 127.0.0.1
      transport = smtp
      self = send
    begin transports
    maildir:
      driver = appendfile
      directory = %1$s/mail
      return_path_add
      maildir_format = true
    smtp:
      driver = smtp
      port = %4$d
      hosts_require_tls = *
      tls_verify_certificates =
    begin retry
    * * F,1h,1s
    """
        .formatted(folder, port, ADDRESS, onward, Peers.root());
  }

  int port() {
    return port;
  }

  String log() {
    return Peers.text(folder.resolve("log/main")) + Peers.text(folder.resolve("words.txt"));
  }

  /** Waits for a message with a text in it; its lines end with LF. */
  String awaitMessage(String text) throws Exception {
    return Peers.await(() -> received(text), Optional::isPresent, this::log).orElseThrow();
  }

  Optional<String> received(String text) throws IOException {
    return Peers.message(folder.resolve("mail"), text);
  }

  @Override
  public void close() {
    Peers.stop(process);
  }
}

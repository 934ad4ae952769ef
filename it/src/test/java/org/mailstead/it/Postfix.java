package org.mailstead.it;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Postfix of Debian with folders of its own, on an address of its own. What it gets for its
 * domains is in a maildir; what is for others goes where the test says.
 */
final class Postfix implements AutoCloseable {
  static final String ADDRESS = "127.0.0.2";
  private static final String PROGRAM = "usr/lib/postfix/sbin/master";

  private final Path folder;
  private final int port;
  private final Process master;

  private Postfix(Path folder, int port, Process master) {
    this.folder = folder;
    this.port = port;
    this.master = master;
  }

  static void need() throws IOException {
    Peers.need(PROGRAM);
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param folder empty, and open for everybody
   * @param certificate key and chain in one file
   * @param resolvConf whom it asks about names, where it should not ask whom the system asks
   * @param settings further lines of main.cf
   */
  static Postfix start(
      Path folder, int port, Path certificate, Optional<Path> resolvConf, String settings)
      throws Exception {
    folders(folder);
    Path etc = folder.resolve("etc");
    Files.writeString(etc.resolve("main.cf"), main(folder, certificate) + settings);
    Files.writeString(etc.resolve("master.cf"), services(port));
    Files.writeString(etc.resolve("dynamicmaps.cf"), "");
    String start = Peers.need(PROGRAM) + " -d -c " + etc;
    // A namespace of its own, since no program can be told another resolv.conf.
    String[] command =
        resolvConf
            .map(conf -> {
              String mount = "mount --bind " + conf + " /etc/resolv.conf && exec ";
              return new String[] {"unshare", "--mount", "sh", "-c", mount + start};
            })
            .orElseGet(() -> start.split(" ", -1));
    String libraries = Peers.root().resolve("usr/lib/postfix").toString();
    Process master = Peers.start(folder, Map.of("LD_LIBRARY_PATH", libraries), command);
    var postfix = new Postfix(folder, port, master);
    try {
      Peers.awaitPort(master, ADDRESS, port, folder.resolve("words.txt"));
      return postfix;
    } catch (AssertionError e) {
      postfix.close();
      throw new AssertionError(postfix.log(), e);
    }
  }

  private static void folders(Path folder) throws Exception {
    Peers.open(folder);
    for (String name : List.of("etc", "queue", "queue/pid")) {
      Files.createDirectories(folder.resolve(name));
      Files.setPosixFilePermissions(folder.resolve(name), fromString("rwxr-xr-x"));
    }
    var own =
        List.of("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming");
    for (String name : own) {
      daemons(folder.resolve("queue").resolve(name), "rwx------");
    }
    for (String name : List.of("private", "saved", "trace", "public", "maildrop")) {
      daemons(folder.resolve("queue").resolve(name), "rwx------");
    }
    daemons(folder.resolve("data"), "rwx------");
    daemons(folder.resolve("mail"), "rwxr-xr-x");
  }

  /** A folder of the user that Postfix becomes. */
  private static void daemons(Path folder, String permissions) throws Exception {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, fromString(permissions));
    var users = folder.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(folder, users.lookupPrincipalByName("daemon"));
  }

  private static String main(Path folder, Path certificate) {
    return """
    compatibility_level = 3.6
    queue_directory = %1$s/queue
    data_directory = %1$s/data
    daemon_directory = %2$s/usr/lib/postfix/sbin
    command_directory = %2$s/usr/sbin
    shlib_directory = %2$s/usr/lib/postfix
    meta_directory = %1$s/etc
    import_environment = MAIL_CONFIG LD_LIBRARY_PATH=%2$s/usr/lib/postfix
    mail_owner = daemon
    setgid_group = mail
    default_privs = nobody
    maillog_file = %1$s/maillog
    maillog_file_prefixes = %1$s
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    myhostname = mx.post.test
    mydestination =
    mynetworks = 127.0.0.1/32
    alias_maps =
    alias_database =
    biff = no
    local_header_rewrite_clients =
    smtpd_peername_lookup = no
    smtpd_tls_chain_files = %3$s
    smtpd_tls_security_level = may
    smtpd_tls_received_header = yes
    smtpd_relay_restrictions = permit_mynetworks reject_unauth_destination
    smtpd_discard_ehlo_keywords =
    virtual_mailbox_maps = static:all/
    virtual_mailbox_base = %1$s/mail
    virtual_uid_maps = static:1
    virtual_gid_maps = static:1
    virtual_minimum_uid = 1
    virtual_mailbox_limit = 0
    smtp_tls_security_level = encrypt
    """
        .formatted(folder, Peers.root(), certificate);
  }

  private static String services(int port) {
    return """
    %s:%d inet n - n - - smtpd
    pickup unix n - n 60 1 pickup
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    tlsmgr unix - - n 1000? 1 tlsmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    verify unix - - n - 1 verify
    flush unix n - n 1000? 0 flush
    proxymap unix - - n - - proxymap
    smtp unix - - n - - smtp
    dane unix - - n - - smtp
      -o smtp_tls_security_level=dane-only
      -o smtp_dns_support_level=dnssec
    lmtp unix - - n - - lmtp
      -o lmtp_tls_security_level=none
    error unix - - n - - error
    retry unix - - n - - error
    discard unix - - n - - discard
    virtual unix - n n - - virtual
    anvil unix - - n - 1 anvil
    scache unix - - n - 1 scache
    postlog unix-dgram n - n - 1 postlogd
    """
        .formatted(ADDRESS, port);
  }

  int port() {
    return port;
  }

  String log() {
    return Peers.text(folder.resolve("maillog"));
  }

  String awaitLog(String text) throws Exception {
    return Peers.await(this::log, log -> log.contains(text), () -> "");
  }

  /** Waits for a message with a text in it; its lines end with LF. */
  String awaitMessage(String text) throws Exception {
    Path mail = folder.resolve("mail");
    return Peers.await(() -> Peers.message(mail, text), Optional::isPresent, this::log)
        .orElseThrow();
  }

  Optional<String> received(String text) throws IOException {
    return Peers.message(folder.resolve("mail"), text);
  }

  @Override
  public void close() {
    Peers.stop(master);
  }
}

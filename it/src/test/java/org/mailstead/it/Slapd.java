package org.mailstead.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** OpenLDAP's directory of Debian with folders of its own, over TLS, for the domain corp.test. */
final class Slapd implements AutoCloseable {
  static final String BASE = "dc=corp,dc=test";
  static final String READER = "cn=reader," + BASE;
  static final String READER_PASSWORD = "may-look-people-up";
  static final String PASSWORD = "adas-word-in-the-directory";
  private static final String ROOT_PASSWORD = "may-do-everything";
  private static final String ADDRESS = "127.0.0.1";

  private final Path folder;
  private final int port;
  private final Process process;

  private Slapd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static void need() throws Exception {
    Peers.need("usr/sbin/slapd");
    Foreign.need("ldapwhoami", "ldap-utils");
    Foreign.need("openssl", "openssl");
  }

  static Slapd start(Path folder, int port) throws Exception {
    Peers.open(folder);
    Files.createDirectories(folder.resolve("data"));
    Foreign.run(
            folder,
            30,
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=directory",
            "-addext",
            "subjectAltName=IP:" + ADDRESS,
            "-keyout",
            "key.pem",
            "-out",
            "ca.pem")
        .orFail();
    Path configuration = folder.resolve("slapd.conf");
    Files.writeString(configuration, configuration(folder));
    Files.writeString(folder.resolve("people.ldif"), PEOPLE);
    String program = Peers.need("usr/sbin/slapd").toString();
    Map<String, String> own = Map.of("LD_LIBRARY_PATH", libraries());
    Process filling =
        Peers.start(folder, own, program, "-T", "add", "-f", "slapd.conf", "-l", "people.ldif");
    if (filling.waitFor() != 0) {
      throw new AssertionError(Peers.text(folder.resolve("words.txt")));
    }
    String url = "ldaps://" + ADDRESS + ":" + port;
    Process process = Peers.start(folder, own, program, "-d", "0", "-f", "slapd.conf", "-h", url);
    var slapd = new Slapd(folder, port, process);
    try {
      Peers.awaitPort(process, ADDRESS, port, folder.resolve("words.txt"));
      return slapd;
    } catch (AssertionError e) {
      slapd.close();
      throw e;
    }
  }

  private static String libraries() throws Exception {
    try (var files = Files.walk(Peers.root().resolve("usr/lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("libslapi"))
          .map(file -> file.getParent().toString())
          .findFirst()
          .orElseThrow();
    }
  }

  private static String configuration(Path folder) {
    Path root = Peers.root();
    return """
    include %1$s/etc/ldap/schema/core.schema
    include %1$s/etc/ldap/schema/cosine.schema
    include %1$s/etc/ldap/schema/inetorgperson.schema
    modulepath %1$s/usr/lib/ldap
    moduleload back_mdb
    moduleload memberof
    moduleload ppolicy
    TLSCertificateFile %2$s/ca.pem
    TLSCertificateKeyFile %2$s/key.pem
    TLSVerifyClient never
    database mdb
    suffix "%3$s"
    directory %2$s/data
    rootdn "cn=root,%3$s"
    rootpw %4$s
    overlay memberof
    overlay ppolicy
    access to attrs=userPassword by self write by anonymous auth by * none
    access to * by dn.exact="%5$s" read by self read by anonymous auth by * none
    """
        .formatted(root, folder, BASE, ROOT_PASSWORD, READER);
  }

  private static final String PEOPLE =
      """
      dn: dc=corp,dc=test
      objectClass: domain
      dc: corp

      dn: cn=reader,dc=corp,dc=test
      objectClass: person
      cn: reader
      sn: reader
      userPassword: may-look-people-up

      dn: uid=ada,dc=corp,dc=test
      objectClass: inetOrgPerson
      uid: ada
      cn: Ada Lovelace
      sn: Lovelace
      mail: ada@corp.test
      mail: countess@corp.test
      userPassword: adas-word-in-the-directory

      dn: uid=eve,dc=corp,dc=test
      objectClass: inetOrgPerson
      uid: eve
      cn: Eve
      sn: Eve
      mail: eve@corp.test
      userPassword: adas-word-in-the-directory

      dn: cn=mail,dc=corp,dc=test
      objectClass: groupOfNames
      cn: mail
      member: uid=ada,dc=corp,dc=test

      dn: cn=all,dc=corp,dc=test
      objectClass: groupOfNames
      objectClass: extensibleObject
      cn: all
      mail: all@corp.test
      member: uid=eve,dc=corp,dc=test
      member: cn=mail,dc=corp,dc=test
      """;

  String url() {
    return "ldaps://" + ADDRESS + ":" + port;
  }

  String authorities() {
    return folder.resolve("ca.pem").toString();
  }

  /** Whether the directory itself takes somebody's password. */
  boolean takes(String uid, String password) throws Exception {
    return tool("ldapwhoami", "-D", "uid=" + uid + "," + BASE, "-w", password).code() == 0;
  }

  private Foreign.Ended tool(String... words) throws Exception {
    var command = new java.util.ArrayList<String>();
    command.addAll(java.util.List.of("env", "LDAPTLS_CACERT=" + authorities()));
    command.add(words[0]);
    command.addAll(java.util.List.of("-x", "-H", url()));
    command.addAll(java.util.List.of(words).subList(1, words.length));
    return Foreign.run(folder, 20, command.toArray(String[]::new));
  }

  /** Locks somebody out, as an administrator does. */
  void lock(String uid) throws Exception {
    Files.writeString(
        folder.resolve("lock.ldif"),
        """
        dn: uid=%s,%s
        changetype: modify
        replace: pwdAccountLockedTime
        pwdAccountLockedTime: 000001010000Z
        """
            .formatted(uid, BASE));
    tool("ldapmodify", "-D", "cn=root," + BASE, "-w", ROOT_PASSWORD, "-f", "lock.ldif").orFail();
  }

  @Override
  public void close() {
    Peers.stop(process);
  }
}

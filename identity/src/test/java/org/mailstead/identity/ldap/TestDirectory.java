package org.mailstead.identity.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailstead.identity.DomainSignIns;
import org.mailstead.identity.LdapSettings;

/**
 * A directory in this process that speaks LDAP at ports of its own, and counts what it is asked.
 */
public final class TestDirectory implements AutoCloseable {
  public static final String BASE = "dc=example,dc=test";
  public static final String READER = "cn=reader," + BASE;
  public static final String READER_PASSWORD = "may look people up";

  private final InMemoryDirectoryServer server;
  private volatile InMemoryOperationInterceptor manners = new InMemoryOperationInterceptor() {};
  public final AtomicInteger binds = new AtomicInteger();
  public final AtomicInteger searches = new AtomicInteger();

  /** Without TLS. */
  public TestDirectory() throws LDAPException {
    this(InMemoryListenerConfig.createLDAPConfig("plain"));
  }

  private TestDirectory(InMemoryListenerConfig... listeners) throws LDAPException {
    var config = new InMemoryDirectoryServerConfig(BASE);
    config.setSchema(null);
    config.setListenerConfigs(listeners);
    config.addAdditionalBindCredentials(READER, READER_PASSWORD);
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
              throws LDAPException {
            binds.incrementAndGet();
            manners.processSimpleBindRequest(request);
          }

          @Override
          public void processSearchRequest(InMemoryInterceptedSearchRequest request)
              throws LDAPException {
            searches.incrementAndGet();
            manners.processSearchRequest(request);
          }

          @Override
          public void processModifyRequest(InMemoryInterceptedModifyRequest request)
              throws LDAPException {
            manners.processModifyRequest(request);
          }
        });
    server = new InMemoryDirectoryServer(config);
    server.startListening();
    addEntry("dn: " + BASE, "objectClass: domain", "dc: example");
    addEntry("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
    addEntry("dn: ou=groups," + BASE, "objectClass: organizationalUnit", "ou: groups");
  }

  /** With LDAPS and StartTLS, and a certificate for a name. */
  public static TestDirectory safe(Path folder, String subject)
      throws IOException, InterruptedException, GeneralSecurityException, LDAPException {
    Path store = folder.resolve(subject.replaceAll("\\W", "_") + ".p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        "a",
        "-dname",
        "CN=a",
        "-ext",
        "san=" + subject,
        "-storepass",
        "secret",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "a",
        "-storepass",
        "secret",
        "-keystore",
        store.toString(),
        "-file",
        store + ".pem");
    var tls =
        new SSLUtil(
            new KeyStoreKeyManager(store.toFile(), "secret".toCharArray(), "PKCS12", "a"), null);
    var directory =
        new TestDirectory(
            InMemoryListenerConfig.createLDAPSConfig(
                "tls", null, 0, tls.createSSLServerSocketFactory(), null),
            InMemoryListenerConfig.createLDAPConfig(
                "start", null, 0, tls.createSSLSocketFactory()));
    directory.pem = Files.readString(Path.of(store + ".pem"));
    return directory;
  }

  private String pem = "";

  private static void keytool(String... words) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of(words));
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  /** Who vouches for its certificate. */
  public String pem() {
    return pem;
  }

  /** Behaves as another directory would. */
  void behaveAs(InMemoryOperationInterceptor other) {
    manners = other;
  }

  public InMemoryDirectoryServer server() {
    return server;
  }

  public static String dn(String uid) {
    return "uid=" + uid + ",ou=people," + BASE;
  }

  /** Adds somebody; more are lines of LDIF. */
  public void add(String uid, String password, String... more) throws LDAPException {
    var lines =
        new java.util.ArrayList<>(
            List.of(
                "dn: " + dn(uid),
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "cn: " + uid,
                "sn: " + uid,
                "mail: " + uid + "@example.test",
                "userPassword: " + password));
    lines.addAll(List.of(more));
    addEntry(lines.toArray(String[]::new));
  }

  /** Adds an entry by its lines of LDIF. */
  public void addEntry(String... lines) throws LDAPException {
    try {
      server.add(lines);
    } catch (LDIFException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public String url() {
    return "ldap://127.0.0.1:" + server.getListenPort();
  }

  /** Settings for it, made by how they differ from the usual ones. */
  public Settings settings() {
    return new Settings(List.of(url()));
  }

  /** What a test wants to be other than usual. */
  public static final class Settings {
    public List<String> servers;
    public boolean clear = true;
    public String authorities = "";
    public String filter = "(mail={address})";
    public LdapSettings.Reader reader = LdapSettings.Reader.NOBODY;
    public String user = "";
    public List<String> groups = List.of();
    public String mailGroups = "";
    public boolean makes = true;
    public LdapSettings.Change change = LdapSettings.Change.ELSEWHERE;
    public Duration remember = Duration.ofMinutes(15);

    Settings(List<String> servers) {
      this.servers = servers;
    }

    public LdapSettings made() {
      return new LdapSettings(
          servers.stream().map(url -> DomainSignIns.server(url, clear).orElseThrow()).toList(),
          authorities,
          BASE,
          filter,
          reader,
          user,
          groups,
          mailGroups,
          makes,
          change,
          "",
          remember,
          Duration.ofSeconds(2),
          4);
    }
  }

  @Override
  public void close() {
    server.shutDown(true);
  }
}

package org.mailstead.wire.acme;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.mailstead.wire.BadCertificate;
import org.mailstead.wire.Identity;
import org.mailstead.wire.KeyPairs;
import org.mailstead.wire.PemFiles;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** A CA, and our account there: its key is made once, and its address remembered. */
final class Ca {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final AcmeConfig config;
  private final Path folder;

  /**
   * @param folder where the accounts of all CAs are kept
   */
  Ca(AcmeConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
  }

  AcmeConfig config() {
    return config;
  }

  /** Several CAs do not learn from one key that they have the same customer. */
  private Path file(String ending) {
    String host = config.directory().getAuthority().replaceAll("[^A-Za-z0-9.-]", "_");
    return folder.resolve(host + ending);
  }

  /** Opens no connection yet. Its HTTP client is to be closed. */
  Session session() throws NotIssued {
    var session = new Session(config.directory(), new Provider(trusted()));
    session.networkSettings().setTimeout(TIMEOUT);
    return session;
  }

  /** Signs in, for the first time also up. */
  Login login(Session session) throws NotIssued, AcmeException {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      KeyPair key = key();
      Path address = file(".url");
      if (Files.exists(address)) {
        URL known = Kept.url(URI.create(Files.readString(address).strip()));
        return session.login(known, key);
      }
      Login login = signUp(session, key);
      PemFiles.replace(address, login.getAccountLocation() + "\n");
      return login;
    } catch (IOException | BadCertificate | IllegalArgumentException e) {
      throw new NotIssued("the key of our account at the CA: " + e.getMessage());
    }
  }

  private Login signUp(Session session, KeyPair key) throws AcmeException {
    var builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(key);
    config.contact().ifPresent(builder::addEmail);
    config
        .binding()
        .ifPresent(one -> {
          builder.withKeyIdentifier(one.id(), one.secret());
          builder.withMacAlgorithm("HS256");
        });
    return builder.createLogin(session);
  }

  /** So that the next login makes a new account: the CA does not know this one any more. */
  void forgetAccount() throws NotIssued {
    try {
      Files.deleteIfExists(file(".url"));
    } catch (IOException e) {
      throw new NotIssued("our account at the CA cannot be forgotten: " + e.getMessage());
    }
  }

  private KeyPair key() throws IOException, BadCertificate {
    Path file = file(".pem");
    if (!Files.exists(file)) {
      PemFiles.replace(file, KeyPairs.pem(KeyPairs.generate(KeyPairs.Kind.ECDSA)));
    }
    return KeyPairs.read(file);
  }

  private Optional<SSLContext> trusted() throws NotIssued {
    if (config.roots().isEmpty()) {
      return Optional.empty();
    }
    Path roots = config.roots().get();
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate root : Identity.certificates(roots)) {
        store.setCertificateEntry(Schedule.serial(root), root);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException | BadCertificate e) {
      throw new NotIssued("acme_roots: " + e.getMessage());
    }
  }

  private static final class Provider extends GenericAcmeProvider {
    private final Optional<SSLContext> trusted;

    Provider(Optional<SSLContext> trusted) {
      this.trusted = trusted;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(settings.getTimeout());
      trusted.ifPresent(builder::sslContext);
      return builder.build();
    }
  }
}

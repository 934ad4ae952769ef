package org.mailstead.wire;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's certificates, chosen by the name that a client asks for (SNI). Files may change
 * while connections live: new handshakes take the new certificate, and a file that cannot be used
 * leaves the old one in place.
 */
public final class Certificates {
  private static final System.Logger log = System.getLogger(Certificates.class.getName());

  private record Loaded(CertificateFiles files, List<FileTime> changed, Identity identity) {}

  private final SniKeyManager keys;
  private final SSLContext context;
  private final SSLContext asking;
  private List<Loaded> loaded;

  /**
   * @param files the first is the default, for clients that ask for no name or for an unknown one
   * @throws BadCertificate for the first one that cannot be used
   */
  public Certificates(List<CertificateFiles> files) throws BadCertificate {
    this(files, new TlsAlpnProofs());
  }

  /**
   * @param proofs shown to a CA that comes to any port of ours that speaks TLS
   */
  public Certificates(List<CertificateFiles> files, TlsAlpnProofs proofs) throws BadCertificate {
    keys = new SniKeyManager(proofs);
    if (files.isEmpty()) {
      throw new BadCertificate("no certificate is configured");
    }
    var all = new ArrayList<Loaded>();
    for (CertificateFiles one : files) {
      all.add(load(one));
    }
    loaded = all;
    keys.use(identities());
    context = new ServerContext(context(keys, null), proofs);
    asking = new ServerContext(context(keys, new AnyClient()), proofs);
  }

  private static SSLContext context(SniKeyManager keys, @Nullable TrustManager clients) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {keys}, clients == null ? null : new TrustManager[] {clients}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Stays the same for ever; what is behind it changes with {@link #reload}. */
  public SSLContext context() {
    return context;
  }

  /**
   * The same for listeners that ask clients for a certificate. The handshake proves that the client
   * has its key and nothing else: whom it is of is for {@link Connection#clientChain}'s readers to
   * say, as some are registered one by one.
   */
  public SSLContext asking() {
    return asking;
  }

  /** For a TLS stack that builds its own context. */
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /**
   * Uses these files from now on. One that cannot be used is left out, or stays as it was loaded
   * before.
   *
   * @param files the first is the default, at least one
   * @return what is wrong with them; it has been logged
   */
  public synchronized List<String> use(List<CertificateFiles> files) {
    var problems = new ArrayList<String>();
    var next = new ArrayList<Loaded>();
    for (CertificateFiles one : files) {
      Optional<Loaded> old =
          loaded.stream().filter(before -> before.files().equals(one)).findFirst();
      if (old.isPresent()) {
        next.add(again(old.get(), problems));
      } else {
        first(one, problems).ifPresent(next::add);
      }
    }
    if (!next.isEmpty()) {
      loaded = next;
      keys.use(identities());
    }
    return problems;
  }

  private static Optional<Loaded> first(CertificateFiles files, List<String> problems) {
    try {
      Loaded fresh = load(files);
      told(fresh);
      return Optional.of(fresh);
    } catch (BadCertificate e) {
      problems.add(e.why());
      log.log(ERROR, "{0}; it is not used", e.why());
      return Optional.empty();
    }
  }

  private static void told(Loaded fresh) {
    log.log(
        INFO,
        "certificate {0} for {1} in use, valid until {2}",
        fresh.files().chain(),
        fresh.identity().names(),
        fresh.identity().certificate().getNotAfter().toInstant());
  }

  /** What is shown to a client that asks for a name. */
  public synchronized Identity identity(String name) {
    return loaded.stream()
        .map(Loaded::identity)
        .filter(one -> one.covers(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(loaded.getFirst().identity());
  }

  /** The certificates in use, in the order of the configuration. */
  public synchronized List<X509Certificate> inUse() {
    return loaded.stream().map(one -> one.identity().certificate()).toList();
  }

  /**
   * Reads all files again.
   *
   * @return what is wrong with those whose old certificate was kept; it has been logged
   */
  public synchronized List<String> reload() {
    var problems = new ArrayList<String>();
    var next = new ArrayList<Loaded>();
    for (Loaded old : loaded) {
      next.add(again(old, problems));
    }
    loaded = next;
    keys.use(identities());
    return problems;
  }

  /** Reads again what has a new modification time; cheap enough for every minute. */
  public synchronized List<String> reloadIfChanged() {
    for (Loaded one : loaded) {
      if (!changed(one.files()).equals(one.changed())) {
        return reload();
      }
    }
    return List.of();
  }

  private Loaded again(Loaded old, List<String> problems) {
    try {
      Loaded fresh = load(old.files());
      if (!fresh.identity().certificate().equals(old.identity().certificate())) {
        told(fresh);
      }
      return fresh;
    } catch (BadCertificate e) {
      problems.add(e.why());
      log.log(ERROR, "{0}; the certificate loaded before stays in use", e.why());
      // With the new times, so that the same broken file is not complained of every minute.
      return new Loaded(old.files(), changed(old.files()), old.identity());
    }
  }

  private List<Identity> identities() {
    return loaded.stream().map(Loaded::identity).toList();
  }

  private static Loaded load(CertificateFiles files) throws BadCertificate {
    var before = changed(files); // taken first: a change while reading is then seen next time
    return new Loaded(files, before, Identity.load(files));
  }

  private static List<FileTime> changed(CertificateFiles files) {
    return List.of(changed(files.chain()), changed(files.key()));
  }

  private static FileTime changed(Path file) {
    try {
      return Objects.requireNonNull(Files.getLastModifiedTime(file));
    } catch (IOException _) {
      return FileTime.fromMillis(0);
    }
  }
}

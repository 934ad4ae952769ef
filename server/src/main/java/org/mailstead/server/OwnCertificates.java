package org.mailstead.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mailstead.http.Answer;
import org.mailstead.http.Routes;
import org.mailstead.wire.BadCertificate;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Identity;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.TlsAlpnProofs;
import org.mailstead.wire.acme.AcmeConfig;
import org.mailstead.wire.acme.DnsProgram;
import org.mailstead.wire.acme.DnsRecords;
import org.mailstead.wire.acme.DnsUpdates;
import org.mailstead.wire.acme.DnsWriter;
import org.mailstead.wire.acme.HttpTokens;
import org.mailstead.wire.acme.Prover;
import org.mailstead.wire.acme.Renewals;
import org.mailstead.wire.acme.TlsAlpn;
import org.mailstead.wire.dns.Resolver;

/** The certificates of this home: what is put there by hand, and what a CA gives. */
final class OwnCertificates {
  private static final System.Logger LOG = System.getLogger(OwnCertificates.class.getName());
  private static final Duration PROGRAM = Duration.ofMinutes(2);

  private final Home home;
  private final BootConfig config;
  private final InstantSource clock;
  private final HttpTokens tokens = new HttpTokens();
  private final TlsAlpnProofs proofs = new TlsAlpnProofs();
  private final Supplier<TlsSettings> settings;
  private final CertificateNames names;
  private final Resolver resolver;
  private Optional<Asking> asking = Optional.empty();
  private Optional<Certificates> served = Optional.empty();

  /**
   * A CA that is asked as the settings say.
   *
   * @param obstacle why it cannot be asked, or none is; empty when one is
   */
  private record Asking(
      TlsSettings as, Optional<Prover> prover, Optional<Renewals> renewals, String obstacle) {
    static Asking none(TlsSettings as, String obstacle) {
      return new Asking(as, Optional.empty(), Optional.empty(), obstacle);
    }
  }

  /**
   * Asks nobody yet.
   *
   * @param settings as they are just now
   */
  OwnCertificates(
      Home home,
      BootConfig config,
      Supplier<TlsSettings> settings,
      CertificateNames names,
      Resolver resolver,
      InstantSource clock) {
    this.home = home;
    this.config = config;
    this.settings = settings;
    this.names = names;
    this.resolver = resolver;
    this.clock = clock;
  }

  private synchronized Asking asking() {
    TlsSettings now = settings.get();
    Asking known = asking.filter(one -> one.as().equals(now)).orElseGet(() -> begin(now));
    asking = Optional.of(known);
    return known;
  }

  /** What is lacking must not keep the server from starting: somebody has to be able to mend it. */
  private Asking begin(TlsSettings now) {
    if (!now.acme()) {
      return Asking.none(now, "tls.acme is off");
    }
    try {
      Prover prover = prover(now);
      var renewals =
          new Renewals(
              acme(now), folder(), () -> names.wanted(prover.needsAddress()), prover, clock);
      return new Asking(now, Optional.of(prover), Optional.of(renewals), "");
    } catch (ConfigException e) {
      LOG.log(ERROR, "no CA can be asked for certificates: {0}", e.why());
      return Asking.none(now, e.why());
    }
  }

  /** Why no CA is asked; empty when one is. */
  String obstacle() {
    return asking().obstacle();
  }

  /** Whether a CA should be asked and cannot. */
  boolean isHindered() {
    Asking now = asking();
    return now.as().acme() && now.renewals().isEmpty();
  }

  /** Whether a setting has changed since the last {@link #round}. */
  synchronized boolean isChanged() {
    return asking.filter(one -> one.as().equals(settings.get())).isEmpty();
  }

  private Path folder() {
    return home.folder().resolve("acme");
  }

  private AcmeConfig acme(TlsSettings settings) {
    return new AcmeConfig(
        settings.directory(),
        settings.roots(),
        settings.contact(),
        settings
            .account()
            .map(id -> new AcmeConfig.Binding(id, secret("account.key", "acme_account"))),
        settings.kind());
  }

  private Prover prover(TlsSettings settings) {
    return switch (settings.challenge()) {
      case HTTP -> tokens;
      case TLS_ALPN -> new TlsAlpn(proofs, clock);
      case DNS -> new DnsRecords(updates(settings.dns()), resolver, settings.dns().settling());
      case PROGRAM -> new DnsRecords(program(settings.dns()), resolver, settings.dns().settling());
    };
  }

  private DnsWriter updates(TlsSettings.Dns dns) {
    HostPort server =
        dns.server()
            .orElseThrow(
                () -> new ConfigException("tls.acme_challenge \"dns\" needs tls.dns_server"));
    return new DnsUpdates(address(server), dns.key().map(this::key));
  }

  private static InetSocketAddress address(HostPort server) {
    try {
      return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    } catch (IOException e) {
      throw new ConfigException("tls.dns_server is not known: " + server);
    }
  }

  private DnsUpdates.Key key(TlsSettings.DnsKey key) {
    try {
      byte[] octets = Base64.getDecoder().decode(secret("dns.key", "dns_key"));
      return new DnsUpdates.Key(key.name(), key.algorithm(), octets);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(folder().resolve("dns.key") + " is not base64");
    }
  }

  private static DnsWriter program(TlsSettings.Dns dns) {
    Path program =
        dns.program()
            .filter(Files::isExecutable)
            .orElseThrow(() ->
                new ConfigException(
                    "tls.acme_challenge \"program\" needs tls.dns_program: a program"));
    return new DnsProgram(program, PROGRAM);
  }

  private String secret(String name, String setting) {
    Path file = folder().resolve(name);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException("tls." + setting + " needs its secret in " + file);
    }
  }

  /** Those of the CA; empty when none is asked. */
  Optional<Renewals> renewals() {
    return asking().renewals();
  }

  Optional<Prover> prover() {
    return asking().prover();
  }

  /** Where a CA finds its proofs by HTTP. */
  Routes routes() {
    return new Routes()
        .get(
            HttpTokens.PATH + "{token}",
            request ->
                tokens
                    .authorization(request.captured("token"))
                    .map(text -> Answer.of(200, "application/octet-stream", text.getBytes(UTF_8)))
                    .orElseGet(() -> Answer.text(404, "nothing is proven by that")));
  }

  /** Loads what there is. A home that has nothing gets a certificate of its own making. */
  synchronized Certificates open() throws IOException, BadCertificate {
    CertificateFiles own = own();
    if (!Files.exists(own.chain())) {
      Set<String> names = new LinkedHashSet<>(List.of(config.hostname(), "localhost"));
      SelfSigned.write(List.copyOf(names), own, clock);
      LOG.log(INFO, "made a self-signed certificate for {0}: {1}", names, own.chain());
    }
    var certificates = new Certificates(files(), proofs);
    served = Optional.of(certificates);
    return certificates;
  }

  private CertificateFiles own() {
    return new CertificateFiles(home.certificate(), home.certificateKey());
  }

  /** The CA's first: their names are those that people ask for. */
  private List<CertificateFiles> files() {
    List<CertificateFiles> files = new ArrayList<>();
    renewals()
        .ifPresent(one -> files.addAll(one.files(config.hostname().toLowerCase(Locale.ROOT))));
    files.add(own());
    return files;
  }

  /** What a client is shown; what cannot be read is left out. */
  synchronized List<X509Certificate> inUse() {
    if (served.isPresent()) {
      return served.get().inUse();
    }
    List<X509Certificate> all = new ArrayList<>();
    for (CertificateFiles files : files()) {
      try {
        all.add(Identity.load(files).certificate());
      } catch (BadCertificate e) {
        LOG.log(INFO, "not used: {0}", e.why()); // the first start makes one
      }
    }
    return all;
  }

  /** What is shown for a host, with its key. */
  synchronized Optional<Identity> identity(String host) {
    return served.map(one -> one.identity(host));
  }

  /** Whether a server uses them just now, which a CA reaches. */
  synchronized boolean isServed() {
    return served.isPresent();
  }

  /** Takes new files into use, for new connections. */
  synchronized void refresh() {
    served.ifPresent(one -> one.use(files()));
  }

  /** Takes files into use that somebody has changed by hand. */
  synchronized void reloadIfChanged() {
    served.ifPresent(Certificates::reloadIfChanged);
  }

  static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  /** Looks what is due. */
  void round() throws InterruptedException {
    if (isHindered()) {
      again();
    }
    Optional<Renewals> renewals = renewals();
    if (renewals.isEmpty()) {
      return;
    }
    try {
      if (renewals.get().round()) {
        refresh();
      }
    } catch (RuntimeException e) {
      LOG.log(ERROR, "certificates were not looked after", e);
    }
  }

  /** A file that was lacking may be there by now. */
  private synchronized void again() {
    asking = Optional.empty();
  }
}

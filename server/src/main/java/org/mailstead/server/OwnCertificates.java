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
  private final Optional<Prover> prover;
  private final Optional<Renewals> renewals;
  private Optional<Certificates> served = Optional.empty();

  /**
   * Asks nobody yet.
   *
   * @throws ConfigException when a file with a secret is lacking
   */
  OwnCertificates(
      Home home,
      BootConfig config,
      CertificateNames names,
      Resolver resolver,
      InstantSource clock) {
    this.home = home;
    this.config = config;
    this.clock = clock;
    TlsSettings settings = config.tls();
    if (!settings.acme()) {
      prover = Optional.empty();
      renewals = Optional.empty();
      return;
    }
    Prover chosen = prover(settings, resolver);
    prover = Optional.of(chosen);
    renewals =
        Optional.of(
            new Renewals(
                acme(settings),
                folder(),
                () -> names.wanted(chosen.needsAddress()),
                chosen,
                clock));
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

  private Prover prover(TlsSettings settings, Resolver resolver) {
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
                () -> new ConfigException("acme_challenge = \"dns\" needs dns_server in [tls]"));
    return new DnsUpdates(address(server), dns.key().map(this::key));
  }

  private static InetSocketAddress address(HostPort server) {
    try {
      return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    } catch (IOException e) {
      throw new ConfigException("dns_server in [tls] is not known: " + server);
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
                    "acme_challenge = \"program\" needs dns_program in [tls]: a program"));
    return new DnsProgram(program, PROGRAM);
  }

  private String secret(String name, String setting) {
    Path file = folder().resolve(name);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigException(setting + " in [tls] needs its secret in " + file);
    }
  }

  /** Those of the CA; empty when none is asked. */
  Optional<Renewals> renewals() {
    return renewals;
  }

  Optional<Prover> prover() {
    return prover;
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
    renewals.ifPresent(one -> files.addAll(one.files(config.hostname().toLowerCase(Locale.ROOT))));
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
}

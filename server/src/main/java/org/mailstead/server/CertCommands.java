package org.mailstead.server;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.wire.Identity;
import org.mailstead.wire.acme.NotIssued;
import org.mailstead.wire.acme.Prover;
import org.mailstead.wire.acme.Renewals;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Tlsa;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead cert …}. */
@Command(
    name = "cert",
    description = "Certificates: which there are, and those that a CA gives.",
    mixinStandardHelpOptions = true)
final class CertCommands {
  private final Session session;

  CertCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "list",
      description = "Show certificates, when they will be renewed, and what is wrong.",
      mixinStandardHelpOptions = true)
  int list() {
    OwnCertificates own = session.core().certificates();
    for (X509Certificate one : own.inUse()) {
      show(one);
    }
    if (own.renewals().isEmpty()) {
      session.out().println("No CA is asked: " + own.obstacle() + ".");
      return own.isHindered() ? ExitCode.REFUSED : ExitCode.OK;
    }
    List<Renewals.Status> all = own.renewals().get().list();
    for (Renewals.Status one : all) {
      show(one);
    }
    return all.stream().allMatch(one -> one.why().isEmpty()) ? ExitCode.OK : ExitCode.REFUSED;
  }

  private void show(X509Certificate one) {
    session
        .out()
        .printf(
            "%s%n  %s, from %s, valid until %s%n  TLSA 3 1 1 %s%n",
            String.join(" ", Identity.namesOf(one)),
            one.getPublicKey().getAlgorithm(),
            OwnCertificates.isSelfSigned(one)
                ? "this server itself"
                : one.getIssuerX500Principal().getName(),
            one.getNotAfter().toInstant(),
            digest(one.getPublicKey()));
  }

  private void show(Renewals.Status one) {
    String name = one.wanted().name();
    one.due().ifPresent(due -> session.out().println(name + ": renewed about " + due));
    if (one.certificate().isEmpty()) {
      session.out().println(name + ": there is none yet");
    }
    one.waiting()
        .ifPresent(
            key -> session.out().println(name + ": the next key waits: cert rotate " + name));
    if (!one.why().isEmpty()) {
      session.out().println("WRONG: " + name + ": " + one.why());
      one.next()
          .ifPresent(next ->
              session
                  .out()
                  .println("  tried %d times, again at %s".formatted(one.failures(), next)));
    }
  }

  /** SHA-256 of the public key, as a TLSA record 3 1 1 has it (RFC 6698 section 2.1). */
  static String digest(PublicKey key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Command(
      name = "renew",
      description = {
        "Get a certificate now, with the key that it has. Not needed as a rule: a running server",
        "renews by itself. CAs give only a few a week."
      },
      mixinStandardHelpOptions = true)
  int renew(@Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name)
      throws IOException {
    return get(name, false);
  }

  @Command(
      name = "rotate",
      description = {
        "Change the key of a certificate, in two steps where others rely on it by DANE: the first",
        "makes the key and shows its TLSA record; once that is in the DNS, the second uses it."
      },
      mixinStandardHelpOptions = true)
  int rotate(
      @Parameters(paramLabel = "NAME", arity = "0..1", defaultValue = "") String name,
      @Option(names = "--yes", description = "Do it although the record is not there.")
          boolean sure)
      throws IOException {
    String chosen = chosen(name);
    Core core = session.core();
    Optional<Renewals> renewals = core.certificates().renewals();
    if (renewals.isEmpty() || !chosen.equals(host()) || sure) {
      return get(chosen, true);
    }
    String place = "_25._tcp." + host();
    Answer<Tlsa> published = core.resolver().tlsa(place);
    if (published instanceof Answer.NoData<Tlsa> || published instanceof Answer.NoSuchName<Tlsa>) {
      return get(chosen, true); // nobody relies on the key
    }
    String next;
    try {
      next = digest(renewals.get().nextKey(chosen));
    } catch (NotIssued e) {
      return refused(e);
    }
    if (published.records().contains(new Tlsa(3, 1, 1, next))) {
      return get(chosen, true);
    }
    session.out().println(place + ". IN TLSA 3 1 1 " + next);
    session
        .out()
        .println(
            published instanceof Answer.Failed<Tlsa>(_, String why)
                ? "The DNS does not say whether it is there: " + why
                : "Put this into the DNS beside the record that is there, wait until the time to live"
                    + " of that is over, then say this once more.");
    return ExitCode.OK;
  }

  private String host() {
    return session.core().config().hostname().toLowerCase(Locale.ROOT);
  }

  private String chosen(String name) {
    return name.isEmpty() ? host() : name.toLowerCase(Locale.ROOT);
  }

  private int get(String name, boolean nextKey) throws IOException {
    OwnCertificates own = session.core().certificates();
    if (own.renewals().isEmpty()) {
      session.err().println("mailstead: no CA is asked: " + own.obstacle());
      return ExitCode.REFUSED;
    }
    Renewals renewals = own.renewals().get();
    String chosen = chosen(name);
    try (var _ = CertificateDoors.open(session.core())) {
      if (nextKey) {
        renewals.rotate(chosen);
      } else {
        renewals.renew(chosen);
      }
      own.refresh();
      renewals.list().stream()
          .filter(one -> one.wanted().name().equals(chosen))
          .flatMap(one -> one.certificate().stream())
          .forEach(this::show);
      return ExitCode.OK;
    } catch (NotIssued e) {
      return refused(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.TROUBLE;
    }
  }

  private int refused(NotIssued e) {
    session.err().println("mailstead: " + e.why());
    return ExitCode.REFUSED;
  }

  @Command(
      name = "test",
      description = {
        "Look whether a CA would give the certificates: asks for none, so it may be said often."
      },
      mixinStandardHelpOptions = true)
  int test() throws IOException {
    OwnCertificates own = session.core().certificates();
    if (own.renewals().isEmpty() || own.prover().isEmpty()) {
      session.err().println("mailstead: no CA is asked: " + own.obstacle());
      return ExitCode.REFUSED;
    }
    boolean good = greeted(own.renewals().get());
    try (var _ = CertificateDoors.open(session.core())) {
      for (Renewals.Status one : own.renewals().get().list()) {
        good &= tried(one, own.prover().get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.TROUBLE;
    }
    return good ? ExitCode.OK : ExitCode.REFUSED;
  }

  private boolean greeted(Renewals renewals) {
    try {
      session.out().println("ok: the CA is there; its terms: " + renewals.greet());
      return true;
    } catch (NotIssued e) {
      session.out().println("WRONG: " + e.why());
      return false;
    }
  }

  private boolean tried(Renewals.Status one, Prover prover) throws InterruptedException {
    if (one.wanted().obstacle().isPresent()) {
      session.out().println("WRONG: " + one.wanted().obstacle().get());
      return false;
    }
    boolean good = true;
    var trial = new ProofTrial(session.core().resolver(), prover, 80, 443);
    for (String name : one.wanted().names()) {
      Optional<String> why = trial.why(name);
      session.out().println(why.map(text -> "WRONG: " + name + ": " + text).orElse("ok: " + name));
      good &= why.isEmpty();
    }
    return good;
  }
}

package org.mailstead.wire.acme;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.mailstead.wire.BadCertificate;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Identity;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Metadata;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * Keeps certificates: gets those that are lacking, renews those that grow old, and leaves the CA in
 * peace otherwise. A renewal keeps the key, so that TLSA records stay true (RFC 7671 section 8.1).
 */
public final class Renewals {
  private static final System.Logger LOG = System.getLogger(Renewals.class.getName());

  /** A clock that is wrong by less does not matter. */
  private static final Duration CLOCK = Duration.ofMinutes(10);

  private final Ca ca;
  private final Path folder;
  private final Supplier<List<Wanted>> wanted;
  private final Prover prover;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock();

  /**
   * How it goes with a certificate.
   *
   * @param certificate in use; empty when there is none yet
   * @param due when it will be renewed
   * @param failures in a row
   * @param why it does not go well; empty when it does
   * @param next the CA is not asked before, after a failure
   * @param waiting the key that follows when {@link #rotate} is called
   */
  public record Status(
      Wanted wanted,
      Optional<X509Certificate> certificate,
      Optional<Instant> due,
      int failures,
      String why,
      Optional<Instant> next,
      Optional<PublicKey> waiting) {}

  /**
   * Does nothing by itself.
   *
   * @param folder where accounts and certificates are kept, for its owner only
   * @param wanted asked anew in each round
   */
  public Renewals(
      AcmeConfig config,
      Path folder,
      Supplier<List<Wanted>> wanted,
      Prover prover,
      InstantSource clock) {
    this.ca = new Ca(config, folder.resolve("accounts"));
    this.folder = folder;
    this.wanted = wanted;
    this.prover = prover;
    this.clock = clock;
  }

  private Kept kept(String name) {
    return new Kept(folder.resolve("certificates").resolve(name));
  }

  /**
   * Those that there are and that are valid. What is wanted just now is not looked at, so that no
   * trouble with the DNS takes a certificate away.
   *
   * @param first comes first if it is there, valid or not
   */
  public List<CertificateFiles> files(String first) {
    List<CertificateFiles> files = new ArrayList<>();
    if (kept(first).certificate().isPresent()) {
      files.add(kept(first).files());
    }
    for (String name : onDisk()) {
      boolean valid =
          kept(name)
              .certificate()
              .filter(one -> one.getNotAfter().toInstant().isAfter(clock.instant()))
              .isPresent();
      if (!name.equals(first) && valid) {
        files.add(kept(name).files());
      }
    }
    return files;
  }

  private List<String> onDisk() {
    Path all = folder.resolve("certificates");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (var names = Files.list(all)) {
      return names.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it goes with all; asks nobody. */
  public List<Status> list() {
    return wanted.get().stream().map(this::status).toList();
  }

  private Status status(Wanted one) {
    Kept kept = kept(one.name());
    Standing standing = kept.standing();
    Optional<X509Certificate> certificate = kept.certificate();
    Optional<PublicKey> waiting = Optional.empty();
    try {
      waiting = kept.waitingKey().map(KeyPair::getPublic);
    } catch (BadCertificate e) {
      LOG.log(ERROR, "the key that is to follow is broken: {0}", e.why());
    }
    return new Status(
        one,
        certificate,
        certificate.map(cert -> Schedule.due(cert, standing.window())),
        standing.failures(),
        one.obstacle().orElse(standing.why()),
        standing.failures() > 0 ? Optional.of(standing.next()) : Optional.empty(),
        waiting);
  }

  /** How often in a row the CA gave none, by the name of the certificate; asks nobody. */
  public Map<String, Integer> failures() {
    Map<String, Integer> failures = new TreeMap<>();
    for (String name : onDisk()) {
      failures.put(name, kept(name).standing().failures());
    }
    return failures;
  }

  /**
   * Looks whether the CA is there and will have us as its customer. No account is made.
   *
   * @return its terms, or that it names none
   */
  public String greet() throws NotIssued {
    Session session = ca.session();
    try (var _ = session.getHttpClient()) {
      Metadata metadata = session.getMetadata();
      if (metadata.isExternalAccountRequired() && ca.config().binding().isEmpty()) {
        throw new NotIssued(CaWords.UNKNOWN_CUSTOMER);
      }
      return metadata.getTermsOfService().map(URI::toString).orElse("it has no terms");
    } catch (AcmeException e) {
      throw CaWords.of(e);
    } catch (AcmeLazyLoadingException | AcmeProtocolException e) {
      throw new NotIssued("the CA's answer makes no sense: " + e.getMessage());
    }
  }

  /**
   * Renews what is due, unless the CA was asked too shortly before.
   *
   * @return whether there are new ones
   */
  public boolean round() throws InterruptedException {
    boolean changed = false;
    for (Wanted one : wanted.get()) {
      asking.lockInterruptibly();
      try {
        changed |= look(one);
      } finally {
        asking.unlock();
      }
    }
    return changed;
  }

  private boolean look(Wanted one) throws InterruptedException {
    Kept kept = kept(one.name());
    Instant now = clock.instant();
    try {
      if (one.obstacle().isPresent()) {
        hindered(one, kept);
        return false;
      }
      if (now.isBefore(kept.standing().next())) {
        return false;
      }
      kept.create();
      askWhen(kept, now);
      if (!isNeeded(one, kept, now)) {
        return false;
      }
      attempt(one, kept, kept.key(ca.config().kind()));
      return true;
    } catch (NotIssued e) {
      return false; // logged, and kept with its certificate
    } catch (IOException | BadCertificate e) {
      LOG.log(ERROR, "certificate for " + one.name() + ": " + e.getMessage(), e);
      return false;
    }
  }

  private static void hindered(Wanted one, Kept kept) throws IOException {
    String why = one.obstacle().orElse("");
    if (!kept.standing().why().equals(why)) {
      kept.create();
      kept.save(kept.standing().hindered(why));
      LOG.log(ERROR, "no certificate for {0}: {1}", one.name(), why);
    }
  }

  private static boolean isNeeded(Wanted one, Kept kept, Instant now) {
    Optional<X509Certificate> certificate = kept.certificate();
    return certificate.isEmpty()
        || !Identity.namesOf(certificate.get()).containsAll(one.names())
        || !now.isBefore(Schedule.due(certificate.get(), kept.standing().window()));
  }

  /**
   * Gets a certificate now, whatever the plan says: somebody wants it.
   *
   * @throws NotIssued also when none of this name is wanted
   */
  public void renew(String name) throws NotIssued, IOException, InterruptedException {
    now(name, false);
  }

  /** The key that will follow; it is made when there is none, and used by {@link #rotate} only. */
  public PublicKey nextKey(String name) throws NotIssued, IOException {
    Kept kept = kept(find(name).name());
    try {
      kept.create();
      return kept.nextKey(ca.config().kind()).getPublic();
    } catch (BadCertificate e) {
      throw new NotIssued(e.why());
    }
  }

  /** Gets a certificate with the next key, and uses that from then on. */
  public void rotate(String name) throws NotIssued, IOException, InterruptedException {
    now(name, true);
  }

  private Wanted find(String name) throws NotIssued {
    return wanted.get().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NotIssued("there is no certificate " + name));
  }

  private void now(String name, boolean next) throws NotIssued, IOException, InterruptedException {
    Wanted one = find(name);
    if (one.obstacle().isPresent()) {
      throw new NotIssued(one.obstacle().get());
    }
    Kept kept = kept(name);
    asking.lockInterruptibly();
    try {
      kept.create();
      KeyPair key = next ? kept.nextKey(ca.config().kind()) : kept.key(ca.config().kind());
      attempt(one, kept, key);
    } catch (BadCertificate e) {
      throw new NotIssued(e.why());
    } finally {
      asking.unlock();
    }
  }

  private void attempt(Wanted one, Kept kept, KeyPair key)
      throws NotIssued, IOException, InterruptedException {
    kept.save(kept.standing().attempting(clock.instant()));
    try {
      List<X509Certificate> chain = issued(one, kept, key);
      kept.store(key, chain);
      kept.save(kept.standing().succeeded(clock.instant()));
      X509Certificate got = chain.getFirst();
      LOG.log(
          INFO,
          "got a certificate for {0}, valid until {1}",
          one.names(),
          got.getNotAfter().toInstant());
      compareClocks(kept, got);
    } catch (NotIssued e) {
      failed(one, kept, e);
    } catch (BadCertificate e) {
      failed(one, kept, new NotIssued(e.why()));
    } catch (IOException e) {
      failed(one, kept, new NotIssued(String.valueOf(e.getMessage())));
    }
  }

  /** With a clock that is far off everything is due at once, or nothing ever. */
  private void compareClocks(Kept kept, X509Certificate got) throws IOException {
    Instant now = clock.instant();
    boolean early = now.plus(CLOCK).isBefore(got.getNotBefore().toInstant());
    boolean late = now.isAfter(got.getNotAfter().toInstant());
    if (early || late) {
      String why =
          "the CA's certificate is valid from %s to %s; this machine's clock says %s and is wrong"
              .formatted(got.getNotBefore().toInstant(), got.getNotAfter().toInstant(), now);
      LOG.log(ERROR, why);
      kept.save(kept.standing().hindered(why));
    }
  }

  private static void failed(Wanted one, Kept kept, NotIssued e) throws NotIssued, IOException {
    Standing after = kept.standing().failed(e.why(), e.notBefore());
    kept.save(after);
    LOG.log(
        ERROR,
        "no certificate for {0}: {1}; tried {2} times, again at {3}",
        one.name(),
        e.why(),
        after.failures(),
        after.next());
    throw e;
  }

  private List<X509Certificate> issued(Wanted one, Kept kept, KeyPair key)
      throws NotIssued, IOException, InterruptedException {
    Session session = ca.session();
    try (var _ = session.getHttpClient()) {
      Login login = ca.login(session);
      return new Issuing(login, prover, kept, one.names(), key).issue();
    } catch (AcmeException e) {
      throw said(e);
    } catch (AcmeLazyLoadingException e) {
      throw e.getCause() instanceof AcmeException inner ? said(inner) : CaWords.of(e);
    } catch (AcmeProtocolException e) {
      throw new NotIssued("the CA's answer makes no sense: " + e.getMessage());
    }
  }

  private NotIssued said(AcmeException e) throws NotIssued {
    boolean unknown =
        e instanceof AcmeServerException server
            && server.getType().toString().endsWith(":accountDoesNotExist");
    if (unknown) {
      ca.forgetAccount();
    }
    return CaWords.of(e);
  }

  /** Asks the CA when it wants the certificate renewed (RFC 9773). A silent one is no trouble. */
  private void askWhen(Kept kept, Instant now) throws IOException, NotIssued {
    Standing standing = kept.standing();
    Optional<X509Certificate> certificate = kept.certificate();
    if (certificate.isEmpty() || now.isBefore(standing.asked())) {
      return;
    }
    Optional<Standing.Window> window = standing.window();
    Instant again = now.plus(Schedule.ASK_USUALLY);
    Session session = ca.session();
    try (var _ = session.getHttpClient()) {
      if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
        again = now.plus(Schedule.ASK_LATEST);
      } else {
        RenewalInfo info = ca.login(session).bindRenewalInfo(certificate.get());
        again = clamped(now, info.fetch().orElse(again));
        window =
            Optional.of(
                new Standing.Window(
                    Schedule.serial(certificate.get()),
                    info.getSuggestedWindowStart(),
                    info.getSuggestedWindowEnd()));
      }
    } catch (AcmeException | AcmeLazyLoadingException | AcmeProtocolException e) {
      LOG.log(DEBUG, "the CA does not say when to renew", e);
    }
    kept.save(standing.told(window, again));
  }

  private static Instant clamped(Instant now, Instant asked) {
    Instant soonest = now.plus(Schedule.ASK_SOONEST);
    Instant latest = now.plus(Schedule.ASK_LATEST);
    return asked.isBefore(soonest) ? soonest : asked.isAfter(latest) ? latest : asked;
  }
}

package org.mailstead.wire.acme;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.URL;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;

/** One order (RFC 8555 section 7.4): from the names to the certificate. */
final class Issuing {
  private static final System.Logger LOG = System.getLogger(Issuing.class.getName());

  /** For a CA to look, or to sign. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Login login;
  private final Prover prover;
  private final Kept kept;
  private final List<String> names;
  private final KeyPair key;

  Issuing(Login login, Prover prover, Kept kept, List<String> names, KeyPair key) {
    this.login = login;
    this.prover = prover;
    this.kept = kept;
    this.names = names;
    this.key = key;
  }

  /** The chain, our certificate first. */
  List<X509Certificate> issue() throws AcmeException, NotIssued, IOException, InterruptedException {
    Optional<Order> begun = begun();
    Order order = begun.isPresent() ? begun.get() : begin();
    if (order.getStatus() == Status.PENDING) {
      prove(order);
      order.waitUntilReady(PATIENCE);
    }
    if (order.getStatus() == Status.READY) {
      order.execute(key);
    }
    Status end = order.waitForCompletion(PATIENCE);
    if (end != Status.VALID) {
      kept.forgetOrder();
      throw new NotIssued(
          order.getError().map(CaWords::of).orElse("the CA did not finish the order: " + end));
    }
    List<X509Certificate> chain = order.getCertificate().getCertificateChain();
    if (!chain.getFirst().getPublicKey().equals(key.getPublic())) {
      kept.forgetOrder();
      throw new NotIssued("the CA's certificate is for another key");
    }
    return chain;
  }

  /** What a process that was killed, or a CA that went away, has left undone. */
  private Optional<Order> begun() throws IOException {
    Optional<URL> url = kept.currentOrder();
    if (url.isEmpty()) {
      return Optional.empty();
    }
    try {
      Order order = login.bindOrder(url.get());
      order.fetch();
      if (namesOf(order).equals(Set.copyOf(names)) && isOpen(order)) {
        return Optional.of(order);
      }
    } catch (AcmeServerException e) {
      // The CA has forgotten it.
    } catch (AcmeException e) {
      throw new IOException(CaWords.of(e).why(), e);
    }
    kept.forgetOrder();
    return Optional.empty();
  }

  /** One that is valid may have been made with a key that is not meant any more. */
  private boolean isOpen(Order order) {
    return switch (order.getStatus()) {
      case PENDING, READY, PROCESSING -> true;
      case VALID ->
          order
              .getCertificate()
              .getCertificateChain()
              .getFirst()
              .getPublicKey()
              .equals(key.getPublic());
      case INVALID, REVOKED, DEACTIVATED, EXPIRED, CANCELED, UNKNOWN -> false;
    };
  }

  private static Set<String> namesOf(Order order) {
    return order.getIdentifiers().stream()
        .map(Identifier::getDomain)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Order begin() throws AcmeException, IOException {
    Order order = replacing();
    kept.remember(order.getLocation());
    return order;
  }

  /** RFC 9773 section 5: the CA is told which one follows which, and lets it pass its limits. */
  private Order replacing() throws AcmeException {
    Optional<X509Certificate> old = kept.certificate();
    boolean tells = login.getSession().resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
    if (old.isPresent() && tells) {
      try {
        return order().replaces(old.get()).create();
      } catch (AcmeServerException | IllegalArgumentException e) {
        // Of another CA, or followed already: then it is an order like any other.
      }
    }
    return order().create();
  }

  private OrderBuilder order() {
    return login.newOrder().domains(names);
  }

  private void prove(Order order)
      throws AcmeException, NotIssued, IOException, InterruptedException {
    List<Proof> shown = new ArrayList<>();
    try {
      List<Pending> pending = new ArrayList<>();
      for (Authorization one : order.getAuthorizations()) {
        if (one.getStatus() == Status.PENDING) {
          pending.add(pending(one));
        }
      }
      for (Pending one : pending) {
        shown.add(one.proof());
        prover.show(one.proof());
      }
      for (Pending one : pending) {
        one.challenge().trigger();
      }
      for (Pending one : pending) {
        await(one);
      }
    } finally {
      hide(shown);
    }
  }

  private record Pending(Authorization authorization, TokenChallenge challenge, Proof proof) {}

  private Pending pending(Authorization authorization) throws NotIssued {
    String name = authorization.getIdentifier().getDomain();
    for (Challenge challenge : authorization.getChallenges()) {
      if (challenge.getType().equals(prover.type()) && challenge instanceof TokenChallenge token) {
        return new Pending(authorization, token, proof(name, token));
      }
    }
    throw new NotIssued(
        "the CA does not offer %s for %s, but %s: set acme_challenge to one of them"
            .formatted(
                prover.type(),
                name,
                authorization.getChallenges().stream()
                    .map(Challenge::getType)
                    .collect(Collectors.joining(", "))));
  }

  /** The token stands before the key's fingerprint (RFC 8555 section 8.1). */
  private static Proof proof(String name, TokenChallenge challenge) {
    String authorization = challenge.getAuthorization();
    return new Proof(name, authorization.split("\\.", 2)[0], authorization);
  }

  private void await(Pending one) throws AcmeException, NotIssued, InterruptedException {
    Status end = one.authorization().waitForCompletion(PATIENCE);
    if (end == Status.VALID) {
      return;
    }
    one.challenge().fetch();
    String name = one.authorization().getIdentifier().getDomain();
    throw new NotIssued(
        name
            + ": "
            + one.challenge()
                .getError()
                .map(CaWords::of)
                .orElse("the CA did not look within " + PATIENCE.toMinutes() + " minutes"));
  }

  private void hide(List<Proof> shown) throws InterruptedException {
    for (Proof proof : shown) {
      try {
        prover.hide(proof);
      } catch (IOException e) {
        LOG.log(WARNING, "the proof for " + proof.name() + " stays where it is", e);
      }
    }
  }
}

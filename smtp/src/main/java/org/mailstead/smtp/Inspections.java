package org.mailstead.smtp;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.filter.hook.Asking;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.origin.Envelope;
import org.mailstead.post.KeyRing;
import org.mailstead.words.EmailAddress;

/** Chooses how a message is looked at while it comes in. */
final class Inspections {
  private final String hostname;
  private final ProvenanceConfig provenance;
  private final Optional<KeyRing> keys;
  private final InstantSource clock;

  Inspections(String hostname, ProvenanceConfig provenance, InstantSource clock) {
    this.hostname = hostname;
    this.provenance = provenance;
    this.keys = provenance.keys().map(all -> new KeyRing(all, clock));
    this.clock = clock;
  }

  /** What our own users write is signed; what comes from outside is asked where it comes from. */
  Optional<Inspection> of(Transaction transaction, Client client, String id) {
    if (client.login().isPresent()) {
      return keys.map(Signing::new).map(signing -> hooked(signing, transaction, client, id));
    }
    return provenance
        .outside()
        .map(Supplier::get)
        .map(outside ->
            outside.trusts(client.address())
                ? new TrustedInspection(client, clock)
                : new OutsideInspection(
                    outside,
                    envelope(transaction, client),
                    asking(transaction, client, id),
                    hostname,
                    clock));
  }

  private Inspection hooked(Inspection inner, Transaction transaction, Client client, String id) {
    return provenance.hooks().get().all().isEmpty()
        ? inner
        : new HookedInspection(inner, asking(transaction, client, id));
  }

  private Asking asking(Transaction transaction, Client client, String id) {
    return provenance
        .hooks()
        .get()
        .begin(
            new HookEnvelope(
                id,
                hostname,
                client.address(),
                client.name(),
                client.login().map(login -> login.address().toString()).orElse(""),
                client.tls().isPresent(),
                transaction.from().map(EmailAddress::toString).orElse(""),
                transaction.recipients().stream().map(to -> to.address().toString()).toList()));
  }

  private static Envelope envelope(Transaction transaction, Client client) {
    String from = transaction.from().map(EmailAddress::toString).orElse("");
    return new Envelope(client.address(), client.name(), from);
  }
}

package org.mailstead.wire.acme;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/**
 * DNS-01 (RFC 8555 section 8.4): a TXT record below the name. Where that is an alias of a name in
 * another zone, the record goes there: so a zone can be ours to write without the rest of it.
 *
 * @param settling how long it takes until all name servers of the zone have a new record
 */
public record DnsRecords(DnsWriter writer, Resolver resolver, Duration settling) implements Prover {
  private static final String LABEL = "_acme-challenge.";
  private static final int MAX_ALIASES = 8;

  @Override
  public String type() {
    return "dns-01";
  }

  @Override
  public void show(Proof proof) throws IOException, InterruptedException {
    writer.add(place(proof.name()), proof.text());
    Thread.sleep(settling);
  }

  @Override
  public void hide(Proof proof) throws IOException, InterruptedException {
    writer.remove(place(proof.name()), proof.text());
  }

  @Override
  public boolean needsAddress() {
    return false;
  }

  /** The name at which the record of another name belongs, without a dot at its end. */
  public String place(String name) {
    String place = LABEL + (name.startsWith("*.") ? name.substring(2) : name);
    for (int i = 0; i < MAX_ALIASES; i++) {
      if (!(resolver.cname(place) instanceof Answer.Found<String> alias)) {
        break;
      }
      place = alias.records().getFirst();
    }
    return place.toLowerCase(Locale.ROOT);
  }
}

package org.mailstead.wire.acme;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Dynamic updates (RFC 2136) of the zone's own server, signed with a shared key (RFC 8945). */
public final class DnsUpdates implements DnsWriter {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int TTL = 60;

  private final InetSocketAddress server;
  private final Optional<Key> key;

  /**
   * @param algorithm such as {@code hmac-sha256}
   */
  public record Key(String name, String algorithm, byte[] secret) {
    /** Without the secret: this may come into a log. */
    @Override
    public String toString() {
      return "Key[" + name + " " + algorithm + "]";
    }
  }

  /**
   * @param server the zone's primary, which takes updates
   */
  public DnsUpdates(InetSocketAddress server, Optional<Key> key) {
    this.server = server;
    this.key = key;
  }

  @Override
  public void add(String name, String text) throws IOException {
    Name where = Name.fromString(name, Name.root);
    var update = new Update(zone(where));
    update.add(record(where, text));
    send(update, name);
  }

  @Override
  public void remove(String name, String text) throws IOException {
    Name where = Name.fromString(name, Name.root);
    var update = new Update(zone(where));
    update.delete(record(where, text));
    send(update, name);
  }

  private static Record record(Name name, String text) {
    return new TXTRecord(name, DClass.IN, TTL, text);
  }

  /** The zone that a name is in: the server's SOA record stands in its answer or beside it. */
  private Name zone(Name name) throws IOException {
    for (Name at = name; at.labels() > 1; at = new Name(at, 1)) {
      Message answer = asking().send(Message.newQuery(Record.newRecord(at, Type.SOA, DClass.IN)));
      for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
        for (Record one : answer.getSection(section)) {
          if (one instanceof SOARecord soa && name.subdomain(soa.getName())) {
            return soa.getName();
          }
        }
      }
    }
    throw new IOException("the name server " + server + " has no zone of " + name);
  }

  private void send(Update update, String name) throws IOException {
    Message answer = signing().send(update);
    int code = answer.getRcode();
    if (code != Rcode.NOERROR) {
      throw new IOException(
          "the name server %s did not take the record of %s: %s%s"
              .formatted(server, name, Rcode.string(code), hint(code)));
    }
    if (key.isPresent() && !answer.isVerified()) {
      throw new IOException("the name server " + server + " did not sign its answer");
    }
  }

  private static String hint(int code) {
    return switch (code) {
      case Rcode.REFUSED -> " (may this key change it?)";
      case Rcode.NOTAUTH -> " (is the key's name and secret right, and the time of both machines?)";
      case Rcode.NOTZONE -> " (is that its zone?)";
      default -> "";
    };
  }

  private SimpleResolver asking() {
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(TIMEOUT);
    resolver.setTCP(true);
    return resolver;
  }

  private SimpleResolver signing() throws IOException {
    SimpleResolver resolver = asking();
    if (key.isPresent()) {
      Key with = key.get();
      resolver.setTSIGKey(
          new TSIG(
              Name.fromString(with.algorithm(), Name.root),
              Name.fromString(with.name(), Name.root),
              with.secret()));
    }
    return resolver;
  }
}

package org.mailstead.wire.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Turns the library's records into ours; where they come from is the look-up's business. */
final class RecordResolver implements Resolver {
  private final Lookup lookup;

  RecordResolver(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Answer<Mx> mx(String domain) {
    return switch (ask(domain, Type.MX, MXRecord.class, RecordResolver::mx)) {
      case Answer.Found<Mx>(var records, var ttl, var authenticated) -> {
        var sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparingInt(Mx::preference));
        yield new Answer.Found<>(sorted, ttl, authenticated);
      }
      case Answer<Mx> other -> other;
    };
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    Answer<InetAddress> six = aaaa(host);
    return six instanceof Answer.NoSuchName ? six : both(six, a(host));
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return ask(host, Type.A, ARecord.class, ARecord::getAddress);
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return ask(host, Type.AAAA, AAAARecord.class, AAAARecord::getAddress);
  }

  private static Answer<InetAddress> both(Answer<InetAddress> six, Answer<InetAddress> four) {
    return switch (six) {
      case Answer.Found<InetAddress> found ->
          four instanceof Answer.Found<InetAddress> other ? joined(found, other) : found;
      case Answer.Failed<InetAddress> failed ->
          four instanceof Answer.Found<InetAddress> ? four : failed;
      case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ -> four;
    };
  }

  private static Answer<InetAddress> joined(
      Answer.Found<InetAddress> six, Answer.Found<InetAddress> four) {
    var all = new ArrayList<>(six.records());
    all.addAll(four.records());
    Duration ttl = six.ttl().compareTo(four.ttl()) < 0 ? six.ttl() : four.ttl();
    return new Answer.Found<>(all, ttl, six.authenticated() && four.authenticated());
  }

  @Override
  public Answer<String> txt(String name) {
    return ask(name, Type.TXT, TXTRecord.class, RecordResolver::text);
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return converted(
        lookup.ask(ReverseMap.fromAddress(address), Type.PTR),
        PTRRecord.class,
        record -> withoutDot(record.getTarget()));
  }

  @Override
  public Answer<String> cname(String name) {
    return ask(name, Type.CNAME, CNAMERecord.class, alias -> withoutDot(alias.getTarget()));
  }

  @Override
  public Answer<Srv> srv(String name) {
    return ask(name, Type.SRV, SRVRecord.class, RecordResolver::srv);
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return ask(name, Type.TLSA, TLSARecord.class, RecordResolver::tlsa);
  }

  private <R extends Record, T> Answer<T> ask(
      String text, int type, Class<R> kind, Function<R, T> conversion) {
    Name name;
    try {
      name = Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      return new Answer.Failed<>(false, "no domain name: " + e.getMessage());
    }
    return converted(lookup.ask(name, type), kind, conversion);
  }

  private static <R extends Record, T> Answer<T> converted(
      Answer<Record> raw, Class<R> kind, Function<R, T> conversion) {
    return switch (raw) {
      case Answer.Found<Record>(List<Record> records, var ttl, var authenticated) -> {
        // A record without content has the type and is of another class: it says nothing.
        var full = records.stream().filter(kind::isInstance).map(kind::cast).map(conversion);
        List<T> found = full.toList();
        yield found.isEmpty()
            ? new Answer.NoData<>()
            : new Answer.Found<>(found, ttl, authenticated);
      }
      case Answer.NoData<Record>() -> new Answer.NoData<>();
      case Answer.NoSuchName<Record>() -> new Answer.NoSuchName<>();
      case Answer.Failed<Record>(var temporary, var why) -> new Answer.Failed<>(temporary, why);
    };
  }

  private static Mx mx(MXRecord mx) {
    return new Mx(mx.getPriority(), withoutDot(mx.getTarget()));
  }

  private static String text(TXTRecord record) {
    var text = new StringBuilder();
    for (byte[] part : record.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  private static Srv srv(SRVRecord srv) {
    return new Srv(srv.getPriority(), srv.getWeight(), srv.getPort(), withoutDot(srv.getTarget()));
  }

  private static Tlsa tlsa(TLSARecord tlsa) {
    return new Tlsa(
        tlsa.getCertificateUsage(),
        tlsa.getSelector(),
        tlsa.getMatchingType(),
        HexFormat.of().formatHex(tlsa.getCertificateAssociationData()));
  }

  /** In lower case, since names are compared as text later. The root becomes the empty name. */
  private static String withoutDot(Name name) {
    String text = name.toString(true).toLowerCase(Locale.ROOT);
    return text.equals(".") ? "" : text;
  }
}

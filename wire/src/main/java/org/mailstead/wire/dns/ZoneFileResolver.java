package org.mailstead.wire.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Answers from one master file (RFC 1035 section 5) and nothing else: for tests, and for trying out
 * a server without a network. The file may speak of any domains, needs no SOA, and its origin is
 * the root. A wildcard answers for names below it that are not in the file.
 */
public final class ZoneFileResolver implements Resolver {
  private static final int LONGEST_CHAIN = 16;
  private static final long DEFAULT_TTL = 300;

  private final Map<Name, List<Record>> records = new HashMap<>();
  // With the names between, which exist without records (RFC 8020).
  private final Set<Name> names = new HashSet<>();
  private final boolean authenticated;
  private final Resolver converted = new RecordResolver(this::ask);

  /**
   * @param authenticated whether answers count as validated by DNSSEC
   * @throws IOException naming the line that is wrong
   */
  public ZoneFileResolver(InputStream masterFile, boolean authenticated) throws IOException {
    this.authenticated = authenticated;
    try (Master master = new Master(masterFile, Name.root, DEFAULT_TTL)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        add(record);
      }
    }
  }

  /** Reads the file once. */
  public static ZoneFileResolver read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new ZoneFileResolver(in, false);
    }
  }

  private void add(Record record) {
    records.computeIfAbsent(record.getName(), _ -> new ArrayList<>()).add(record);
    for (Name name = record.getName(); name.labels() > 1; name = new Name(name, 1)) {
      names.add(name);
    }
  }

  private Answer<Record> ask(Name asked, int type) {
    Name name = asked;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      List<Record> all = at(name);
      if (all.isEmpty() && !names.contains(name)) {
        return new Answer.NoSuchName<>();
      }
      List<Record> found = all.stream().filter(record -> record.getType() == type).toList();
      if (!found.isEmpty()) {
        long ttl = found.stream().mapToLong(Record::getTTL).min().orElse(DEFAULT_TTL);
        return new Answer.Found<>(found, Duration.ofSeconds(ttl), authenticated);
      }
      var alias = all.stream().filter(record -> record.getType() == Type.CNAME).findFirst();
      if (alias.isEmpty()) {
        return new Answer.NoData<>();
      }
      name = ((CNAMERecord) alias.get()).getTarget();
    }
    return new Answer.Failed<>(true, "too long a chain of aliases");
  }

  /** RFC 4592: the wildcard of the closest name above that exists, when the name does not. */
  private List<Record> at(Name name) {
    if (names.contains(name)) {
      return records.getOrDefault(name, List.of());
    }
    Name above = name;
    while (above.labels() > 1) {
      Name wildcard = above.wild(1);
      if (records.containsKey(wildcard)) {
        return records.getOrDefault(wildcard, List.of());
      }
      above = new Name(above, 1);
      if (names.contains(above)) {
        return List.of();
      }
    }
    return List.of();
  }

  @Override
  public Answer<Mx> mx(String domain) {
    return converted.mx(domain);
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return converted.addresses(host);
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return converted.a(host);
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return converted.aaaa(host);
  }

  @Override
  public Answer<String> txt(String name) {
    return converted.txt(name);
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return converted.ptr(address);
  }

  @Override
  public Answer<String> cname(String name) {
    return converted.cname(name);
  }

  @Override
  public Answer<Srv> srv(String name) {
    return converted.srv(name);
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return converted.tlsa(name);
  }
}

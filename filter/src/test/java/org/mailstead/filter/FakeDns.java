package org.mailstead.filter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.Srv;
import org.mailstead.wire.dns.Tlsa;

/** A DNS whose records a test writes down, and that counts what it is asked. */
public final class FakeDns implements Resolver {
  private record Entry(String type, String value) {}

  private static final String TIMEOUT = "TIMEOUT";

  private final Map<String, List<Entry>> zone = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** One record: TXT, A, AAAA, MX ("10 host"), PTR, CNAME. */
  public FakeDns with(String name, String type, String value) {
    zone.computeIfAbsent(key(name), _ -> new ArrayList<>()).add(new Entry(type, value));
    return this;
  }

  public FakeDns txt(String name, String text) {
    return with(name, "TXT", text);
  }

  /** Questions about this name fail for now, except of types that it has. */
  public FakeDns timeout(String name) {
    return with(name, TIMEOUT, "");
  }

  public FakeDns exists(String name) {
    zone.computeIfAbsent(key(name), _ -> new ArrayList<>());
    return this;
  }

  /** All questions so far, as "TYPE name". */
  public List<String> asked() {
    return asked;
  }

  private static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private <T> Answer<T> ask(String name, String type, Function<String, T> conversion) {
    asked.add(type + " " + name);
    if (key(name).length() > 253 || key(name).contains("..")) {
      return new Answer.Failed<>(false, "no domain name");
    }
    return ask(name, type, conversion, 0);
  }

  private <T> Answer<T> ask(String name, String type, Function<String, T> conversion, int depth) {
    List<Entry> all = zone.get(key(name));
    if (all == null) {
      boolean between = zone.keySet().stream().anyMatch(other -> other.endsWith("." + key(name)));
      return between ? new Answer.NoData<>() : new Answer.NoSuchName<>();
    }
    List<T> found =
        all.stream()
            .filter(entry -> entry.type().equals(type))
            .map(Entry::value)
            .map(conversion)
            .toList();
    if (!found.isEmpty()) {
      return new Answer.Found<>(found, Duration.ofMinutes(5), false);
    }
    if (all.stream().anyMatch(entry -> entry.type().equals(TIMEOUT))) {
      return new Answer.Failed<>(true, "no answer from the name server");
    }
    for (Entry entry : all) {
      if (entry.type().equals("CNAME")) {
        return depth > 8
            ? new Answer.Failed<>(true, "too long a chain of aliases")
            : ask(entry.value(), type, conversion, depth + 1);
      }
    }
    return new Answer.NoData<>();
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Override
  public Answer<Mx> mx(String domain) {
    return ask(
        domain,
        "MX",
        value -> {
          String[] parts = value.split(" ", -1);
          return new Mx(Integer.parseInt(parts[0]), parts[1]);
        });
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    Answer<InetAddress> six = aaaa(host);
    Answer<InetAddress> four = a(host);
    List<InetAddress> all = new ArrayList<>(six.records());
    all.addAll(four.records());
    return all.isEmpty() ? four : new Answer.Found<>(all, Duration.ofMinutes(5), false);
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return ask(host, "A", FakeDns::address);
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return ask(host, "AAAA", FakeDns::address);
  }

  @Override
  public Answer<String> txt(String name) {
    return ask(name, "TXT", Function.identity());
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return ask(reverse(address), "PTR", name -> key(name));
  }

  /** The name below in-addr.arpa or ip6.arpa. */
  public static String reverse(InetAddress address) {
    byte[] octets = address.getAddress();
    var name = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (octets.length == 4) {
        name.append(octet).append('.');
      } else {
        name.append(Character.forDigit(octet & 15, 16)).append('.');
        name.append(Character.forDigit(octet >> 4, 16)).append('.');
      }
    }
    return name + (octets.length == 4 ? "in-addr.arpa" : "ip6.arpa");
  }

  @Override
  public Answer<String> cname(String name) {
    return ask(name, "CNAME", FakeDns::key);
  }

  @Override
  public Answer<Srv> srv(String name) {
    return new Answer.NoData<>();
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return new Answer.NoData<>();
  }

  /** An address that a test writes down. */
  public static InetAddress ip(String text) {
    try {
      return InetAddress.getByAddress(address(text).getAddress());
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

package org.mailstead.filter.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.apache.james.jspf.core.DNSRequest;
import org.apache.james.jspf.core.DNSService;
import org.apache.james.jspf.core.DNSServiceEnabled;
import org.apache.james.jspf.core.MacroExpand;
import org.apache.james.jspf.core.MacroExpandEnabled;
import org.apache.james.jspf.core.SPFCheckEnabled;
import org.apache.james.jspf.executor.SynchronousSPFExecutor;
import org.apache.james.jspf.impl.DefaultTermsFactory;
import org.apache.james.jspf.impl.SPF;
import org.apache.james.jspf.parser.RFC4408SPF1Parser;
import org.apache.james.jspf.wiring.WiringServiceTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailstead.filter.FakeDns;
import org.mailstead.testkit.Property;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;

/** Records made at random are judged as jspf judges them, which nobody here wrote. */
class JspfTest {
  private static final int DOMAINS = 5;

  /**
   * It counts questions in its own way, and knows no limit for those that find nothing: what is far
   * from the limits is compared.
   */
  private static final SpfLimits LIMITS = new SpfLimits(5, 1000, 10, Duration.ofSeconds(20));

  private static final List<String> ADDRESSES =
      List.of(
          "192.0.2.1",
          "192.0.2.130",
          "192.0.3.7",
          "198.51.100.9",
          "203.0.113.77",
          "2001:db8::1",
          "2001:db8:1::2");

  /** The same DNS, as jspf asks it. */
  private record Served(FakeDns dns) implements DNSService {
    @Override
    public List<String> getRecords(DNSRequest request) {
      String name = request.getHostname();
      return new ArrayList<>(answer(name, request.getRecordType())); // which it changes
    }

    private List<String> answer(String name, int type) {
      return switch (type) {
        case DNSRequest.A -> texts(dns.a(name));
        case DNSRequest.AAAA -> texts(dns.aaaa(name));
        case DNSRequest.TXT -> dns.txt(name).records();
        case DNSRequest.MX -> dns.mx(name).records().stream().map(Mx::host).toList();
        case DNSRequest.PTR -> dns.txt("no pointers " + name).records();
        default -> List.of();
      };
    }

    private static List<String> texts(Answer<InetAddress> answer) {
      return answer.records().stream().map(InetAddress::getHostAddress).toList();
    }

    @Override
    public CompletionStage<List<String>> getRecordsAsync(DNSRequest request) {
      return CompletableFuture.completedFuture(getRecords(request));
    }

    @Override
    public List<String> getLocalDomainNames() {
      return List.of("receiver.test");
    }

    @Override
    public void setTimeOut(int seconds) {}

    @Override
    public int getRecordLimit() {
      return 10;
    }

    @Override
    public void setRecordLimit(int most) {}
  }

  /** One that answers in the thread that asks; what goes wrong in others is never heard of. */
  private static SPF jspf(FakeDns dns) {
    var served = new Served(dns);
    var macros = new MacroExpand(served);
    var wiring = new WiringServiceTable();
    wiring.put(DNSServiceEnabled.class, served);
    wiring.put(MacroExpandEnabled.class, macros);
    var parser = new RFC4408SPF1Parser(new DefaultTermsFactory(wiring));
    var spf = new SPF(served, parser, macros, new SynchronousSPFExecutor(served));
    wiring.put(SPFCheckEnabled.class, spf);
    return spf;
  }

  private static <T> T one(RandomGenerator random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static String domain(RandomGenerator random) {
    return "d" + random.nextInt(DOMAINS) + ".test";
  }

  private static FakeDns zone(RandomGenerator random, List<String> records) {
    var dns = new FakeDns();
    int withMx = random.nextInt(DOMAINS); // two in one evaluation get mixed up by jspf
    for (int i = 0; i < DOMAINS; i++) {
      String name = "d" + i + ".test";
      String record = record(random, i == withMx);
      records.add(name + " " + record);
      dns.txt(name, record);
      for (String address : ADDRESSES) {
        if (random.nextInt(4) == 0) {
          dns.with(name, address.contains(":") ? "AAAA" : "A", address);
          records.add(name + " " + address);
        }
      }
      if (random.nextBoolean()) {
        String host = domain(random);
        dns.with(name, "MX", "10 " + host);
        records.add(name + " MX " + host);
      }
      dns.with("1.2.0.192.list." + name, "A", "127.0.0.2");
    }
    return dns;
  }

  private static String record(RandomGenerator random, boolean mx) {
    var record = new StringBuilder("v=spf1");
    if (mx) {
      record.append(' ').append(one(random, List.of("", "-", "~"))).append("mx:");
      record.append(domain(random));
    }
    int terms = 1 + random.nextInt(4); // it takes a record without terms for none
    for (int i = 0; i < terms; i++) {
      record.append(' ').append(one(random, List.of("", "", "+", "-", "~", "?")));
      record.append(mechanism(random));
    }
    if (random.nextInt(4) == 0) {
      record.append(" redirect=").append(domain(random));
    } else if (random.nextInt(3) > 0) {
      record.append(' ').append(one(random, List.of("-", "~", "?", "+"))).append("all");
    }
    return record.toString();
  }

  private static String mechanism(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> "ip4:192.0.2.0/" + (20 + random.nextInt(13));
      case 1 -> "ip4:" + one(random, ADDRESSES.subList(0, 5));
      case 2 -> "ip6:2001:db8::/" + (30 + random.nextInt(99));
      case 3 -> "a";
      case 4 -> "a:" + domain(random) + "/" + (16 + random.nextInt(17));
      case 5 -> "include:" + domain(random);
      case 6 -> "exists:%{ir}.list." + domain(random);
      default -> "a:" + domain(random) + "//" + (32 + random.nextInt(97));
    };
  }

  @Test
  @Timeout(60)
  void randomRecordsMeanTheSame() {
    Property.holds(
        4000,
        random -> {
          List<String> records = new ArrayList<>();
          FakeDns dns = zone(random, records);
          String address = one(random, ADDRESSES);
          String sender = "someone@" + domain(random);
          var ours = new SpfCheck(dns, Clock.systemUTC(), LIMITS, "receiver.test");
          String found = ours.mailFrom(FakeDns.ip(address), "helo.test", sender).result().code();
          // A record with an mx that is come upon twice is two of them.
          long mx = dns.asked().stream().filter(question -> question.startsWith("MX ")).count();
          if (found.equals("permerror") || mx > 1) {
            return;
          }
          String theirs = jspf(dns).checkSPF(address, sender, "helo.test").getResult();
          assertEquals(theirs, found, () -> sender + " from " + address + ": " + records);
        });
  }
}

package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.Srv;
import org.mailstead.wire.dns.Tlsa;
import org.mailstead.wire.dns.ZoneFileResolver;

/** A zone that DNSSEC vouches for, but for the questions that a test names ("MX one.test"). */
final class SignedDns implements Resolver {
  private final Resolver zone;
  private final Set<String> unsigned = ConcurrentHashMap.newKeySet();
  private final Set<String> bogus = ConcurrentHashMap.newKeySet();

  SignedDns(String zone) throws IOException {
    this.zone = new ZoneFileResolver(new ByteArrayInputStream(zone.getBytes(UTF_8)), true);
  }

  SignedDns unsigned(String question) {
    unsigned.add(question);
    return this;
  }

  SignedDns bogus(String question) {
    bogus.add(question);
    return this;
  }

  void repaired(String question) {
    bogus.remove(question);
  }

  private <T> Answer<T> answer(String question, Answer<T> answer) {
    if (bogus.contains(question)) {
      return new Answer.Failed<>(true, "the name server answered SERVFAIL");
    }
    return answer instanceof Answer.Found<T>(var records, var ttl, _)
        ? new Answer.Found<>(records, ttl, !unsigned.contains(question))
        : answer;
  }

  @Override
  public Answer<Mx> mx(String domain) {
    return answer("MX " + domain, zone.mx(domain));
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return answer("A " + host, zone.addresses(host));
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return answer("A " + host, zone.a(host));
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return answer("AAAA " + host, zone.aaaa(host));
  }

  @Override
  public Answer<String> txt(String name) {
    return answer("TXT " + name, zone.txt(name));
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return zone.ptr(address);
  }

  @Override
  public Answer<String> cname(String name) {
    return answer("CNAME " + name, zone.cname(name));
  }

  @Override
  public Answer<Srv> srv(String name) {
    return answer("SRV " + name, zone.srv(name));
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return answer("TLSA " + name, zone.tlsa(name));
  }
}

package org.mailstead.server;

import java.net.InetAddress;
import java.util.function.Supplier;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.Srv;
import org.mailstead.wire.dns.Tlsa;

/** Asks the resolver that is to be asked just now. */
record FollowingResolver(Supplier<Resolver> now) implements Resolver {
  @Override
  public Answer<Mx> mx(String domain) {
    return now.get().mx(domain);
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return now.get().addresses(host);
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return now.get().a(host);
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return now.get().aaaa(host);
  }

  @Override
  public Answer<String> txt(String name) {
    return now.get().txt(name);
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return now.get().ptr(address);
  }

  @Override
  public Answer<String> cname(String name) {
    return now.get().cname(name);
  }

  @Override
  public Answer<Srv> srv(String name) {
    return now.get().srv(name);
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return now.get().tlsa(name);
  }
}

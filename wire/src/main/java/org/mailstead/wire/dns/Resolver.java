package org.mailstead.wire.dns;

import java.net.InetAddress;

/**
 * Asks the DNS; blocks, for as long as the implementation's timeouts add up to. Names are A-labels,
 * with or without the dot at the end, and always meant as complete. Never throws for what a name or
 * an answer holds.
 */
public interface Resolver {
  /** Sorted by preference; those of one preference in the order of the answer. */
  Answer<Mx> mx(String domain);

  /** IPv6 and IPv4. What one family has is found even when the other cannot be asked. */
  Answer<InetAddress> addresses(String host);

  /** IPv4 alone: for SPF, which asks for the family of the client (RFC 7208 section 5). */
  Answer<InetAddress> a(String host);

  /** IPv6 alone. */
  Answer<InetAddress> aaaa(String host);

  /** Each record's strings joined without anything between, one character for each octet. */
  Answer<String> txt(String name);

  /** The names of an address, in lower case, without the dot at the end. */
  Answer<String> ptr(InetAddress address);

  /** What a name is an alias of, in lower case, without the dot at the end: one step. */
  Answer<String> cname(String name);

  /** For instance of {@code _imaps._tcp.example.org}. */
  Answer<Srv> srv(String name);

  /** For instance of {@code _25._tcp.mail.example.org}. */
  Answer<Tlsa> tlsa(String name);
}

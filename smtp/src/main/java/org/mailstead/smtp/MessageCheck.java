package org.mailstead.smtp;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Directory;
import org.mailstead.post.Delegations;
import org.mailstead.post.sending.Authorship;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What a message's header must not say: that it goes round in circles, or is another's. */
final class MessageCheck {
  /** Received fields that a message may have: RFC 5321 section 6.3 asks for at least 100. */
  private static final int MAX_HOPS = 100;

  /** Of them from this server: a list and a forwarded address make two or three. */
  private static final int MAX_PASSAGES = 10;

  private final String hostname;
  private final Authorship authorship;

  MessageCheck(String hostname, Directory directory, Delegations delegations) {
    this.hostname = hostname;
    this.authorship = new Authorship(directory, delegations);
  }

  /**
   * Looks at it.
   *
   * @throws Refused LOOP; NOT_PERMITTED for one of our users who writes as somebody else
   */
  void check(MessageStructure structure, Client client) {
    long hops =
        structure.header().stream().filter(f -> f.name().equalsIgnoreCase("Received")).count();
    if (hops > MAX_HOPS || passages(structure) > MAX_PASSAGES) {
      throw new Refused(Problem.Kind.LOOP, "message.loop", Long.toString(hops));
    }
    client.login().ifPresent(login -> authorship.check(structure, login.account()));
  }

  /** How often it was here already: two servers that forward to each other end early. */
  private long passages(MessageStructure structure) {
    String here = " by " + hostname.toLowerCase(Locale.ROOT) + " ";
    return structure.header().stream()
        .filter(f -> f.name().equalsIgnoreCase("Received"))
        .filter(f -> f.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").contains(here))
        .count();
  }

  /** Who is to be named as the sender (RFC 5322 section 3.6.2); empty when nobody need be. */
  Optional<EmailAddress> sender(MessageStructure structure, Client client) {
    return client
        .login()
        .flatMap(login -> authorship.sender(structure, login.account(), login.address()));
  }
}

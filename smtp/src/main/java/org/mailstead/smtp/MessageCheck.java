package org.mailstead.smtp;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Login;
import org.mailstead.post.Delegations;
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
  private final Directory directory;
  private final Delegations delegations;

  MessageCheck(String hostname, Directory directory, Delegations delegations) {
    this.hostname = hostname;
    this.directory = directory;
    this.delegations = delegations;
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
    client.login().ifPresent(login -> checkFrom(structure, login));
  }

  /** How often it was here already: two servers that forward to each other end early. */
  private long passages(MessageStructure structure) {
    String here = " by " + hostname.toLowerCase(Locale.ROOT) + " ";
    return structure.header().stream()
        .filter(f -> f.name().equalsIgnoreCase("Received"))
        .filter(f -> f.text().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").contains(here))
        .count();
  }

  /** Whoever writes under another's name is stopped here, whatever the envelope says. */
  private void checkFrom(MessageStructure structure, Login login) {
    long fields =
        structure.header().stream().filter(f -> f.name().equalsIgnoreCase("From")).count();
    if (fields > 1 || (fields == 1 && structure.envelope().from().isEmpty())) {
      // Readers disagree on which of several counts, and on what to make of a broken one.
      throw new Refused(Problem.Kind.NOT_PERMITTED, "submission.from", "anybody else");
    }
    for (Address address : structure.envelope().from()) {
      String text = address instanceof Address.Mailbox mailbox ? mailbox.address() : "";
      Delegations.Voice voice =
          EmailAddress.parse(text)
              .map(from -> delegations.voice(login.account(), from))
              .orElseGet(Delegations.Voice.Foreign::new);
      switch (voice) {
        case Delegations.Voice.Own(), Delegations.Voice.As _ -> {}
        case Delegations.Voice.OnBehalf _ -> checkSender(structure, login);
        case Delegations.Voice.Foreign() ->
            throw new Refused(Problem.Kind.NOT_PERMITTED, "submission.from", text);
      }
    }
  }

  /** Who writes for another one names himself as the sender, or nobody: then it is done here. */
  private void checkSender(MessageStructure structure, Login login) {
    long fields =
        structure.header().stream().filter(f -> f.name().equalsIgnoreCase("Sender")).count();
    boolean own =
        structure.envelope().sender().stream()
            .allMatch(address ->
                address instanceof Address.Mailbox mailbox
                    && EmailAddress.parse(mailbox.address())
                        .filter(sender -> directory.maySendAs(login.account(), sender))
                        .isPresent());
    if (fields > 1 || (fields == 1 && !own)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "submission.sender", "anybody else");
    }
  }

  /** Who is to be named as the sender (RFC 5322 section 3.6.2); empty when nobody need be. */
  Optional<EmailAddress> sender(MessageStructure structure, Client client) {
    boolean named = structure.header().stream().anyMatch(f -> f.name().equalsIgnoreCase("Sender"));
    return named
        ? Optional.empty()
        : client
            .login()
            .filter(login ->
                structure.envelope().from().stream().anyMatch(from -> isOnBehalf(from, login)))
            .map(Login::address);
  }

  private boolean isOnBehalf(Address from, Login login) {
    return from instanceof Address.Mailbox mailbox
        && EmailAddress.parse(mailbox.address())
            .filter(address ->
                delegations.voice(login.account(), address) instanceof Delegations.Voice.OnBehalf)
            .isPresent();
  }
}

package org.mailstead.post.sending;

import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.identity.Directory;
import org.mailstead.post.Delegations;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who may write as whom: what our own people hand in must not be another's. */
public final class Authorship {
  private final Directory directory;
  private final Delegations delegations;

  public Authorship(Directory directory, Delegations delegations) {
    this.directory = directory;
    this.delegations = delegations;
  }

  /**
   * Whoever writes under another's name is stopped here, whatever the envelope says.
   *
   * @throws Refused NOT_PERMITTED
   */
  public void check(MessageStructure structure, AccountId writer) {
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
              .map(from -> delegations.voice(writer, from))
              .orElseGet(Delegations.Voice.Foreign::new);
      switch (voice) {
        case Delegations.Voice.Own(), Delegations.Voice.As _ -> {}
        case Delegations.Voice.OnBehalf _ -> checkSender(structure, writer);
        case Delegations.Voice.Foreign() ->
            throw new Refused(Problem.Kind.NOT_PERMITTED, "submission.from", text);
      }
    }
  }

  /** Who writes for another one names himself as the sender, or nobody: then it is done here. */
  private void checkSender(MessageStructure structure, AccountId writer) {
    long fields =
        structure.header().stream().filter(f -> f.name().equalsIgnoreCase("Sender")).count();
    boolean own =
        structure.envelope().sender().stream()
            .allMatch(address ->
                address instanceof Address.Mailbox mailbox
                    && EmailAddress.parse(mailbox.address())
                        .filter(sender -> directory.maySendAs(writer, sender))
                        .isPresent());
    if (fields > 1 || (fields == 1 && !own)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "submission.sender", "anybody else");
    }
  }

  /** Who is to be named as the sender (RFC 5322 section 3.6.2); empty when nobody need be. */
  public Optional<EmailAddress> sender(
      MessageStructure structure, AccountId writer, EmailAddress own) {
    boolean named = structure.header().stream().anyMatch(f -> f.name().equalsIgnoreCase("Sender"));
    boolean behalf =
        structure.envelope().from().stream().anyMatch(from -> isOnBehalf(from, writer));
    return named || !behalf ? Optional.empty() : Optional.of(own);
  }

  private boolean isOnBehalf(Address from, AccountId writer) {
    return from instanceof Address.Mailbox mailbox
        && EmailAddress.parse(mailbox.address())
            .filter(
                address -> delegations.voice(writer, address) instanceof Delegations.Voice.OnBehalf)
            .isPresent();
  }
}

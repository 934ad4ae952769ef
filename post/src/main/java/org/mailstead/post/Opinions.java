package org.mailstead.post;

import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.OpinionRow;
import org.mailstead.post.rows.Role;
import org.mailstead.store.Draft;
import org.mailstead.store.Row;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;

/**
 * What a user thinks of senders, as moves into Junk and out of it tell, in the same commit. The
 * last move counts: people change their minds, and press the wrong key.
 */
final class Opinions {
  private final InstantSource clock;

  Opinions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * What is thought of an author.
   *
   * @param vouched whether the author's domain vouched for the message by which it was told
   */
  record Opinion(boolean junk, boolean vouched) {}

  /** A message goes from a mailbox to another, or is copied there. */
  void moved(MailDraft mail, MemberRow row, MailboxId from, MailboxId to) {
    Role before = mail.mailbox(from).getRole();
    Role after = mail.mailbox(to).getRole();
    if (before == after) {
      return;
    }
    if (after == Role.JUNK) {
      tell(mail, row, true);
    } else if (before == Role.JUNK && after != Role.TRASH) {
      tell(mail, row, false);
    }
  }

  /** Flags are set: $Junk and $NotJunk are how some programs say it. */
  void flagged(MailDraft mail, MemberRow row, Collection<String> names) {
    if (names.stream().anyMatch("$NotJunk"::equalsIgnoreCase)) {
      tell(mail, row, false);
    } else if (names.stream().anyMatch("$Junk"::equalsIgnoreCase)) {
      tell(mail, row, true);
    }
  }

  private void tell(MailDraft mail, MemberRow row, boolean junk) {
    EmailRow.Builder email = mail.email(row.getEmail());
    byte[] envelope = email.getEnvelope().toByteArray();
    if (envelope.length == 0) {
      return; // too large to be kept ready: nobody's usual mail
    }
    new EnvelopeForm(envelope, 0, envelope.length)
        .first(EnvelopeForm.Field.FROM)
        .flatMap(author -> author.host().map(host -> author.mailbox() + "@" + host))
        .flatMap(EmailAddress::parse)
        .ifPresent(author -> {
          boolean vouched =
              email.getReasonsList().stream()
                  .anyMatch(r -> r.getWho().equals("dmarc") && r.getWhat().equals("pass"));
          OpinionRow opinion =
              OpinionRow.newBuilder()
                  .setAddress(author.canonical())
                  .setJunk(junk)
                  .setVouched(vouched)
                  .setAtMs(clock.millis())
                  .build();
          mail.draft().put(MailKeys.opinion(hash(author)), Row.write(opinion));
        });
  }

  private static byte[] hash(EmailAddress author) {
    return Threads.hash(author.canonical());
  }

  /** What was told of an author, if anything was. */
  Optional<Opinion> of(Draft draft, EmailAddress author) {
    return draft
        .get(MailKeys.opinion(hash(author)))
        .map(row -> Row.read(row, OpinionRow.parser()))
        .filter(sameAs(author))
        .map(row -> new Opinion(row.getJunk(), row.getVouched()));
  }

  private static Predicate<OpinionRow> sameAs(EmailAddress author) {
    return row -> row.getAddress().equals(author.canonical());
  }
}

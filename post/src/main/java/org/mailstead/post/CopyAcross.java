package org.mailstead.post;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.BlobId;
import org.mailstead.store.Blobs;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Copies messages into another account: all of them or none. A large body is not written again, the
 * other account only comes to hold it; a message's id stays (RFC 8474 section 5.1).
 */
public final class CopyAcross {
  /** Messages in memory at a time. */
  private static final int RUN = 25;

  private final Accounts store;
  private final Blobs blobs;
  private final Emails emails;
  private final Intake intake;
  private final Messages messages;

  CopyAcross(Accounts store, Blobs blobs, Emails emails, Intake intake, Messages messages) {
    this.store = store;
    this.blobs = blobs;
    this.emails = emails;
    this.intake = intake;
    this.messages = messages;
  }

  /** A mailbox of an account. */
  public record Place(AccountId account, MailboxId mailbox) {}

  /** What was read of a mailbox. */
  private record Read(List<Integer> uids, List<NewMessage> messages) {}

  /**
   * @param scope the flags that come along
   */
  public Placed copy(Place from, List<Integer> uids, Place to, FlagScope scope) {
    Keywords keywords = messages.keywords(from.account());
    List<Integer> sources = new ArrayList<>();
    try (Appending appending = messages.appending(to.account(), to.mailbox())) {
      for (int at = 0; at < uids.size(); at += RUN) {
        List<Integer> run = uids.subList(at, Math.min(uids.size(), at + RUN));
        Read read = read(from, run, to.account(), keywords, scope);
        sources.addAll(read.uids());
        read.messages().forEach(appending::add);
      }
      if (sources.isEmpty()) {
        return new Placed(1, List.of(), List.of());
      }
      Placed placed = appending.finish();
      return new Placed(placed.uidValidity(), sources, placed.uids());
    }
  }

  private Read read(
      Place from, List<Integer> uids, AccountId holder, Keywords keywords, FlagScope scope) {
    var rows = store.read(MailKeys.partition(from.account()));
    List<Integer> found = new ArrayList<>();
    List<MemberRow> members = new ArrayList<>();
    for (int uid : uids) {
      rows.get(MailKeys.member(from.mailbox(), uid))
          .ifPresent(row -> {
            found.add(uid);
            members.add(Row.read(row, MemberRow.parser()));
          });
    }
    Map<Long, Email> read =
        emails.get(from.account(), members.stream().map(MemberRow::getEmail).toList());
    List<NewMessage> made = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      MemberRow member = members.get(i);
      Email email =
          Optional.ofNullable(read.get(member.getEmail()))
              .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "message.missing"));
      var flags = new Flags(member.getFlagsLow(), member.getFlagsHigh());
      Set<String> names = scope.of(keywords.names(flags));
      made.add(message(from.account(), email, holder, names, Member.date(member.getDate())));
    }
    return new Read(found, made);
  }

  /** A message that lies in an account, as one that is to be put somewhere. */
  public NewMessage message(
      AccountId from,
      Email email,
      AccountId holder,
      Set<String> flags,
      java.time.OffsetDateTime date) {
    return new NewMessage(
        body(from, email, holder),
        email.prefix(),
        emails.bodyStructure(from, email),
        email.preview(),
        flags,
        date,
        email.details().reasons(),
        Optional.of(email.id()));
  }

  private Blob body(AccountId from, Email email, AccountId holder) {
    if (email.blob().isPresent()) {
      BlobId id = email.blob().get();
      if (!blobs.hold(id, holder)) {
        throw new Refused(Problem.Kind.NOT_FOUND, "blob.missing", id.toString());
      }
      return new Blob.Large(id, email.bodySize());
    }
    try (Arriving arriving = intake.begin(holder);
        InputStream in = emails.bytes(from, email).open(email.prefixSize(), email.bodySize())) {
      in.transferTo(arriving);
      return arriving.finish(holder).body();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "message.unreadable", e.getClass().getSimpleName());
    }
  }
}

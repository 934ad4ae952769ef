package org.mailstead.jmap.mail;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.jmap.account.Access;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Flags;
import org.mailstead.post.Keywords;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.SignedMail;
import org.mailstead.search.Query;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Tells of emails whether conditions hold. */
final class EmailMatching {
  private final Keywords keywords;
  private final EmailQuery.Threads threads;
  private final EmailRows rows;
  private final EmailTexts texts;
  private final Optional<MailSearch> search;
  private final Optional<SignedMail.Round> signatures;
  private final Access access;
  private final List<AccountEmail> all;
  private final int mostOpened;

  /** The fewest emails that were looked at for a text. */
  private long searched;

  /**
   * @param mostOpened emails that are not in the index yet and are opened for a text
   */
  EmailMatching(
      Post post,
      Optional<MailSearch> search,
      Optional<SignedMail.Round> signatures,
      Access access,
      List<AccountEmail> all,
      Keywords keywords,
      EmailQuery.Threads threads,
      int mostOpened) {
    this.mostOpened = mostOpened;
    this.search = search;
    this.signatures = signatures;
    this.all = all;
    this.searched = all.size();
    this.access = access;
    this.keywords = keywords;
    this.threads = threads;
    this.rows = new EmailRows(post, access.owner(), all);
    this.texts = new EmailTexts(post, access);
  }

  Predicate<AccountEmail> all(List<EmailCondition> conditions) {
    List<Predicate<AccountEmail>> parts = conditions.stream().map(this::of).toList();
    return email -> {
      for (Predicate<AccountEmail> part : parts) {
        if (!part.test(email)) {
          return false;
        }
      }
      return true;
    };
  }

  private Predicate<AccountEmail> of(EmailCondition condition) {
    return switch (condition) {
      case EmailCondition.InMailbox(var mailbox) ->
          email -> mailbox.isPresent() && email.isIn(mailbox.get());
      case EmailCondition.InMailboxOtherThan(var others) ->
          email ->
              email.places().stream()
                  .anyMatch(at -> at.isShown() && !others.contains(at.mailbox()));
      case EmailCondition.Before(var time) -> email -> email.receivedMs() < time.toEpochMilli();
      case EmailCondition.After(var time) -> email -> email.receivedMs() >= time.toEpochMilli();
      case EmailCondition.MinSize(long octets) -> email -> email.size() >= octets;
      case EmailCondition.MaxSize(long octets) -> email -> email.size() < octets;
      case EmailCondition.ThreadKeyword(var which, String keyword) -> {
        Optional<Flags> bits = EmailKeywords.bits(keyword, keywords);
        yield email -> threads.holds(which, bits, email);
      }
      case EmailCondition.HasKeyword(String keyword, boolean has) -> {
        Optional<Flags> bits = EmailKeywords.bits(keyword, keywords);
        yield email -> has == (bits.isPresent() && email.flags().has(bits.get()));
      }
      case EmailCondition.HasAttachment(boolean has) ->
          email -> rows.get(email).filter(row -> row.details().hasAttachment() == has).isPresent();
      case EmailCondition.Text text ->
          text.text().isEmpty()
              ? _ -> true
              : indexed(text.query(), row -> texts.matches(row, text));
      case EmailCondition.Typed(Query query) -> {
        var opened = new OpenedEmail(texts, query);
        yield indexed(query, opened::matches);
      }
      case EmailCondition.Signature(var what, boolean has) ->
          email -> rows.get(email).filter(row -> has == isSigned(what, row)).isPresent();
      case EmailCondition.InAny(var mailboxes, boolean not) ->
          email -> not != mailboxes.stream().anyMatch(email::isIn);
      case EmailCondition.Header header ->
          email -> rows.get(email).filter(row -> texts.matches(row, header)).isPresent();
    };
  }

  /**
   * Nothing is guessed: when there was no time to look at all, the client comes again, and finds
   * done what was done before.
   */
  private boolean isSigned(EmailCondition.Signature.What what, Email row) {
    if (what == EmailCondition.Signature.What.ANY) {
      return signatures.orElseThrow().isSigned(row);
    }
    boolean now = what == EmailCondition.Signature.What.VERIFIED;
    Optional<SignedMail.Standing> standing =
        signatures.orElseThrow().of(row).map(one -> now ? one.now() : one.atDelivery());
    if (standing.filter(SignedMail.Standing.UNVERIFIED::equals).isPresent()) {
      throw new Refused(Problem.Kind.BUSY, "signatures.many");
    }
    return standing.filter(SignedMail.Standing.VERIFIED::equals).isPresent();
  }

  /**
   * The index answers for what is in it. What is not yet is opened and read, the newest first, as
   * long as it is not much; the rest is told as not searched.
   */
  private Predicate<AccountEmail> indexed(Query query, Predicate<Email> opened) {
    Predicate<AccountEmail> reading = email -> rows.get(email).filter(opened).isPresent();
    if (search.isEmpty()) {
      return reading;
    }
    MailSearch.Answer answer = search.get().find(access.owner(), query);
    long missing = all.stream().filter(email -> email.number() > answer.upTo()).count();
    searched = Math.min(searched, all.size() - Math.max(0, missing - mostOpened));
    var left = new int[] {mostOpened};
    return email ->
        email.number() <= answer.upTo()
            ? answer.matches().contains(email.number())
            : left[0]-- > 0 && reading.test(email);
  }

  EmailQuery.Found found(List<AccountEmail> emails) {
    return new EmailQuery.Found(emails, searched, all.size());
  }
}

package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.Filter;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.AccountView;
import org.mailstead.post.Flags;
import org.mailstead.post.Keywords;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;

/** Which emails a client looks for, and in what order (RFC 8621 section 4.4). */
record EmailQuery(
    Optional<Filter<List<EmailCondition>>> filter, List<Comparing> sort, boolean collapseThreads) {
  EmailQuery {
    sort = List.copyOf(sort);
  }

  static EmailQuery read(Access access, Arguments in) {
    return new EmailQuery(
        Filter.read(in.any("filter"), one -> EmailConditions.read(access.owner(), one)),
        EmailOrder.checked(Comparing.read(in)),
        in.flag("collapseThreads"));
  }

  /** Whether emails may come and go, or move, because of others in their thread. */
  boolean isOfThread() {
    return collapseThreads
        || EmailConditions.isOfThread(filter)
        || sort.stream().anyMatch(EmailOrder::isOfThread);
  }

  /**
   * All that there are, as the view has them, in order.
   *
   * @param enough results after which nobody looks
   */
  List<AccountEmail> run(
      Post post, Optional<MailSearch> search, Access access, AccountView view, long enough) {
    List<AccountEmail> all = view.newestFirst();
    if (!access.isOwn()) {
      all = all.stream().flatMap(email -> access.see(email).stream()).toList();
    }
    Keywords keywords = post.keywords(access.owner());
    var threads = new Threads(all);
    var matching = new Matching(post, search, access, all, keywords, threads);
    Predicate<AccountEmail> matches =
        filter.map(some -> some.predicate(matching::all)).orElse(_ -> true);
    boolean inOrder = sort.isEmpty() || EmailOrder.isUsual(sort);
    List<AccountEmail> found = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (AccountEmail email : all) {
      boolean wanted = email.isShown() && matches.test(email);
      if (wanted && (!inOrder || !collapseThreads || seen.add(email.thread()))) {
        found.add(email);
        if (inOrder && found.size() >= enough) {
          return found;
        }
      }
    }
    if (inOrder) {
      return found;
    }
    var order = new EmailOrder(post, access, found, keywords, threads);
    found.sort(order.of(sort));
    return collapseThreads ? collapsed(found) : found;
  }

  private static List<AccountEmail> collapsed(List<AccountEmail> emails) {
    Set<Long> seen = HashSet.newHashSet(emails.size());
    List<AccountEmail> first = new ArrayList<>();
    for (AccountEmail email : emails) {
      if (seen.add(email.thread())) {
        first.add(email);
      }
    }
    return first;
  }

  /** How many emails each thread has, and how many of them have a keyword. */
  static final class Threads {
    private final List<AccountEmail> all;
    private final Map<Flags, Map<Long, Count>> counts = new HashMap<>();

    private static final class Count {
      int emails;
      int having;
    }

    private Threads(List<AccountEmail> all) {
      this.all = all;
    }

    private Count count(Flags keyword, AccountEmail email) {
      Map<Long, Count> known =
          counts.computeIfAbsent(
              keyword,
              flag -> {
                Map<Long, Count> made = new HashMap<>();
                for (AccountEmail one : all) {
                  if (!one.isShown()) {
                    continue;
                  }
                  Count count = made.computeIfAbsent(one.thread(), _ -> new Count());
                  count.emails++;
                  count.having += one.flags().has(flag) ? 1 : 0;
                }
                return made;
              });
      return known.getOrDefault(email.thread(), new Count());
    }

    /** A keyword without bits is on none. */
    boolean holds(
        EmailCondition.ThreadKeyword.Which which, Optional<Flags> keyword, AccountEmail email) {
      if (keyword.isEmpty()) {
        return which == EmailCondition.ThreadKeyword.Which.NONE;
      }
      Count count = count(keyword.get(), email);
      return switch (which) {
        case ALL -> count.having == count.emails;
        case SOME -> count.having > 0;
        case NONE -> count.having == 0;
      };
    }
  }

  /** Tells of emails whether conditions hold. */
  private static final class Matching {
    private final Keywords keywords;
    private final Threads threads;
    private final EmailRows rows;
    private final EmailTexts texts;
    private final Optional<MailSearch> search;
    private final Access access;

    Matching(
        Post post,
        Optional<MailSearch> search,
        Access access,
        List<AccountEmail> all,
        Keywords keywords,
        Threads threads) {
      this.search = search;
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
            email ->
                rows.get(email).filter(row -> row.details().hasAttachment() == has).isPresent();
        case EmailCondition.Text text -> text(text);
        case EmailCondition.Header header ->
            email -> rows.get(email).filter(row -> texts.matches(row, header)).isPresent();
      };
    }

    /** The index answers for what is in it; what is not yet is opened and read. */
    private Predicate<AccountEmail> text(EmailCondition.Text text) {
      if (text.text().isEmpty()) {
        return _ -> true;
      }
      Predicate<AccountEmail> opened =
          email -> rows.get(email).filter(row -> texts.matches(row, text)).isPresent();
      return search
          .map(index -> index.find(access.owner(), text.query()))
          .<Predicate<AccountEmail>>map(answer ->
              email ->
                  email.number() <= answer.upTo()
                      ? answer.matches().contains(email.number())
                      : opened.test(email))
          .orElse(opened);
    }
  }

  /** Newest first. */
  static Comparator<AccountEmail> usual() {
    return Comparator.comparingLong(AccountEmail::receivedMs)
        .thenComparingLong(AccountEmail::number)
        .reversed();
  }
}

package org.mailstead.jmap.mail;

import java.time.Duration;
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
import org.mailstead.post.SignedMail;
import tools.jackson.databind.JsonNode;

/** Which emails a client looks for, and in what order (RFC 8621 section 4.4). */
record EmailQuery(
    Optional<Filter<List<EmailCondition>>> filter, List<Comparing> sort, boolean collapseThreads) {
  /** Emails that are not in the index yet and are opened for a text. */
  private static final int MOST_OPENED = 500;

  /** For which emails are looked at in one part. */
  private static final long PART_NS = Duration.ofSeconds(1).toNanos();

  EmailQuery {
    sort = List.copyOf(sort);
  }

  /** What a filter alone looks for; of signatures it can ask nothing. */
  static EmailQuery of(Access access, TypedSearch typed, JsonNode filter) {
    return new EmailQuery(
        Filter.read(
            Optional.of(filter),
            one -> EmailConditions.read(access.owner(), Optional.of(typed), false, one)),
        List.of(),
        false);
  }

  static EmailQuery read(Access access, Optional<TypedSearch> typed, boolean smime, Arguments in) {
    return new EmailQuery(
        Filter.read(
            in.any("filter"), one -> EmailConditions.read(access.owner(), typed, smime, one)),
        EmailOrder.checked(Comparing.read(in)),
        in.flag("collapseThreads"));
  }

  /** Whether emails may come and go, or move, because of others in their thread. */
  boolean isOfThread() {
    return collapseThreads
        || EmailConditions.isOfThread(filter)
        || sort.stream().anyMatch(EmailOrder::isOfThread);
  }

  /** Whether emails may come and go because time goes by. */
  boolean isOfTime() {
    return EmailConditions.isOfTime(filter);
  }

  /** Whether it looks for texts. */
  boolean looksForText() {
    return filter.stream()
        .flatMap(one -> one.conditions().stream())
        .flatMap(List::stream)
        .anyMatch(one -> one.sought().isPresent());
  }

  /**
   * What was found.
   *
   * @param searched how many emails were looked at for the texts that are looked for
   */
  record Found(List<AccountEmail> emails, long searched, long total) {}

  /**
   * All that there are, as the view has them, in order.
   *
   * @param enough results after which nobody looks
   */
  Found run(
      Post post,
      Optional<MailSearch> search,
      SignedMail signed,
      Access access,
      AccountView view,
      long enough) {
    try (SignedMail.Round signatures = signed.round(access.owner())) {
      return run(post, search, Optional.of(signatures), access, view, enough);
    }
  }

  /**
   * @param signatures empty where no condition asks for any
   */
  Found run(
      Post post,
      Optional<MailSearch> search,
      Optional<SignedMail.Round> signatures,
      Access access,
      AccountView view,
      long enough) {
    List<AccountEmail> all = seen(access, view);
    Keywords keywords = post.keywords(access.owner());
    var threads = new Threads(all);
    var matching =
        new EmailMatching(post, search, signatures, access, all, keywords, threads, MOST_OPENED);
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
          return matching.found(found);
        }
      }
    }
    if (inOrder) {
      return matching.found(found);
    }
    var order = new EmailOrder(post, access, found, keywords, threads);
    found.sort(order.of(sort));
    return matching.found(collapseThreads ? collapsed(found) : found);
  }

  private static List<AccountEmail> seen(Access access, AccountView view) {
    List<AccountEmail> all = view.newestFirst();
    return access.isOwn()
        ? all
        : all.stream().flatMap(email -> access.see(email).stream()).toList();
  }

  /**
   * A part of all that match.
   *
   * @param reached the number up to which all were looked at
   */
  record Part(List<AccountEmail> emails, long reached) {}

  /**
   * Those that match, by their numbers: as many as are wanted, or are found in some time. Nothing
   * is left out because the index has not come to it yet.
   *
   * @param after the number after which they come
   * @param until the last number
   */
  Part part(
      Post post,
      Optional<MailSearch> search,
      Access access,
      AccountView view,
      long after,
      long until,
      int most) {
    List<AccountEmail> all = seen(access, view);
    var matching =
        new EmailMatching(
            post,
            search,
            Optional.empty(),
            access,
            all,
            post.keywords(access.owner()),
            new Threads(all),
            Integer.MAX_VALUE);
    Predicate<AccountEmail> matches =
        filter.map(some -> some.predicate(matching::all)).orElse(_ -> true);
    List<AccountEmail> left =
        all.stream()
            .filter(email -> email.number() > after && email.number() <= until && email.isShown())
            .sorted(Comparator.comparingLong(AccountEmail::number))
            .toList();
    long end = System.nanoTime() + PART_NS;
    List<AccountEmail> found = new ArrayList<>();
    for (AccountEmail email : left) {
      if (matches.test(email)) {
        found.add(email);
      }
      if (found.size() >= most || System.nanoTime() > end) {
        return new Part(found, email.number());
      }
    }
    return new Part(found, until);
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

  /** Newest first. */
  static Comparator<AccountEmail> usual() {
    return Comparator.comparingLong(AccountEmail::receivedMs)
        .thenComparingLong(AccountEmail::number)
        .reversed();
  }
}

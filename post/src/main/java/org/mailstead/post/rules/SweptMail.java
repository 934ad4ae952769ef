package org.mailstead.post.rules;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.post.Email;
import org.mailstead.post.EmailPages;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.post.Post;
import org.mailstead.post.Sweeping;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/**
 * Finds what sweeps are about. Whose a message is never changes, and uids only grow: what was found
 * in a mailbox is remembered for a while, and only what came since is looked at.
 */
final class SweptMail {
  private static final System.Logger LOG = System.getLogger(SweptMail.class.getName());

  /** Uids that are remembered for all accounts. */
  private static final int REMEMBERED = 1_000_000;

  /** What remembering costs beside the uids. */
  private static final int OVERHEAD = 50;

  /** Messages looked at between two questions whether to go on. */
  private static final int CHUNK = 500;

  private final Post post;
  private final Map<Where, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private int remembered;

  private record Where(AccountId account, MailboxId mailbox, Sweep.Sought sought) {}

  /** Uids of what is sought, of all those up to one. */
  private record Known(int upTo, int[] uids) {
    static final Known NOTHING = new Known(0, new int[0]);

    int weight() {
      return uids.length + OVERHEAD;
    }
  }

  /**
   * What is found.
   *
   * @param members the oldest first
   * @param whole whether all was looked at
   */
  record Found(List<Member> members, boolean whole) {}

  SweptMail(Post post) {
    this.post = post;
  }

  /**
   * What a sweep would take now: flagged mail stays, and what it has taken before.
   *
   * @param most of them
   * @param goOn asked now and then
   */
  Found due(
      AccountId account,
      Sweep sweep,
      MailboxId mailbox,
      Instant now,
      int most,
      BooleanSupplier goOn) {
    MailboxView view = post.view(account, mailbox);
    var where = new Where(account, mailbox, sweep.sought());
    Optional<Known> all = look(where, view, goOn);
    if (all.isEmpty()) {
      return new Found(List.of(), false);
    }
    List<Member> old = old(sweep.stays(), members(view, all.get()), now);
    Flags keeping = Sweeping.keeping(post.keywords(account));
    List<Member> may =
        old.stream().filter(member -> !Sweeping.isKept(member.flags(), keeping)).toList();
    List<Member> due = new ArrayList<>();
    for (int at = 0; at < may.size() && due.size() < most; at += CHUNK) {
      List<Member> some = may.subList(at, Math.min(may.size(), at + CHUNK));
      due.addAll(post.sweeping().unswept(account, sweep.id(), some));
    }
    return new Found(due.subList(0, Math.min(most, due.size())), true);
  }

  private static List<Member> members(MailboxView view, Known all) {
    List<Member> members = new ArrayList<>();
    for (int uid : all.uids) {
      int at = view.indexOf(uid);
      if (at >= 0 && !view.flags(at).has(Flags.DELETED)) {
        members.add(view.get(at));
      }
    }
    members.sort(Comparator.comparing(Member::received).thenComparingLong(Member::email));
    return members;
  }

  /** What does not stay. */
  private static List<Member> old(Sweep.Stays stays, List<Member> members, Instant now) {
    return switch (stays) {
      case Sweep.Stays.Latest(int count) -> members.subList(0, Math.max(0, members.size() - count));
      case Sweep.Stays.Younger(var than) ->
          members.stream().filter(one -> one.received().isBefore(now.minus(than))).toList();
    };
  }

  /** Empty when it was not gone on. */
  private Optional<Known> look(Where where, MailboxView view, BooleanSupplier goOn) {
    Known before = remembered(where);
    List<Integer> uids = new ArrayList<>();
    for (int uid : before.uids) {
      if (view.indexOf(uid) >= 0) {
        uids.add(uid);
      }
    }
    int first = view.indexOf(before.upTo + 1);
    for (int at = first >= 0 ? first : -first - 1; at < view.size(); at += CHUNK) {
      if (!goOn.getAsBoolean()) {
        return Optional.empty();
      }
      look(where, view, at, Math.min(view.size(), at + CHUNK), uids);
    }
    int upTo = Math.max(before.upTo, view.lastUid());
    var now = new Known(upTo, uids.stream().mapToInt(uid -> uid).toArray());
    remember(where, now);
    return Optional.of(now);
  }

  private void look(Where where, MailboxView view, int from, int to, List<Integer> uids) {
    long[] numbers = new long[to - from];
    Arrays.setAll(numbers, i -> view.email(from + i));
    Set<Long> sought =
        switch (where.sought) {
          case Sweep.Sought.Author author -> by(where.account, author, numbers);
          case Sweep.Sought.MailingList list -> through(where.account, list, numbers);
        };
    for (int i = 0; i < numbers.length; i++) {
      if (sought.contains(numbers[i])) {
        uids.add(view.uid(from + i));
      }
    }
  }

  private Set<Long> by(AccountId account, Sweep.Sought.Author author, long[] numbers) {
    EmailPages pages = post.emails().envelopes(account, numbers);
    Set<Long> found = new HashSet<>();
    List<Long> alone = new ArrayList<>();
    for (long number : numbers) {
      if (!pages.has(number)) {
        alone.add(number);
      } else if (Sweep.isBy(author, pages.envelope(number))) {
        found.add(number);
      }
    }
    post.emails()
        .get(account, alone)
        .forEach((number, email) -> {
          if (Sweep.isBy(author, post.emails().envelope(account, email))) {
            found.add(number);
          }
        });
    return found;
  }

  private Set<Long> through(AccountId account, Sweep.Sought.MailingList list, long[] numbers) {
    Set<Long> found = new HashSet<>();
    post.emails()
        .get(account, Arrays.stream(numbers).boxed().toList())
        .forEach((number, email) -> {
          if (isThrough(list, header(account, email))) {
            found.add(number);
          }
        });
    return found;
  }

  /** One that cannot be read must not keep a sweep from all others: it came by no list. */
  private List<HeaderField> header(AccountId account, Email email) {
    try {
      return MessageHeader.read(post.emails().bytes(account, email), MimeLimits.DEFAULT).fields();
    } catch (IOException e) {
      return unread(account, email, e);
    } catch (Refused e) {
      return switch (e.problem().kind()) {
        case NOT_FOUND, CORRUPT -> unread(account, email, e);
        default -> throw e; // the store is busy: later
      };
    }
  }

  private static List<HeaderField> unread(AccountId account, Email email, Exception why) {
    LOG.log(
        WARNING,
        "email {0} of account={1} is not swept: {2}",
        email.number(),
        account,
        why.getClass().getSimpleName());
    return List.of();
  }

  private static boolean isThrough(Sweep.Sought.MailingList list, List<HeaderField> header) {
    return HeaderField.first(header, "List-Id")
        .filter(field -> Sweep.listId(field.unfolded().decoded()).equals(list.id()))
        .isPresent();
  }

  /** Whether a message that comes is what is sought. */
  static boolean isSought(Sweep.Sought sought, MessageStructure message) {
    return switch (sought) {
      case Sweep.Sought.Author author -> Sweep.isBy(author, EnvelopeForm.of(message.envelope()));
      case Sweep.Sought.MailingList list -> isThrough(list, message.header());
    };
  }

  private Known remembered(Where where) {
    synchronized (known) {
      return known.getOrDefault(where, Known.NOTHING);
    }
  }

  private void remember(Where where, Known now) {
    synchronized (known) {
      Known before = known.put(where, now);
      remembered += now.weight() - (before == null ? 0 : before.weight());
      Iterator<Known> oldest = known.values().iterator();
      while (remembered > REMEMBERED && oldest.hasNext()) {
        remembered -= oldest.next().weight();
        oldest.remove();
      }
    }
  }
}

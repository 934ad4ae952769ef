package org.mailstead.imap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.imap.state.Progress;
import org.mailstead.imap.state.Selected;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Email;
import org.mailstead.post.EmailPages;
import org.mailstead.post.Emails;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.wire.Turns;
import org.mailstead.words.AccountId;

/**
 * A search under way. All messages are asked what the view of the mailbox tells; only those are
 * read for which that does not settle it, in runs, so that memory does not grow with their number.
 */
final class Searching {
  /** Emails read in one go. */
  private static final int RUN = 256;

  /** Messages of which something is read together at the least. */
  private static final int WORTHWHILE = 16;

  /** One in so many messages has to be left before the index is asked. */
  private static final int SHARE = 50;

  /** What is tried once a message is read. */
  private static final List<SearchKey.Cost> READ =
      List.of(SearchKey.Cost.ROW, SearchKey.Cost.HEADER, SearchKey.Cost.OCTETS);

  private final Client client;
  private final Selected in;
  private final Progress progress;
  private final MailboxView now;
  private final SearchKey key;
  private final SearchMatcher matcher;
  private final Turns turns = new Turns();
  private MessageLimit.Cut cut = new MessageLimit.Cut(new BitSet(), OptionalInt.empty());
  private final Set<Together> asked = EnumSet.noneOf(Together.class);
  private final List<Needle> inBody = new ArrayList<>();
  private final List<Needle> anywhere = new ArrayList<>();

  /** What is kept of many emails in one row, and can settle a search before these are read. */
  private enum Together {
    SUBJECTS(SearchKey.Cost.SUBJECTS, 8192, 16),
    ENVELOPES(SearchKey.Cost.ENVELOPES, 1024, 8);

    private final SearchKey.Cost cost;

    /** Messages that are read in one go. */
    private final int run;

    /** Numbers that may lie between two messages of a run. */
    private final int gap;

    Together(SearchKey.Cost cost, int run, int gap) {
      this.cost = cost;
      this.run = run;
      this.gap = gap;
    }
  }

  /** Is given one message after the other. */
  @FunctionalInterface
  interface Reader {
    void read(int row, SearchedMessage message) throws IOException;
  }

  Searching(Client client, Selected in, SearchKey key, Progress progress) {
    this.client = client;
    this.in = in;
    this.progress = progress;
    this.now = in.now(client);
    this.key = new SearchBinding(in, client.house().clock().instant()).bind(key);
    this.matcher = new SearchMatcher(in.account());
    collect(this.key);
  }

  private void collect(SearchKey some) {
    switch (some) {
      case SearchKey.Not(SearchKey inner) -> collect(inner);
      case SearchKey.Or(SearchKey one, SearchKey other) -> {
        collect(one);
        collect(other);
      }
      case SearchKey.And(List<SearchKey> all) -> all.forEach(this::collect);
      case SearchKey.Body(Needle text) -> inBody.add(text);
      case SearchKey.Text(Needle text) -> anywhere.add(text);
      case SearchKey.Envelope(var field, _) ->
          asked.add(field == EnvelopeForm.Field.SUBJECT ? Together.SUBJECTS : Together.ENVELOPES);
      case SearchKey.Sent _ -> asked.add(Together.ENVELOPES);
      case SearchKey.Header(String field, _) ->
          SearchKey.Header.shown(field).ifPresent(_ -> asked.add(Together.ENVELOPES));
      case SearchKey.Fuzzy _, SearchKey.InEmail _, SearchKey.InView _, SearchKey.Unbound _ -> {}
    }
  }

  /** Positions in the view that the client knows. */
  BitSet find() throws IOException {
    BitSet all = new BitSet(in.told().size());
    all.set(0, in.told().size());
    return find(all);
  }

  /** The same of some positions only. */
  BitSet find(BitSet among) throws IOException {
    BitSet found = new BitSet(in.told().size());
    BitSet left = new BitSet(in.told().size());
    for (int i = among.nextSetBit(0); i >= 0; i = among.nextSetBit(i + 1)) {
      pass(i);
      var message = new SearchedMessage(this, i, Optional.empty());
      switch (matcher.matches(key, message, SearchKey.Cost.VIEW)) {
        case YES -> found.set(i);
        case OPEN -> left.set(i);
        case NO -> {}
      }
    }
    for (Together kept : asked) {
      readPages(kept, found, left);
    }
    narrow(left);
    cut(found, left);
    int[] positions = left.stream().toArray();
    read(positions, (_, message) -> found.set(message.index(), matches(message)));
    return found;
  }

  /**
   * Asks what is kept together of many messages. Numbers that lie far apart would mean many pages
   * for few messages: these are read later, one by one.
   */
  private void readPages(Together kept, BitSet found, BitSet left) throws IOException {
    int from = left.nextSetBit(0);
    while (from >= 0) {
      int last = from;
      int count = 1;
      for (int i = left.nextSetBit(from + 1);
          i >= 0 && count < kept.run && gap(last, i) < kept.gap;
          i = left.nextSetBit(i + 1)) {
        last = i;
        count++;
      }
      if (count >= WORTHWHILE) {
        matchPages(kept, from, last, found, left);
      }
      from = left.nextSetBit(last + 1);
    }
  }

  /** Lets others have their turn, while messages cost next to nothing each. */
  private void pass(int position) {
    if (position % RUN == 0) {
      turns.pass();
    }
  }

  private long gap(int one, int next) {
    return Math.abs(in.told().email(next) - in.told().email(one));
  }

  private void matchPages(Together kept, int from, int last, BitSet found, BitSet left)
      throws IOException {
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    for (int i = from; i <= last; i++) {
      lowest = Math.min(lowest, in.told().email(i));
      highest = Math.max(highest, in.told().email(i));
    }
    EmailPages pages = pages(kept, lowest, highest);
    for (int i = left.nextSetBit(from); i >= 0 && i <= last; i = left.nextSetBit(i + 1)) {
      pass(i);
      long number = in.told().email(i);
      if (pages.has(number)) {
        var message = new SearchedMessage(this, i, Optional.empty());
        switch (kept) {
          case SUBJECTS -> message.subject(SearchedSubject.of(pages.subject(number)));
          case ENVELOPES -> message.envelope(pages.envelope(number));
        }
        Truth truth = matcher.matches(key, message, kept.cost);
        if (truth == Truth.YES) {
          found.set(i);
        }
        left.set(i, truth == Truth.OPEN);
      }
    }
  }

  private EmailPages pages(Together kept, long lowest, long highest) {
    return switch (kept) {
      case SUBJECTS -> emails().subjects(account(), lowest, highest);
      case ENVELOPES -> emails().envelopes(account(), lowest, highest);
    };
  }

  /**
   * Leaves out what the index knows not to be found. That costs a look at all words of the account,
   * so it is not done for few messages, nor for what their rows tell.
   */
  private void narrow(BitSet left) {
    int many = Math.max(WORTHWHILE, in.told().size() / SHARE);
    if (key.cost().compareTo(SearchKey.Cost.ROW) > 0 && left.cardinality() >= many) {
      client
          .house()
          .search()
          .flatMap(index -> new Narrowing(index, account()).without(key))
          .ifPresent(without -> {
            for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
              pass(i);
              left.set(i, !without.test(in.told().email(i)));
            }
          });
    }
  }

  /** Leaves the messages that one command works on, those with the highest uids. */
  private void cut(BitSet found, BitSet left) {
    BitSet all = (BitSet) found.clone();
    all.or(left);
    MessageLimit.Cut kept = client.messageLimit().cut(all, in.told());
    found.and(kept.positions());
    left.and(kept.positions());
    cut = kept;
  }

  /** What was searched, after {@link #find}. */
  MessageLimit.Cut searched() {
    return cut;
  }

  /** Reads the messages at some positions, in their order. */
  void read(int[] positions, Reader reader) throws IOException {
    for (int from = 0; from < positions.length; from += RUN) {
      int to = Math.min(positions.length, from + RUN);
      List<Long> numbers =
          Arrays.stream(positions, from, to)
              .mapToObj(index -> in.told().get(index).email())
              .toList();
      Map<Long, Email> emails = emails().get(account(), numbers);
      for (int row = from; row < to; row++) {
        turns.pass();
        progress.at(row, positions.length);
        Optional<Email> email = Optional.ofNullable(emails.get(numbers.get(row - from)));
        reader.read(row, new SearchedMessage(this, positions[row], email));
      }
    }
  }

  private boolean matches(SearchedMessage message) throws IOException {
    for (SearchKey.Cost most : READ) {
      Truth truth = matcher.matches(key, message, most);
      if (truth != Truth.OPEN) {
        return truth == Truth.YES;
      }
    }
    throw new IllegalStateException("all has been read");
  }

  /** How well a message fits what is looked for roughly, from 1 to 100 (RFC 6203 section 4). */
  int relevancy(SearchedMessage message) throws IOException {
    return new FuzzyMatcher(matcher).relevancy(key, message);
  }

  // ---- for the messages

  AccountId account() {
    return in.account();
  }

  Emails emails() {
    return client.post().emails();
  }

  Flags flags(int index) {
    return now == in.told() ? now.flags(index) : member(index).flags();
  }

  Member member(int index) {
    return in.fresh(index, now);
  }

  SoughtTexts soughtTexts() {
    return new SoughtTexts(inBody, anywhere);
  }
}

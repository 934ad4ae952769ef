package org.mailstead.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.mailstead.post.Email;
import org.mailstead.post.Emails;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;
import org.mailstead.words.AccountId;

/**
 * A search under way. All messages are asked what the view of the mailbox tells; only those are
 * read for which that does not settle it, in runs, so that memory does not grow with their number.
 */
final class Searching {
  /** Emails read in one go. */
  private static final int RUN = 256;

  private final Client client;
  private final Selected in;
  private final MailboxView now;
  private final SearchKey key;
  private final SearchMatcher matcher;
  private MessageLimit.Cut cut = new MessageLimit.Cut(new BitSet(), OptionalInt.empty());
  private final List<Needle> inBody = new ArrayList<>();
  private final List<Needle> anywhere = new ArrayList<>();

  /**
   * @throws SyntaxException when the key names numbers beyond the mailbox
   */
  Searching(Client client, Selected in, SearchKey key) throws SyntaxException {
    this.client = client;
    this.in = in;
    this.now = in.now(client);
    this.key = new SearchBinding(in, client.uidOnly()).bind(key);
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
      case SearchKey.InEmail _, SearchKey.InView _, SearchKey.Unbound _ -> {}
    }
  }

  /** Positions in the view that the client knows. */
  BitSet find() throws IOException {
    BitSet found = new BitSet(in.told().size());
    BitSet left = new BitSet(in.told().size());
    for (int i = 0; i < in.told().size(); i++) {
      var message = new SearchedMessage(this, i, Optional.empty());
      Truth truth = matcher.matches(key, message, SearchKey.Cost.VIEW);
      found.set(i, truth == Truth.YES);
      left.set(i, truth == Truth.OPEN);
    }
    cut(found, left);
    List<Integer> run = new ArrayList<>(RUN);
    for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
      run.add(i);
      if (run.size() == RUN) {
        read(run, found);
        run.clear();
      }
    }
    read(run, found);
    return found;
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

  private void read(List<Integer> run, BitSet found) throws IOException {
    List<Long> numbers = run.stream().map(index -> in.told().get(index).email()).toList();
    Map<Long, Email> emails = emails().get(account(), numbers);
    for (int i = 0; i < run.size(); i++) {
      Optional<Email> email = Optional.ofNullable(emails.get(numbers.get(i)));
      found.set(run.get(i), matches(new SearchedMessage(this, run.get(i), email)));
    }
  }

  private boolean matches(SearchedMessage message) throws IOException {
    for (SearchKey.Cost most : SearchKey.Cost.values()) {
      Truth truth = matcher.matches(key, message, most);
      if (truth != Truth.OPEN) {
        return truth == Truth.YES;
      }
    }
    throw new IllegalStateException("all has been read");
  }

  // ---- for the messages

  AccountId account() {
    return in.account();
  }

  Emails emails() {
    return client.post().emails();
  }

  Member member(int index) {
    return in.fresh(index, now);
  }

  SoughtTexts soughtTexts() {
    return new SoughtTexts(inBody, anywhere);
  }
}

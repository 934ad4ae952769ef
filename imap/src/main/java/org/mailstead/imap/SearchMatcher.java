package org.mailstead.imap;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Part;
import org.mailstead.post.Email;
import org.mailstead.post.Flags;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Member;

/** Decides for one message after the other whether it is what a SEARCH looks for. */
final class SearchMatcher {
  /** Emails read in one go. */
  private static final int RUN = 200;

  /** Octets of one part's text that are searched. */
  private static final int MAX_TEXT = 8 << 20;

  private final Client client;
  private final Selected in;
  private final MailboxView now;
  private final Map<SequenceSet, BitSet> sets = new HashMap<>();
  private final Map<Long, Email> emails = new HashMap<>();
  private BitSet candidates = new BitSet();
  private int structureOf = -1;
  private int headerOf = -1;
  private List<HeaderField> header = List.of();
  private Optional<MessageStructure> structure = Optional.empty();

  SearchMatcher(Client client, Selected in, SearchKey key) throws SyntaxException {
    this.client = client;
    this.in = in;
    this.now = in.now(client);
    resolve(key);
  }

  /** Numbers beyond the mailbox are an error before anything is searched. */
  private void resolve(SearchKey key) throws SyntaxException {
    switch (key) {
      case SearchKey.Sequence(SequenceSet set) -> sets.put(set, in.find(set, false));
      case SearchKey.Not(SearchKey inner) -> resolve(inner);
      case SearchKey.Or(SearchKey one, SearchKey other) -> {
        resolve(one);
        resolve(other);
      }
      case SearchKey.And(List<SearchKey> all) -> {
        for (SearchKey inner : all) {
          resolve(inner);
        }
      }
      case SearchKey.Uid _,
          SearchKey.All _,
          SearchKey.Flagged _,
          SearchKey.Keyword _,
          SearchKey.Larger _,
          SearchKey.Smaller _,
          SearchKey.ModSeq _,
          SearchKey.EmailId _,
          SearchKey.ThreadId _,
          SearchKey.Dated _,
          SearchKey.Header _,
          SearchKey.Body _,
          SearchKey.Text _ -> {
        // no numbers
      }
    }
  }

  /** The positions that are still in question: what they need is read in runs. */
  void candidates(BitSet left) {
    candidates = left;
  }

  boolean matches(SearchKey key, int index) throws IOException {
    return switch (key) {
      case SearchKey.All _ -> true;
      case SearchKey.And(List<SearchKey> all) -> {
        for (SearchKey one : all) {
          if (!matches(one, index)) {
            yield false;
          }
        }
        yield true;
      }
      case SearchKey.Or(SearchKey one, SearchKey other) ->
          matches(one, index) || matches(other, index);
      case SearchKey.Not(SearchKey inner) -> !matches(inner, index);
      case SearchKey.Sequence(SequenceSet set) -> sets.getOrDefault(set, new BitSet()).get(index);
      case SearchKey.Uid(SequenceSet set) -> uids(set).get(index);
      case SearchKey.Flagged(Flags flag) -> member(index).flags().has(flag);
      case SearchKey.Keyword(String name) ->
          in.keywords().flag(name).map(flag -> member(index).flags().has(flag)).orElse(false);
      case SearchKey.Larger(long octets) -> member(index).size() > octets;
      case SearchKey.Smaller(long octets) -> member(index).size() < octets;
      case SearchKey.ModSeq(long least) -> member(index).modseq() >= least;
      case SearchKey.EmailId(String id) ->
          email(index).map(email -> ObjectIds.email(email).equals(id)).orElse(false);
      case SearchKey.ThreadId(String id) ->
          email(index)
              .map(email -> ObjectIds.thread(client.account(), email).equals(id))
              .orElse(false);
      case SearchKey.Dated dated -> date(dated, index);
      case SearchKey.Header header -> header(header, index);
      case SearchKey.Body(String text) -> body(lower(text), index);
      case SearchKey.Text(String text) -> anyHeader(lower(text), index) || body(lower(text), index);
    };
  }

  private BitSet uids(SequenceSet set) {
    return sets.computeIfAbsent(
        set,
        some -> {
          try {
            return in.find(some, true);
          } catch (SyntaxException e) {
            throw new IllegalStateException("uids that are not there are no error", e);
          }
        });
  }

  private Member member(int index) {
    return in.fresh(index, now);
  }

  // ---- dates

  private boolean date(SearchKey.Dated key, int index) throws IOException {
    Optional<LocalDate> day =
        switch (key.of()) {
          case INTERNAL -> Optional.of(member(index).internalDate().toLocalDate());
          case SENT ->
              HeaderField.first(header(index), "Date")
                  .flatMap(field -> DateTimes.parse(field.unfolded().latin1()))
                  .map(date -> date.toLocalDate());
        };
    return day.isPresent()
        && switch (key.when()) {
          case BEFORE -> day.get().isBefore(key.day());
          case ON -> day.get().equals(key.day());
          case SINCE -> !day.get().isBefore(key.day());
        };
  }

  // ---- rows

  private Optional<Email> email(int index) {
    long number = in.told().get(index).email();
    Email known = emails.get(number);
    if (known == null) {
      emails.clear();
      List<Long> run = new ArrayList<>(RUN);
      run.add(number);
      int next = candidates.nextSetBit(index + 1);
      for (; next >= 0 && run.size() < RUN; next = candidates.nextSetBit(next + 1)) {
        run.add(in.told().get(next).email());
      }
      emails.putAll(client.post().emails().get(client.account(), run));
      known = emails.get(number);
    }
    return Optional.ofNullable(known);
  }

  private Optional<MessageStructure> structure(int index) {
    if (structureOf != index) {
      structure =
          email(index).map(email -> client.post().emails().structure(client.account(), email));
      structureOf = index;
    }
    return structure;
  }

  /** The fields of a message's header, read from its octets; none when it is gone. */
  private List<HeaderField> header(int index) throws IOException {
    if (headerOf != index) {
      Optional<Email> email = email(index);
      header = email.isPresent() ? read(email.get()) : List.of();
      headerOf = index;
    }
    return header;
  }

  private List<HeaderField> read(Email email) throws IOException {
    ByteSource bytes = client.post().emails().bytes(client.account(), email);
    try (InputStream in = bytes.open(0, bytes.length())) {
      return MessageStructure.of(HeaderFields.whole(in)).header();
    }
  }

  private boolean header(SearchKey.Header key, int index) throws IOException {
    String text = lower(key.text());
    for (HeaderField field : header(index)) {
      if (field.name().equalsIgnoreCase(key.field()) && lower(field.text()).contains(text)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyHeader(String text, int index) throws IOException {
    for (HeaderField field : header(index)) {
      if (lower(field.name() + ": " + field.text()).contains(text)) {
        return true;
      }
    }
    return false;
  }

  // ---- octets

  private boolean body(String text, int index) throws IOException {
    Optional<Email> email = email(index);
    Optional<MessageStructure> message = structure(index);
    if (email.isEmpty() || message.isEmpty()) {
      return false;
    }
    if (text.isEmpty()) {
      return true;
    }
    ByteSource bytes = client.post().emails().bytes(client.account(), email.get());
    return holds(message.get().body(), bytes, text);
  }

  private static boolean holds(Part part, ByteSource bytes, String text) throws IOException {
    return switch (part) {
      case Part.Leaf leaf ->
          leaf.content().type().type().equals("text")
              && lower(BodyText.decode(leaf, bytes, MAX_TEXT).text()).contains(text);
      case Part.EmbeddedMessage inner -> holds(inner.body(), bytes, text);
      case Part.Multipart multipart -> {
        for (Part child : multipart.parts()) {
          if (holds(child, bytes, text)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}

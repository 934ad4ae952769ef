package org.mailstead.imap.search;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.MailSearch;
import org.mailstead.words.AccountId;

/**
 * Tells by the index which messages a search need not read. It may only leave out: what is left is
 * read and matched as ever, so that what is found is the same with the index and without it.
 *
 * <p>Why nothing is missed: a key that looks for a text compares letters that {@link
 * org.mailstead.formats.imap.Casemap} has folded, one by one, in header fields, in what the
 * envelope shows of them, and in parts as {@link org.mailstead.post.scan.PartSearch} decodes them.
 * The index holds the words of just these texts, folded by the same table, from the same class
 * ({@link org.mailstead.post.MessageTexts}), which never change. Where a text stands in another,
 * each of its runs of letters stands in a run of the other ({@link
 * org.mailstead.post.scan.ScanWords} keeps the words of these), and a message without such a word
 * does not have the text, wherever it is looked for. A message that is not in the index, or of
 * which not all words are, is never left out. What is not wanted (NOT) tells nothing.
 */
final class Narrowing {
  /** Texts that are looked up for one search. */
  private static final int MOST = 8;

  private final MailSearch index;
  private final AccountId account;
  private int asked;

  Narrowing(MailSearch index, AccountId account) {
    this.index = index;
    this.account = account;
  }

  /** Whether an email of a number is certainly not found; empty when nothing is known of any. */
  Optional<LongPredicate> without(SearchKey key) {
    return switch (key) {
      case SearchKey.And(List<SearchKey> all) ->
          all.stream().flatMap(one -> without(one).stream()).reduce(LongPredicate::or);
      case SearchKey.Or(SearchKey one, SearchKey other) ->
          without(one).flatMap(first -> without(other).map(first::and));
      case SearchKey.Envelope(_, Needle text) -> text(text);
      case SearchKey.Header(_, Needle text) -> text(text);
      case SearchKey.Body(Needle text) -> text(text);
      case SearchKey.Text(Needle text) -> text(text);
      case SearchKey.Fuzzy(SearchKey inner) -> roughly(inner);
      case SearchKey.Not _,
          SearchKey.InView _,
          SearchKey.EmailId _,
          SearchKey.ThreadId _,
          SearchKey.Sent _,
          SearchKey.Unbound _ ->
          Optional.empty();
    };
  }

  /**
   * The same of what is wanted roughly: by its words, of which a message has to have one that fits
   * each. Which words fit is this server's to say (RFC 6203 section 3).
   */
  private Optional<LongPredicate> roughly(SearchKey key) {
    return switch (key) {
      case SearchKey.And(List<SearchKey> all) ->
          all.stream().flatMap(one -> roughly(one).stream()).reduce(LongPredicate::or);
      case SearchKey.Or(SearchKey one, SearchKey other) ->
          roughly(one).flatMap(first -> roughly(other).map(first::and));
      case SearchKey.Fuzzy(SearchKey inner) -> roughly(inner);
      case SearchKey.Envelope(_, Needle text) -> words(text);
      case SearchKey.Header(_, Needle text) -> words(text);
      case SearchKey.Body(Needle text) -> words(text);
      case SearchKey.Text(Needle text) -> words(text);
      case SearchKey.Not _,
          SearchKey.InView _,
          SearchKey.EmailId _,
          SearchKey.ThreadId _,
          SearchKey.Sent _,
          SearchKey.Unbound _ ->
          Optional.empty();
    };
  }

  private Optional<LongPredicate> words(Needle text) {
    return ask(() -> index.without(account, text.fuzzy().fitting()));
  }

  private Optional<LongPredicate> text(Needle text) {
    return ask(() -> index.without(account, text.text()));
  }

  private Optional<LongPredicate> ask(Supplier<Optional<LongPredicate>> question) {
    return asked++ < MOST ? question.get() : Optional.empty();
  }
}

package org.mailstead.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;
import org.mailstead.words.AccountId;

/** Tells which emails of an account a scan for a text need not open. */
final class Scanned {
  /** Words of the account that are looked at for one text: some tenths of a second. */
  private static final int MOST_WORDS = 5_000_000;

  /** So few emails of a segment are opened rather than narrowed further. */
  private static final int FEW = 20;

  private final IndexReader reader;
  private final AccountId account;
  private final String before;
  private int words;

  Scanned(IndexReader reader, AccountId account) {
    this.reader = reader;
    this.account = account;
    this.before = Fields.scanned(account);
  }

  /** The emails that lack one of the pieces; empty when the account has too many words to tell. */
  Optional<Matches> without(List<Piece> pieces) throws IOException {
    return lackingOne(
        pieces.stream()
            .sorted(Comparator.comparing(Piece::place))
            .<Having>map(piece -> (terms, to) -> having(terms, piece, to))
            .toList());
  }

  /** The emails that have no word that fits one of those wanted. */
  Optional<Matches> withoutFitting(List<Predicate<String>> fitting) throws IOException {
    var start = new BytesRef(before);
    int skip = before.length();
    return lackingOne(
        fitting.stream()
            .<Having>map(fits ->
                (terms, to) ->
                    each(terms, start, to, term -> fits.test(term.utf8ToString().substring(skip))))
            .toList());
  }

  /** Notes the emails that have something. */
  private interface Having {
    void note(TermsEnum terms, FixedBitSet to) throws IOException;
  }

  private Optional<Matches> lackingOne(List<Having> wanted) throws IOException {
    var lacking = new Numbers();
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum own = leaf.reader().postings(Fields.account(account), PostingsEnum.NONE);
      if (own == null) {
        continue;
      }
      FixedBitSet having = having(leaf.reader(), wanted);
      if (words > MOST_WORDS) {
        return Optional.empty();
      }
      NumericDocValues numbers = DocValues.getNumeric(leaf.reader(), Fields.NUMBER);
      Bits live = leaf.reader().getLiveDocs();
      for (int doc = own.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = own.nextDoc()) {
        boolean there = live == null || live.get(doc);
        if (there && !having.get(doc) && numbers.advanceExact(doc)) {
          lacking.add(numbers.longValue());
        }
      }
    }
    return Optional.of(lacking.matches());
  }

  /** Those that have all pieces, or may have them, and more of other accounts. */
  private FixedBitSet having(LeafReader leaf, List<Having> wanted) throws IOException {
    var all = new FixedBitSet(leaf.maxDoc());
    all.set(0, leaf.maxDoc());
    TermsEnum terms = Terms.getTerms(leaf, Fields.SCANNED).iterator();
    for (Having one : wanted) {
      var some = new FixedBitSet(leaf.maxDoc());
      one.note(terms, some);
      all.and(some);
      if (all.cardinality() <= FEW) {
        break;
      }
    }
    PostingsEnum opaque = leaf.postings(new Term(Fields.FACT, Fields.OPAQUE), PostingsEnum.NONE);
    if (opaque != null) {
      all.or(opaque);
    }
    return all;
  }

  private void having(TermsEnum terms, Piece piece, FixedBitSet to) throws IOException {
    var whole = new BytesRef(before + piece.text());
    switch (piece.place()) {
      case WHOLE -> {
        if (terms.seekExact(whole)) {
          to.or(terms.postings(null, PostingsEnum.NONE));
        }
      }
      case START -> each(terms, whole, to, _ -> true);
      case ANYWHERE -> {
        byte[] within = new BytesRef(piece.text()).bytes;
        int length = new BytesRef(piece.text()).length;
        int skip = before.length();
        each(terms, new BytesRef(before), to, term -> isIn(within, length, term, skip));
      }
    }
  }

  private interface Wanted {
    boolean is(BytesRef term);
  }

  private void each(TermsEnum terms, BytesRef start, FixedBitSet to, Wanted wanted)
      throws IOException {
    if (terms.seekCeil(start) == TermsEnum.SeekStatus.END) {
      return;
    }
    PostingsEnum postings = null;
    BytesRef term = terms.term();
    while (term != null && StringHelper.startsWith(term, start) && words++ < MOST_WORDS) {
      if (wanted.is(term)) {
        postings = terms.postings(postings, PostingsEnum.NONE);
        to.or(postings);
      }
      term = terms.next();
    }
  }

  private static boolean isIn(byte[] sought, int length, BytesRef term, int skip) {
    byte first = sought[0];
    int last = term.offset + term.length - length;
    for (int at = term.offset + skip; at <= last; at++) {
      if (term.bytes[at] == first
          && Arrays.equals(term.bytes, at, at + length, sought, 0, length)) {
        return true;
      }
    }
    return false;
  }

  /** Gathers numbers. */
  private static final class Numbers {
    private long[] found = new long[256];
    private int count;

    void add(long number) {
      if (count == found.length) {
        found = Arrays.copyOf(found, count * 2);
      }
      found[count++] = number;
    }

    Matches matches() {
      return new Matches(Arrays.copyOf(found, count));
    }
  }
}

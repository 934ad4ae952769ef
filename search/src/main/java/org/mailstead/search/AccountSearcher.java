package org.mailstead.search;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermStatistics;
import org.mailstead.search.text.Language;
import org.mailstead.words.AccountId;

/**
 * Searches in one account. How rare a word is counts within the account alone: else the order of
 * hits would tell what others write of.
 */
final class AccountSearcher extends IndexSearcher {
  /** Emails of a segment that are counted one by one. */
  private static final int COUNTED = 1_000;

  private static final List<String> PROSE = List.of(Fields.SUBJECT, Fields.BODY);
  private static final List<String> STEMS =
      List.of(Fields.SUBJECT + Fields.STEMS, Fields.BODY + Fields.STEMS);

  private final Term account;
  private final long emails;
  private final Map<Term, Integer> counted = new HashMap<>();

  AccountSearcher(IndexReader reader, AccountId account) throws IOException {
    super(reader);
    this.account = Fields.account(account);
    emails = Math.max(1, reader.docFreq(this.account));
  }

  /**
   * In how many emails of the account the term is, those counted that are removed just now. Common
   * ones are counted in part of them, and the rest guessed from that.
   */
  int count(Term term) throws IOException {
    Integer known = counted.get(term);
    if (known != null) {
      return known;
    }
    int count = 0;
    for (LeafReaderContext leaf : getIndexReader().leaves()) {
      count += count(leaf, term, COUNTED);
    }
    counted.put(term, count);
    return count;
  }

  /** Whether any email of the account has the term. */
  boolean has(Term term) throws IOException {
    for (LeafReaderContext leaf : getIndexReader().leaves()) {
      if (count(leaf, term, 1) > 0) {
        return true;
      }
    }
    return false;
  }

  private int count(LeafReaderContext leaf, Term term, int most) throws IOException {
    PostingsEnum having = leaf.reader().postings(term, PostingsEnum.NONE);
    PostingsEnum own = leaf.reader().postings(account, PostingsEnum.NONE);
    if (having == null || own == null) {
      return 0;
    }
    int count = 0;
    int doc = having.nextDoc();
    while (doc != DocIdSetIterator.NO_MORE_DOCS) {
      int other = own.docID() < doc ? own.advance(doc) : own.docID();
      if (other == doc) {
        if (++count == most) {
          return most == 1 ? 1 : guess(leaf, count, doc);
        }
        doc = having.nextDoc();
      } else {
        doc = other == DocIdSetIterator.NO_MORE_DOCS ? other : having.advance(other);
      }
    }
    return count;
  }

  /** As often among all of the account's emails of the segment as in those up to this one. */
  private int guess(LeafReaderContext leaf, int count, int last) throws IOException {
    PostingsEnum own = leaf.reader().postings(account, PostingsEnum.NONE);
    long seen = 0;
    while (own != null && own.nextDoc() <= last) {
      seen++;
    }
    return (int) (count * (long) leaf.reader().docFreq(account) / Math.max(1, seen));
  }

  /** The languages in which the account has mail. */
  Set<Language> languages() throws IOException {
    Set<Language> languages = EnumSet.noneOf(Language.class);
    for (Language language : Language.values()) {
      if (has(new Term(Fields.FACT, Fields.language(language.tag())))) {
        languages.add(language);
      }
    }
    return languages;
  }

  // A word that everybody has in the subject is not rare because it is in few bodies.
  private static List<String> rivals(String field) {
    return field.endsWith(Fields.STEMS) ? STEMS : PROSE;
  }

  @Override
  public TermStatistics termStatistics(Term term, int docFreq, long totalTermFreq)
      throws IOException {
    int own = Math.max(1, count(term));
    for (String field : rivals(term.field())) {
      own = Math.max(own, count(new Term(field, term.bytes())));
    }
    return new TermStatistics(term.bytes(), own, own);
  }

  @Override
  public CollectionStatistics collectionStatistics(String field) {
    return new CollectionStatistics(field, emails, emails, emails * usualLength(field), emails);
  }

  // Lengths are of people's mail in general: an account of one email has no average.
  private static long usualLength(String field) {
    return switch (field) {
      case Fields.SUBJECT -> 7;
      case Fields.BODY -> 120;
      case Fields.QUOTE -> 150;
      case Fields.ATTACHMENT -> 500;
      case String _ -> 1;
    };
  }
}

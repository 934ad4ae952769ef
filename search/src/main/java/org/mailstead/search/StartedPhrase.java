package org.mailstead.search;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.mailstead.search.text.Token;

/** Words one after the other, of the last one only the start: typed so far. */
final class StartedPhrase extends Query {
  private final String field;
  private final List<Token> head;
  private final String start;

  StartedPhrase(String field, List<Token> head, String start) {
    this.field = field;
    this.head = List.copyOf(head);
    this.start = start;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Set<Term> ends = ends(searcher.getIndexReader());
    if (ends.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    return WordQueries.head(field, head).add(ends.toArray(Term[]::new)).build();
  }

  private Set<Term> ends(IndexReader reader) throws IOException {
    Set<Term> ends = new LinkedHashSet<>();
    var wanted = new BytesRef(start);
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = Terms.getTerms(leaf.reader(), field);
      TermsEnum each = terms.iterator();
      if (each.seekCeil(wanted) == TermsEnum.SeekStatus.END) {
        continue;
      }
      for (BytesRef term = each.term();
          term != null && StringHelper.startsWith(term, wanted);
          term = each.next()) {
        if (ends.size() >= WordQueries.mostExpanded()) {
          return ends;
        }
        ends.add(new Term(field, BytesRef.deepCopyOf(term)));
      }
    }
    return ends;
  }

  @Override
  public String toString(String ignored) {
    return field + ":started phrase";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StartedPhrase that
        && that.field.equals(field)
        && that.head.equals(head)
        && that.start.equals(start);
  }

  @Override
  public int hashCode() {
    return field.hashCode() * 31 + start.hashCode();
  }
}

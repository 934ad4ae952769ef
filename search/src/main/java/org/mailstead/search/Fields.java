package org.mailstead.search;

import java.nio.ByteBuffer;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;
import org.mailstead.words.AccountId;

/** The fields of the index. A change of what they mean is a new {@link #FORMAT}. */
final class Fields {
  /**
   * An index of another format is made anew; so is one by a Java whose Unicode may be another: what
   * is a letter decides what a word is.
   */
  static final String FORMAT = "2." + Runtime.version().feature();

  /** Whose email it is. */
  static final String ACCOUNT = "a";

  /** Account and number: under this an email is replaced and removed. */
  static final String KEY = "k";

  /** The number, for hits. */
  static final String NUMBER = "n";

  /** The account of a document that has no email but how far the log was read. */
  static final String CURSOR = "cursor";

  static final String VERSION = "version";
  static final String DATE = "date";
  static final String SIZE = "size";

  /** Words for facts: {@link #WITH_ATTACHMENT}, {@link #BY_LIST}, and one for each language. */
  static final String FACT = "fact";

  static final String WITH_ATTACHMENT = "attachment";
  static final String BY_LIST = "list";

  /** A fact: {@link #SCANNED} does not have all words of it. */
  static final String OPAQUE = "opaque";

  static final String LIST = "list";
  static final String HEADER = "header";

  static final String SUBJECT = "subject";
  static final String BODY = "body";

  /** Quoted lines of the body: who looks for a sentence wants whoever wrote it. */
  static final String QUOTE = "quote";

  static final String FROM = "from";
  static final String TO = "to";
  static final String CC = "cc";
  static final String BCC = "bcc";
  static final String NAME = "name";
  static final String ATTACHMENT = "attached";

  /** Words of all that a scan would look through, each after its account. */
  static final String SCANNED = "scan";

  /** After a field's name: stems that differ from their word, each after its language's tag. */
  static final String STEMS = "~";

  /**
   * After a field's name: long words of languages with compounds, forwards, backwards, and from
   * places within them.
   */
  static final String COMPOUNDS = "+";

  /** Before what lies backwards in {@link #COMPOUNDS}. */
  static final char BACKWARDS = '\u0001';

  /** Before the rest of a word in {@link #COMPOUNDS}, from somewhere within it. */
  static final char WITHIN = '\u0004';

  /** Before a whole address, which no word of a name can be. */
  static final char WHOLE = '\u0002';

  /** Between a header field's name and a word of its value. */
  static final char VALUE = '\u0003';

  /** Words with their places, their number weighed by the length of the text. */
  static final FieldType PLACED = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, false);

  /** Words with their places, for fields whose length says nothing. */
  static final FieldType LISTED = type(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS, true);

  /** Words of which only counts that they are there. */
  static final FieldType THERE = type(IndexOptions.DOCS, true);

  private Fields() {}

  private static FieldType type(IndexOptions options, boolean omitNorms) {
    var type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(options);
    type.setOmitNorms(omitNorms);
    type.freeze();
    return type;
  }

  static Term account(AccountId account) {
    return new Term(ACCOUNT, bytes(account));
  }

  static Term cursor(AccountId account) {
    return new Term(CURSOR, bytes(account));
  }

  static Term key(AccountId account, long number) {
    byte[] key = ByteBuffer.allocate(16).putLong(account.value()).putLong(number).array();
    return new Term(KEY, new BytesRef(key));
  }

  private static BytesRef bytes(AccountId account) {
    return new BytesRef(ByteBuffer.allocate(8).putLong(account.value()).array());
  }

  /** Whose account such a term names. */
  static AccountId account(BytesRef term) {
    return new AccountId(ByteBuffer.wrap(term.bytes, term.offset, term.length).getLong());
  }

  /** What stands before the words of an account, so that they lie together. */
  static String scanned(AccountId account) {
    return Long.toString(account.value(), Character.MAX_RADIX) + '\u0000';
  }

  static String language(char tag) {
    return "language:" + tag;
  }
}

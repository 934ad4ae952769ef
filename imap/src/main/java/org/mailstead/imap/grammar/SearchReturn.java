package org.mailstead.imap.grammar;

/** What an extended SEARCH or SORT answers, and what it does besides. */
public enum SearchReturn {
  MIN,
  MAX,
  ALL,
  COUNT,
  SAVE,
  /** Some of the results (RFC 9394, RFC 5267). */
  PARTIAL,
  /** How well each result fits (RFC 6203). */
  RELEVANCY,
  /** The client will ask again (RFC 5267 section 4.2); nothing is kept for it. */
  CONTEXT,
  /** Tells of changes of the result (RFC 5267 section 4.3). */
  UPDATE
}

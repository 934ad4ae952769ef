package org.mailstead.imap;

/** What an extended SEARCH answers (RFC 9051 section 6.4.4). */
enum SearchReturn {
  MIN,
  MAX,
  ALL,
  COUNT,
  SAVE
}

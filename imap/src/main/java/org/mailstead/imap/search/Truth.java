package org.mailstead.imap.search;

/** What is known so far; open when more must be read to tell. */
enum Truth {
  NO,
  YES,
  OPEN;

  static Truth of(boolean known) {
    return known ? YES : NO;
  }

  Truth not() {
    return switch (this) {
      case NO -> YES;
      case YES -> NO;
      case OPEN -> OPEN;
    };
  }
}

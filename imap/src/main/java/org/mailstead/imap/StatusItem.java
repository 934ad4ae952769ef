package org.mailstead.imap;

/** What STATUS tells of a mailbox. */
enum StatusItem {
  MESSAGES,
  RECENT,
  UIDNEXT,
  UIDVALIDITY,
  UNSEEN,
  DELETED,
  SIZE,
  HIGHESTMODSEQ,
  MAILBOXID,
  APPENDLIMIT
}

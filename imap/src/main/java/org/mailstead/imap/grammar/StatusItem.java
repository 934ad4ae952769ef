package org.mailstead.imap.grammar;

/** What STATUS tells of a mailbox. */
public enum StatusItem {
  MESSAGES,
  RECENT,
  UIDNEXT,
  UIDVALIDITY,
  UNSEEN,
  DELETED,
  /** Octets that an EXPUNGE would free (RFC 9208 section 4.1.4). */
  DELETED_STORAGE {
    @Override
    public String toString() {
      return "DELETED-STORAGE";
    }
  },
  SIZE,
  HIGHESTMODSEQ,
  MAILBOXID,
  APPENDLIMIT
}

package org.mailstead.imap;

import java.util.List;

/** What the server can do, as CAPABILITY names it (RFC 9051 section 7.2.2), a group a line. */
final class Capabilities {
  /** Before signing in and after. */
  static final List<String> ALWAYS =
      List.of("IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE", "LANGUAGE");

  /** After signing in. */
  static final List<String> SIGNED_IN =
      List.of(
          "IDLE NOTIFY NAMESPACE UNSELECT UIDPLUS MOVE",
          "CHILDREN LIST-EXTENDED LIST-STATUS STATUS=SIZE",
          "SPECIAL-USE CREATE-SPECIAL-USE",
          "ESEARCH SEARCHRES",
          "SORT SORT=DISPLAY ESORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES THREAD=REFS I18NLEVEL=1",
          "WITHIN SAVEDATE PARTIAL CONTEXT=SEARCH CONTEXT=SORT MULTISEARCH SEARCH=FUZZY INPROGRESS",
          "CONDSTORE QRESYNC",
          "OBJECTID",
          "UIDONLY UIDBATCHES",
          "MULTIAPPEND BINARY",
          "CATENATE REPLACE",
          "URLAUTH URLAUTH=BINARY URL-PARTIAL",
          "UTF8=ACCEPT",
          "COMPRESS=DEFLATE",
          "PREVIEW CONVERT",
          "UNAUTHENTICATE",
          "METADATA LIST-METADATA",
          "ACL RIGHTS=texk LIST-MYRIGHTS",
          "QUOTA QUOTASET QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX",
          "FILTERS");

  private Capabilities() {}
}

package org.mailstead.imap;

import java.util.List;

/** What the server can do, as CAPABILITY names it (RFC 9051 section 7.2.2), a group a line. */
final class Capabilities {
  /** Before signing in and after. */
  static final List<String> ALWAYS = List.of("IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE");

  /** After signing in. */
  static final List<String> SIGNED_IN =
      List.of(
          "IDLE NAMESPACE UNSELECT UIDPLUS MOVE",
          "CHILDREN LIST-EXTENDED LIST-STATUS STATUS=SIZE",
          "SPECIAL-USE CREATE-SPECIAL-USE",
          "ESEARCH SEARCHRES",
          "CONDSTORE QRESYNC",
          "OBJECTID",
          "MULTIAPPEND BINARY",
          "UTF8=ACCEPT",
          "METADATA LIST-METADATA",
          "ACL RIGHTS=texk LIST-MYRIGHTS",
          "QUOTA QUOTASET QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX",
          "FILTERS");

  private Capabilities() {}
}

package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** PREVIEW (RFC 8970). */
class PreviewTest {
  @Test
  void theFirstWordsAreTold() {
    ImapScript.play(
        """
        1> p APPEND INBOX {40+}
        1> Subject: hello
        1>
        1> Come at  eight,
        1> Ada
        1>
        1< p OK *
        1> q APPEND INBOX {66+}
        1> Content-Type: text/plain; charset=utf-8
        1> Subject: hello
        1>
        1> Grüße
        1< q OK *
        1> r APPEND INBOX {28+}
        1> Content-Type: image/png
        1>
        1> x
        1< r OK *
        1> s EXAMINE INBOX
        1~ * FLAGS *
        1~ * 3 EXISTS
        1~ * 0 RECENT
        1~ * OK [UNSEEN 1]*
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 4]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ s OK *
        1> a FETCH 1:3 (UID PREVIEW)
        1< * 1 FETCH (UID 1 PREVIEW "Come at eight, Ada")
        1< * 2 FETCH (UID 2 PREVIEW {7}
        1< Grüße)
        1< * 3 FETCH (UID 3 PREVIEW "")
        1< a OK *
        1> b ENABLE UTF8=ACCEPT
        1< * ENABLED UTF8=ACCEPT
        1< b OK *
        1> c FETCH 2 (PREVIEW (LAZY) UID)
        1< * 2 FETCH (PREVIEW "Grüße" UID 2)
        1< c OK *
        1> d FETCH 1 PREVIEW (LAZY) (CHANGEDSINCE 1)
        1< * 1 FETCH (PREVIEW "Come at eight, Ada" MODSEQ *
        1< d OK *
        1> e FETCH 1 (PREVIEW (EAGER))
        1< e BAD *
        """);
  }
}

package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** JMAPACCESS (RFC 9698). */
class JmapAccessTest {
  @Test
  void aClientLearnsWhereTheSameMailIsByJmap() {
    ImapScript.play(
        """
        1> a CAPABILITY
        1< * CAPABILITY ... JMAPACCESS ...
        1< a OK *
        1> b GETJMAPACCESS
        1< * JMAPACCESS "https://imap.example.test/jmap/session"
        1< b OK *
        1> c GETJMAPACCESS now
        1< c BAD *
        """);
  }
}

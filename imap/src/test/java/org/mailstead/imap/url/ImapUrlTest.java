package org.mailstead.imap.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.imap.grammar.FetchItem;

/** URLs of messages (RFC 5092). */
class ImapUrlTest {
  private static ImapUrl read(String text, String base) {
    return ImapUrl.parse(text, base).orElseThrow();
  }

  @Test
  void aRelativeUrlHasMailboxUidSectionAndPartial() {
    ImapUrl url =
        read("/R%26D/2024;UIDVALIDITY=385759045/;UID=20/;section=1.2.MIME/;PARTIAL=5.10", "/");
    assertEquals("R&D/2024", url.mailbox());
    assertEquals(Optional.of(385759045L), url.uidValidity());
    assertEquals(20, url.uid());
    assertEquals("1.2.MIME", url.section().range());
    assertEquals(Optional.of(new FetchItem.Partial(5, 10)), url.partial());
    assertEquals(Optional.empty(), url.server());
  }

  @Test
  void fieldsOfAHeaderAreASection() {
    ImapUrl url = read("/INBOX/;UID=1/;SECTION=HEADER.FIELDS%20(Subject%20To)", "/");
    assertEquals(FetchItem.Fields.NAMED, url.section().fields());
    assertEquals("HEADER", url.section().range());
    assertEquals(2, url.section().names().size());
  }

  @Test
  void aPathStartsFromTheBase() {
    assertEquals("Drafts", read(";UID=7", "/Drafts/").mailbox());
    assertEquals("Sent", read("../Sent/;UID=7", "/Drafts/").mailbox());
    assertEquals("Sent", read("Sent;UIDVALIDITY=3/;UID=7", "/").mailbox());
  }

  @Test
  void anAbsoluteUrlSaysWhose() {
    ImapUrl url = read("imap://ada%40example.test;AUTH=*@imap.example.test:143/INBOX/;UID=1", "/");
    assertEquals(
        Optional.of(new ImapUrl.Server(Optional.of("ada@example.test"), "imap.example.test")),
        url.server());
    assertTrue(url.authorization().isEmpty());
  }

  @Test
  void whatIsProvedIsTheUrlUpToTheVerifier() {
    String rump =
        "imap://joe@example.com/INBOX/;uid=20/;section=1.2"
            + ";EXPIRE=2026-01-02T03:04:05Z;urlauth=submit+fred";
    ImapUrl url = read(rump + ":internal:91354a473744909de610943775f92038", "/");
    UrlAuthorization authorization = url.authorization().orElseThrow();
    assertEquals(rump, authorization.rump());
    assertEquals(new UrlAuthorization.Access.Submit("fred"), authorization.access());
    assertEquals(Optional.of(Instant.parse("2026-01-02T03:04:05Z")), authorization.expires());
    assertEquals("INTERNAL", authorization.verifier().orElseThrow().mechanism());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/INBOX",
        "/INBOX/;UID=0",
        "/INBOX/;UID=99999999999",
        "/INBOX;UIDVALIDITY=0/;UID=1",
        "/INBOX/;UID=1/;SECTION=NONSENSE",
        "/INBOX/;UID=1/;SECTION=%",
        "/INBOX/;UID=1/;PARTIAL=1.0",
        "/INBOX/;UID=1/;PARTIAL=x",
        "/INBOX?SUBJECT%20x",
        "/a%zz/;UID=1",
        "/a%00/;UID=1",
        "/a b/;UID=1",
        "//elsewhere/INBOX/;UID=1",
        "http://elsewhere/INBOX/;UID=1",
        "imap:///INBOX/;UID=1",
        "imap://a:b@host/INBOX/;UID=1",
        "imap://host",
        "/INBOX/;UID=1;URLAUTH=anonymous",
        "imap://a@host/INBOX/;UID=1;URLAUTH=nobody",
        "imap://a@host/INBOX/;UID=1;URLAUTH=user+",
        "imap://a@host/INBOX/;UID=1;EXPIRE=tomorrow;URLAUTH=anonymous",
        "imap://a@host/INBOX/;UID=1;URLAUTH=anonymous:INTERNAL:00",
      })
  void whatIsNoUrlOfAMessageIsNone(String text) {
    assertEquals(Optional.empty(), ImapUrl.parse(text, "/"));
  }
}

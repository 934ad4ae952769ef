package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.origin.Handling;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.reports.Summary;
import org.mailstead.wire.dns.ZoneFileResolver;

/** What comes to {@code reports@} a domain of ours. */
class ReportedTest {
  private static final String REPORT =
      """
      From: dmarc@good.example
      Subject: Report Domain: example.test Submitter: good.example Report-ID: r1
      Content-Type: text/xml; name="good.example!example.test!1!2.xml"

      <feedback><report_metadata><org_name>Good</org_name><report_id>r1</report_id>
      <date_range><begin>1767225600</begin><end>1767311999</end></date_range></report_metadata>
      <policy_published><domain>example.test</domain></policy_published>
      <record><row><source_ip>192.0.2.1</source_ip><count>12</count>
      <policy_evaluated><dkim>pass</dkim></policy_evaluated></row></record></feedback>
      .
      """;

  private static final String SPAM = "Subject: x\n\nBuy\n.\n";

  @TempDir Path folder;

  private static Talk send(Talk talk, String from, String message, String... to)
      throws IOException {
    return talk.data(from, to).raw(message.replace("\n", "\r\n"));
  }

  private static Summary summary(TestServer server, boolean unproven) {
    return server.reported.summary("example.test", Instant.EPOCH, unproven);
  }

  @Test
  void aReportOfAProvenSenderIsKeptAndInNoMailbox() throws Exception {
    String zone =
        """
        good.example. IN TXT "v=spf1 ip4:127.0.0.0/8 -all"
        _dmarc.good.example. IN TXT "v=DMARC1; p=reject"
        """;
    var dns = new ZoneFileResolver(new ByteArrayInputStream(zone.getBytes(US_ASCII)), false);
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder, dns, Handling.DEFAULT);
        Talk talk = server.talk()) {
      talk.expect("220").ask("EHLO c.good.example", "250-");
      send(talk, "dmarc@good.example", REPORT, "reports@example.test").expect("250 2.0.0");
      send(talk, "dmarc@good.example", REPORT, "reports@example.test").expect("250 2.0.0");
      Summary found = summary(server, false);
      assertEquals(12, found.passed());
      assertEquals(List.of(new Summary.Reporter("good.example", 1)), found.reporters());
      assertTrue(server.queued.isEmpty());
    }
  }

  @Test
  void othersOfTheSameMessageGetIt() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        Talk talk = server.talk()) {
      talk.expect("220").ask("EHLO c", "250-");
      send(talk, "a@good.example", REPORT, "ada@example.test", "reports@example.test")
          .expect("250 2.0.0");
      assertEquals(12, summary(server, true).messages());
      assertEquals(1, server.queued.size());
      var to = server.queued.getFirst().recipients().getFirst();
      assertEquals("ada@example.test", to.address().toString());
    }
  }

  @Test
  void whatCannotBeReadIsForThePostmasterIfThereIsOne() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        Talk talk = server.talk()) {
      talk.expect("220").ask("EHLO c", "250-");
      send(talk, "a@good.example", SPAM, "reports@example.test").expect("250 2.0.0");
      assertEquals(
          "the message has no report in it", summary(server, false).unreadable().getFirst().why());
      assertTrue(server.queued.isEmpty());
      server.changes.addAlias(server.ada.id(), TestServer.address("postmaster@example.test"));
      send(talk, "a@good.example", SPAM, "reports@example.test").expect("250 2.0.0");
      var to = server.queued.getFirst().recipients().getFirst();
      assertEquals("postmaster@example.test", to.address().toString());
      assertEquals(Set.of(QueuedMail.Notify.NEVER), to.reportOn());
      assertEquals(1, summary(server, false).unreadable().size());
    }
  }

  @Test
  void aUserOfThatNameGetsIt() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder);
        Talk talk = server.talk()) {
      server.changes.addAlias(server.ada.id(), TestServer.address("reports@example.test"));
      talk.expect("220").ask("EHLO c", "250-");
      send(talk, "a@good.example", REPORT, "reports@example.test").expect("250 2.0.0");
      assertEquals(1, server.inboxSize(server.ada));
      assertEquals(0, summary(server, true).messages());
    }
  }

  @Test
  void lmtpAnswersForEachRecipient() throws Exception {
    try (var server = new TestServer(SmtpConfig.Service.LMTP, folder);
        Talk talk = server.talk()) {
      talk.expect("220").ask("LHLO c", "250-");
      send(talk, "a@good.example", REPORT, "ada@example.test", "reports@example.test")
          .expect("250 2.0.0")
          .expect("250 2.0.0");
      assertEquals(1, server.queued.size());
      assertEquals(12, summary(server, true).messages());
    }
  }
}

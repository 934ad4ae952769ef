package org.mailstead.post.reports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.post.Arriving;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Post;
import org.mailstead.post.Reason;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.KeyRange;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Space;
import org.mailstead.store.Watchers;
import org.mailstead.words.TenantId;

/** Reports that arrive: recognised, kept once, added up, forgotten. */
class ReportBoxTest {
  private static final byte[] KEY = new byte[32];
  private static final Instant LONG_AGO = Instant.EPOCH;

  private static final String XML =
      """
      <feedback><report_metadata><org_name>One</org_name><report_id>ID</report_id>
      <date_range><begin>1767225600</begin><end>1767311999</end></date_range></report_metadata>
      <policy_published><domain>news.example.test</domain><p>reject</p></policy_published>
      <record><row><source_ip>192.0.2.1</source_ip><count>12</count>
      <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>
      </policy_evaluated></row></record>
      <record><row><source_ip>192.0.2.66</source_ip><count>3</count>
      <policy_evaluated><disposition>reject</disposition><dkim>fail</dkim><spf>fail</spf>
      </policy_evaluated></row>
      <auth_results><spf><domain>spam.test</domain><result>softfail</result></spf></auth_results>
      </record></feedback>
      """;

  private static final String JSON =
      """
      {"organization-name":"One","report-id":"t1","contact-info":"a@one.test",
      "date-range":{"start-datetime":"2026-01-01T00:00:00Z",
      "end-datetime":"2026-01-01T23:59:59Z"},
      "policies":[{"policy":{"policy-type":"sts","policy-domain":"example.test"},
      "summary":{"total-successful-session-count":5,"total-failure-session-count":2},
      "failure-details":[{"result-type":"certificate-expired","failed-session-count":2,
      "receiving-mx-hostname":"mx.example.test"}]}]}
      """;

  private static final String COMPLAINT =
      """
      From: fbl@one.test
      Message-ID: <c1@one.test>
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=feedback-report; boundary=b

      --b
      Content-Type: text/plain

      Somebody complained.
      --b
      Content-Type: message/feedback-report

      Feedback-Type: abuse
      User-Agent: Loop/1
      Version: 1

      --b
      Content-Type: message/rfc822

      From: Ada <ada@example.test>
      Message-ID: <m1@example.test>
      Content-Type: application/xml

      <feedback/>
      --b--
      """;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private Accounts store;
  private Post post;
  private ReportBox box;

  @BeforeEach
  void open() throws IOException {
    store = new Accounts(new MemoryEngine(() -> now), new Watchers());
    var blobs = new Blobs(folder, store, BlobsConfig.DEFAULT, Space.endless(), () -> now);
    var directory = new Directory(store, KEY);
    new DirectoryChanges(directory, () -> now).addDomain("example.test", TenantId.FIRST);
    post = new Post(store, blobs, new BlobScopes(KEY), directory, () -> now);
    box = new ReportBox(store, blobs, directory, () -> now);
  }

  private static String gzip(String text) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return out.toString(ISO_8859_1);
  }

  private static String mail(String type, String name, String content) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    return "From: One <dmarc@mail.one.test>\nContent-Type: "
        + type
        + "\nContent-Disposition: attachment; filename=\""
        + name
        + "\"\nContent-Transfer-Encoding: base64\n\n"
        + Base64.getMimeEncoder().encodeToString(bytes)
        + "\n";
  }

  private Arriving.Arrived arrived(String message) throws IOException {
    try (Arriving arriving = post.intake().begin(TenantId.FIRST)) {
      byte[] bytes = message.replaceAll("\r?\n", "\r\n").getBytes(ISO_8859_1);
      arriving.write(bytes, 0, bytes.length);
      return arriving.finish();
    }
  }

  private Optional<String> take(String message, Reason... reasons) throws IOException {
    return box.take("example.test", arrived(message), List.of(reasons));
  }

  private Reason proof(String who, String evidence) {
    return new Reason(who, "pass", evidence, now);
  }

  private Summary summary() {
    return box.summary("example.test", LONG_AGO, true);
  }

  private String dmarc(String id) throws IOException {
    String name = "one.test!example.test!1!2.xml.gz";
    return mail("application/gzip", name, gzip(XML.replace(">ID<", ">" + id + "<")));
  }

  @Test
  void anAggregateReportIsAddedUpOnce() throws Exception {
    Reason proof = proof("dmarc", "header.from=mail.one.test policy.dmarc=reject");
    assertEquals(Optional.empty(), take(dmarc("a"), proof));
    assertEquals(Optional.empty(), take(dmarc("a"), proof));
    assertEquals(Optional.empty(), take(dmarc("b"), proof));
    Summary found = box.summary("example.test", LONG_AGO, false);
    assertEquals(List.of(new Summary.Reporter("mail.one.test", 2)), found.reporters());
    assertEquals(30, found.messages());
    assertEquals(24, found.passed());
    assertEquals(
        List.of(
            new Summary.Source("192.0.2.1", 24, 24, 0, List.of()),
            new Summary.Source("192.0.2.66", 6, 0, 6, List.of("spf spam.test softfail: 6"))),
        found.sources());
    assertEquals(0, box.summary("example.test", now.plusSeconds(1), false).messages());
    assertEquals(0, box.summary("other.test", LONG_AGO, false).messages());
  }

  @Test
  void anAddressIsOneHoweverItIsSpelt() throws Exception {
    String xml = XML.replace("192.0.2.1<", "2001:DB8::9<").replace("192.0.2.66", "2001:db8:0::9");
    take(mail("text/xml", "a.xml", xml));
    Summary.Source source = summary().sources().getFirst();
    assertEquals("2001:db8:0:0:0:0:0:9", source.address());
    assertEquals(15, source.messages());
    take(mail("text/xml", "a.xml", xml.replace(">ID<", ">b<").replace("2001:DB8::9", "999.1.1.1")));
    assertEquals(2, summary().sources().size());
  }

  @Test
  void whatAnybodyMayHaveWrittenIsNotCountedAndTakesNoPlace() throws Exception {
    take(dmarc("a"));
    take(dmarc("a"), proof("dmarc", "header.from=other.test"));
    take(dmarc("a"), new Reason("dmarc", "fail", "header.from=mail.one.test", now));
    take(dmarc("a"), proof("dkim", "header.d=test header.i=@test"));
    take(dmarc("a"), proof("spf", "smtp.mailfrom=x@one.test"));
    Summary found = box.summary("example.test", LONG_AGO, false);
    assertEquals(0, found.messages());
    assertEquals(1, found.unproven());
    take(dmarc("a"), proof("dkim", "header.d=one.test header.i=@one.test"));
    assertEquals(15, box.summary("example.test", LONG_AGO, false).messages());
    assertEquals(30, summary().messages());
    take(dmarc("b"), proof("spf", "smtp.mailfrom=x@mail.one.test"));
    assertEquals(30, box.summary("example.test", LONG_AGO, false).messages());
  }

  @Test
  void aReportOnTlsIsAddedUp() throws Exception {
    take(mail("application/tlsrpt+gzip", "a.json.gz", gzip(JSON)));
    take(mail("application/octet-stream", "a.json", JSON.replace("\"t1\"", "\"t2\"")));
    assertEquals(
        List.of(
            new Summary.Tls("(One)", 10, 4, List.of("certificate-expired at mx.example.test: 4"))),
        summary().tls());
  }

  @Test
  void aComplaintNamesTheMessage() throws Exception {
    assertEquals(Optional.empty(), take(COMPLAINT));
    take(COMPLAINT);
    assertEquals(
        List.of(
            new Summary.Complaint(
                now, "abuse", "ada@example.test", "<m1@example.test>", "(Loop/1)")),
        summary().complaints());
  }

  @Test
  void whatIsNoReportIsToldApart() throws Exception {
    assertEquals(
        Optional.of("the message has no report in it"), take("From: a@one.test\n\nBuy this!\n"));
    assertEquals(
        Optional.of("it is about a domain that is not ours"),
        take(mail("text/xml", "a.xml", XML.replace("news.example.test", "other.test"))));
    assertTrue(take(mail("application/zip", "a.zip", "PK\u0003\u0004")).isPresent());
    String spam = "From: a@one.test\nMessage-ID: <x>\n\nBuy\n";
    box.unreadable("example.test", arrived(spam).structure(), "no\u001b[31m report");
    assertEquals(
        List.of(new Summary.Unreadable(now, "a@one.test", "no [31m report")),
        summary().unreadable());
  }

  @Test
  void forgedReportsCrowdOutOnlyEachOther() throws Exception {
    take(dmarc("real"), proof("dmarc", "header.from=mail.one.test"));
    for (int i = 0; i < ReportBox.MOST_UNPROVEN + 5; i++) {
      now = now.plusMillis(1);
      box.unreadable(
          "example.test", arrived("Message-ID: <" + i + ">\n\nBuy\n").structure(), "no " + i);
    }
    Summary found = summary();
    assertEquals(1, found.reporters().size());
    assertEquals(ReportBox.MOST_UNPROVEN + 1, rows(ReportKeys.REPORT));
    assertEquals("no 1004", found.unreadable().getFirst().why());
  }

  private int rows(int collection) {
    return store
        .read(ReportKeys.PARTITION)
        .scan(KeyRange.collection(collection), false, 10_000)
        .size();
  }

  @Test
  void whatIsOldIsForgotten() throws Exception {
    take(dmarc("a"), proof("dmarc", "header.from=mail.one.test"));
    now = now.plus(Duration.ofDays(399));
    take(dmarc("b"));
    box.sweep();
    assertEquals(2, rows(ReportKeys.REPORT));
    now = now.plus(Duration.ofDays(2));
    box.sweep();
    assertEquals(1, rows(ReportKeys.REPORT));
    assertEquals(0, rows(ReportKeys.PROVEN));
  }
}

package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Arriving;
import org.mailstead.post.Reason;
import org.mailstead.post.reports.Summary;
import org.mailstead.words.TenantId;

/** {@code mailstead reports}. */
class ReportsCommandTest {
  private static final String REPORT =
      """
      From: dmarc@one.test
      Content-Type: text/xml

      <feedback><report_metadata><org_name>One</org_name><report_id>r1</report_id>
      <date_range><begin>1767225600</begin><end>1767311999</end></date_range></report_metadata>
      <policy_published><domain>example.test</domain></policy_published>
      <record><row><source_ip>192.0.2.66</source_ip><count>3</count>
      <policy_evaluated><disposition>reject</disposition></policy_evaluated></row>
      </record></feedback>
      """;

  @TempDir Path folder;

  private static void take(Core core, List<Reason> reasons) throws IOException {
    try (Arriving arriving = core.post().intake().begin(TenantId.FIRST)) {
      arriving.write(REPORT.replace("\n", "\r\n").getBytes(UTF_8));
      assertEquals(
          Optional.empty(), core.queue().report("example.test", arriving.finish(), reasons));
    }
  }

  @Test
  void whatCameIsTold() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("domain", "add", "other.test");
      take(home.core, List.of());
      assertEquals(
          """
          example.test, the last 30 days
            1 reports are not proven to be of who they say; --unproven counts them, too
          other.test, the last 30 days
            nothing was reported
          """,
          home.good("reports"));
      take(home.core, List.of(new Reason("dmarc", "pass", "header.from=one.test", Instant.EPOCH)));
      assertEquals(
          """
          example.test, the last 3 days
            reports came from one.test (1)
            in its name 3 messages were seen: 0 genuine, 3 not
              192.0.2.66: 3, 3 not genuine, of which 3 were refused or put aside
                no signature, no SPF: 3
            1 reports are not proven to be of who they say; --unproven counts them, too
          """,
          home.good("reports", "Example.test", "--days", "3"));
      String json = home.good("reports", "example.test", "--json", "--unproven");
      assertTrue(json.contains("\"address\":\"192.0.2.66\",\"messages\":6"), json);
    }
  }

  @Test
  void whatCannotBeAskedIsRefused() throws Exception {
    try (var home = new Typed(folder)) {
      assertEquals(ExitCode.REFUSED, home.type("reports", "example.net").code());
      assertEquals(ExitCode.REFUSED, home.type("reports", "--days", "401").code());
    }
  }

  @Test
  void everythingHasItsWords() {
    Instant day = Instant.parse("2026-01-02T03:04:05Z");
    var summary =
        new Summary(
            List.of(),
            0,
            5,
            5,
            List.of(new Summary.Source("192.0.2.1", 5, 5, 0, List.of())),
            List.of(new Summary.Tls("one.test", 9, 2, List.of("certificate-expired: 2"))),
            List.of(new Summary.Complaint(day, "abuse", "ada@example.test", "<m@x>", "one.test")),
            List.of(new Summary.Unreadable(day, "", "the message has no report in it")));
    assertEquals(
        """
        example.test, the last 7 days
          in its name 5 messages were seen: 5 genuine, 0 not
            192.0.2.1 (this server): 5, all genuine
          mail to it from one.test: 9 connections were encrypted as they must be, 2 failed
            certificate-expired: 2
          2026-01-02 one.test reports abuse: a message of ada@example.test, message-id <m@x>
          2026-01-02 unreadable, from (not told): the message has no report in it
        """,
        String.join("\n", new ReportsText(Set.of("192.0.2.1"), 7).lines("example.test", summary))
            + "\n");
  }
}

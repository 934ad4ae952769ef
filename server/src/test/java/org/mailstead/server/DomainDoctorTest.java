package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.SelfSigned;

/** {@code doctor DOMAIN}: which records a domain has to have. */
class DomainDoctorTest {
  private static final String DOMAIN = "example.test";

  @TempDir Path folder;

  private String settings(String more) {
    return "hostname = \"mail.example.test\"\nresolver = \"file:"
        + folder.resolve("zone")
        + "\"\n"
        + more
        + "\n[ports]\nimaps = 993\n";
  }

  private void certificate(String... names) throws Exception {
    Path tls = Files.createDirectories(folder.resolve("home/tls"));
    SelfSigned.write(
        List.of(names),
        new CertificateFiles(tls.resolve("certificate.pem"), tls.resolve("key.pem")),
        InstantSource.system());
  }

  private void zone(String records) throws Exception {
    Files.writeString(
        folder.resolve("zone"), "mail.example.test. IN A 192.0.2.1\n" + records + "\n");
  }

  /** What it printed, as a zone. */
  private static String records(String said) {
    return said.lines()
        .filter(line -> line.contains(" IN "))
        .map(line -> line.replaceFirst("^[A-Za-z]+: +", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void whatItPrintsIsAllThatIsLacking() throws Exception {
    zone("");
    certificate("mail.example.test", "mta-sts.example.test");
    String printed;
    try (var home = new Typed(folder, settings("mta_sts = \"enforce\""))) {
      home.good("domain", "add", DOMAIN);
      Typed.Said said = home.type("doctor", DOMAIN);
      assertEquals(ExitCode.REFUSED, said.code());
      assertTrue(said.out().contains("WRONG: example.test. IN MX 10 mail.example.test.\n"));
      assertTrue(said.out().contains("note:  _smtp._tls.example.test. IN TXT"), said.out());
      assertTrue(said.out().contains("note:  _25._tcp.mail.example.test. IN TLSA 3 1 1 "));
      assertTrue(
          said.out()
              .contains("note:  _imaps._tcp.example.test. IN SRV 0 1 993 mail.example.test."));
      assertFalse(said.out().contains("_pop3s"));
      printed = records(said.out());
    }
    zone(printed);
    try (var home = new Typed(folder, settings("mta_sts = \"enforce\""))) {
      String said = home.good("doctor", DOMAIN);
      assertEquals(printed, records(said));
      assertTrue(said.lines().noneMatch(line -> line.startsWith("note")), said);
    }
  }

  @Test
  void eachMistakeIsNamed() throws Exception {
    zone(
        """
        example.test. IN MX 10 old.example.test.
        example.test. IN TXT "v=spf1 ip4:192.0.2.9 -all"
        _dmarc.example.test. IN TXT "v=DMARC1; p=none"
        _dmarc.example.test. IN TXT "v=DMARC1; p=reject"
        _mta-sts.example.test. IN TXT "v=STSv1; id=1;"
        mta-sts.example.test. IN A 192.0.2.1
        _smtp._tls.example.test. IN TXT "v=TLSRPTv1; rua=ftp:x"
        _25._tcp.mail.example.test. IN TLSA 3 1 1 %s
        """
            .formatted("ab".repeat(32)));
    certificate("mail.example.test");
    try (var home = new Typed(folder, settings("mta_sts = \"testing\""))) {
      home.good("domain", "add", DOMAIN);
      String said = home.type("doctor", DOMAIN).out();
      for (String why :
          List.of(
              "mail goes to old.example.test instead",
              "it does not allow this server, 192.0.2.1",
              "there are 2 such records, so that none counts",
              "its id is not that of our policy",
              "the certificate is not for mta-sts.example.test",
              "it names nobody to report to",
              "no TLSA record is of our certificate")) {
        assertTrue(said.contains(why), why + " in " + said);
      }
    }
  }

  @Test
  void atATryOutItOnlyShows() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", DOMAIN);
      assertTrue(home.good("doctor", DOMAIN).contains("nothing was looked up"));
      assertEquals(ExitCode.REFUSED, home.type("doctor", "other.test").code());
    }
  }

  @Test
  void ourPolicyIsThereForOurDomainsOnly() throws Exception {
    zone("");
    try (var home = new Typed(folder, settings("mta_sts = \"enforce\""))) {
      home.good("domain", "add", DOMAIN);
      var own = new OwnPolicy(home.core.config(), home.core.settings(), home.core.directory());
      assertEquals(404, own.answer("mta-sts.other.test").status());
      assertEquals(404, own.answer("example.test").status());
      var answer = own.answer("MTA-STS.example.test");
      assertEquals(200, answer.status());
      assertEquals("text/plain", answer.headers().getFirst().value());
      StsPolicy policy = StsPolicy.parse(new String(answer.body(), US_ASCII));
      assertEquals(StsPolicy.Mode.ENFORCE, policy.mode());
      assertTrue(policy.names("mail.example.test"));
    }
  }
}

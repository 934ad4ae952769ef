package org.mailstead.filter.dmarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dkim.DkimResult;
import org.mailstead.filter.spf.Spf;
import org.mailstead.filter.spf.SpfIdentity;
import org.mailstead.filter.spf.SpfResult;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** Whether who a message says it is from vouches for it (RFC 9989 sections 4.10 and 5.3). */
class DmarcTest {
  private static final Organizations WALK = new Organizations.TreeWalk();
  private static final Organizations LIST =
      new Organizations.SuffixList(PublicSuffixes.parse("com\norg\nuk\nco.uk\n*.ck\n"));

  private final FakeDns dns = new FakeDns();

  private DmarcTest record(String domain, String tags) {
    dns.txt("_dmarc." + domain, "v=DMARC1; " + tags);
    return this;
  }

  private static Authors authors(String... from) {
    var header = new StringBuilder();
    for (String one : from) {
      header.append("From: ").append(one).append("\r\n");
    }
    try {
      ByteSource octets = ByteSource.of((header + "\r\n").getBytes(UTF_8));
      return Authors.of(MessageHeader.read(octets, MimeLimits.DEFAULT));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Spf spf(String domain, SpfResult result) {
    return new Spf(FakeDns.ip("192.0.2.1"), SpfIdentity.MAIL_FROM, domain, result);
  }

  private static Spf noSpf() {
    return spf("elsewhere.test", new SpfResult.None("no record"));
  }

  private static Dkim dkim(String domain, DkimResult result) {
    return new Dkim(domain, "s", "@" + domain, "rsa-sha256", "AAAA", false, false, result);
  }

  private static Dkim signed(String domain) {
    return dkim(domain, new DkimResult.Pass());
  }

  private Dmarc check(String from, Spf spf, Dkim... signatures) {
    return check(WALK, from, spf, signatures);
  }

  private Dmarc check(Organizations by, String from, Spf spf, Dkim... signatures) {
    return new DmarcCheck(dns, by).check(authors(from), spf, List.of(signatures));
  }

  private static void is(String code, DmarcPolicy disposition, Dmarc dmarc) {
    assertEquals(code + " " + disposition, dmarc.result().code() + " " + dmarc.disposition());
    assertFalse(dmarc.explanation().isEmpty());
  }

  @Test
  void aSignatureOfTheDomainVouches() {
    record("example.com", "p=reject");
    is("pass", DmarcPolicy.NONE, check("a@example.com", noSpf(), signed("example.com")));
    is("pass", DmarcPolicy.NONE, check("a@Example.COM", noSpf(), signed("mail.example.com")));
    is("pass", DmarcPolicy.NONE, check("a@mail.example.com", noSpf(), signed("example.com")));
    is("pass", DmarcPolicy.NONE, check("a@a.example.com", noSpf(), signed("b.example.com")));
    is("fail", DmarcPolicy.REJECT, check("a@example.com", noSpf(), signed("example.org")));
    is("fail", DmarcPolicy.REJECT, check("a@example.com", noSpf(), signed("notexample.com")));
    is("fail", DmarcPolicy.REJECT, check("a@example.com", noSpf()));
    is(
        "fail",
        DmarcPolicy.REJECT,
        check("a@example.com", noSpf(), dkim("example.com", new DkimResult.Fail("changed"))));
  }

  @Test
  void theSendersServerVouches() {
    record("example.com", "p=quarantine");
    var pass = new SpfResult.Pass("all");
    is("pass", DmarcPolicy.NONE, check("a@example.com", spf("bounce.example.com", pass)));
    is("fail", DmarcPolicy.QUARANTINE, check("a@example.com", spf("example.org", pass)));
    is(
        "fail",
        DmarcPolicy.QUARANTINE,
        check("a@example.com", spf("example.com", new SpfResult.SoftFail("~all"))));
  }

  @Test
  void strictMeansTheVeryName() {
    record("example.com", "p=reject; adkim=s; aspf=s");
    var pass = new SpfResult.Pass("all");
    is("pass", DmarcPolicy.NONE, check("a@example.com", noSpf(), signed("example.com")));
    is("fail", DmarcPolicy.REJECT, check("a@example.com", noSpf(), signed("m.example.com")));
    is("pass", DmarcPolicy.NONE, check("a@example.com", spf("example.com", pass)));
    is("fail", DmarcPolicy.REJECT, check("a@example.com", spf("m.example.com", pass)));
  }

  @Test
  void withoutARecordNothingIsSaid() {
    is("none", DmarcPolicy.NONE, check("a@example.com", noSpf(), signed("example.com")));
    record("example.com", "p=reject").record("example.com", "p=none");
    is("none", DmarcPolicy.NONE, check("a@example.com", noSpf()));
  }

  @Test
  void namesBelowHaveTheirOwnPolicies() {
    record("example.com", "p=none; sp=quarantine; np=reject");
    dns.exists("there.example.com");
    is("fail", DmarcPolicy.NONE, check("a@example.com", noSpf()));
    is("fail", DmarcPolicy.QUARANTINE, check("a@there.example.com", noSpf()));
    is("fail", DmarcPolicy.REJECT, check("a@missing.example.com", noSpf()));
  }

  @Test
  void aNameThatCannotBeAskedForIsTakenToExist() {
    record("example.com", "p=none; np=reject");
    dns.timeout("there.example.com");
    is("fail", DmarcPolicy.NONE, check("a@there.example.com", noSpf()));
  }

  @Test
  void whoTriesGetsOneLevelLess() {
    record("a.com", "p=reject; t=y")
        .record("b.com", "p=quarantine; t=y")
        .record("c.com", "p=reject; pct=0");
    is("fail", DmarcPolicy.QUARANTINE, check("x@a.com", noSpf()));
    is("fail", DmarcPolicy.NONE, check("x@b.com", noSpf()));
    is("fail", DmarcPolicy.QUARANTINE, check("x@c.com", noSpf()));
  }

  @Test
  void theWalkGoesToTheTop() {
    // RFC 9989 section 4.10.2: the highest record is the organization's, not the nearest.
    record("mail.example.com", "p=none").record("example.com", "p=reject");
    Dmarc dmarc = check("a@a.mail.example.com", noSpf());
    is("fail", DmarcPolicy.REJECT, dmarc);
    assertEquals("example.com", dmarc.policy().orElseThrow().at().domain());
    is("pass", DmarcPolicy.NONE, check("a@mail.example.com", noSpf(), signed("b.example.com")));
  }

  @Test
  void anOrganizationWithinAnother() {
    record("dept.example.com", "p=reject; psd=n").record("example.com", "p=reject");
    is(
        "pass",
        DmarcPolicy.NONE,
        check("a@x.dept.example.com", noSpf(), signed("dept.example.com")));
    is("fail", DmarcPolicy.REJECT, check("a@x.dept.example.com", noSpf(), signed("example.com")));
    is("fail", DmarcPolicy.REJECT, check("a@example.com", noSpf(), signed("dept.example.com")));
  }

  @Test
  void aPublicSuffixSpeaksForThoseWhoSayNothing() {
    record("bank", "p=reject; sp=quarantine; psd=y");
    dns.exists("one.bank");
    is("fail", DmarcPolicy.QUARANTINE, check("a@www.one.bank", noSpf(), signed("two.bank")));
    is("pass", DmarcPolicy.NONE, check("a@www.one.bank", noSpf(), signed("one.bank")));
    is("fail", DmarcPolicy.REJECT, check("a@bank", noSpf(), signed("two.bank")));
    // The suffix itself signs for nobody below.
    is("fail", DmarcPolicy.QUARANTINE, check("a@one.bank", noSpf(), signed("bank")));
  }

  @Test
  void aWalkAsksEightQuestions() {
    check("x@a.b.c.d.e.f.g.h.i.j.mail.example.com", noSpf());
    assertEquals(
        List.of(
            "TXT _dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "TXT _dmarc.g.h.i.j.mail.example.com",
            "TXT _dmarc.h.i.j.mail.example.com",
            "TXT _dmarc.i.j.mail.example.com",
            "TXT _dmarc.j.mail.example.com",
            "TXT _dmarc.mail.example.com",
            "TXT _dmarc.example.com",
            "TXT _dmarc.com"),
        dns.asked());
  }

  @Test
  void strangersCostNoQuestions() {
    record("example.com", "p=reject");
    Dkim[] many = new Dkim[10];
    for (int i = 0; i < many.length; i++) {
      many[i] = signed("a.b.c.d.e.f.g.h.spam" + i + ".com");
    }
    is("fail", DmarcPolicy.REJECT, check("a@example.com", noSpf(), many));
    assertTrue(dns.asked().size() <= 3, dns.asked().toString());
  }

  @Test
  void theListOfSuffixesDecidesInsteadOfTheWalk() {
    record("example.co.uk", "p=reject; sp=quarantine").record("uk", "p=reject; psd=y");
    is("fail", DmarcPolicy.QUARANTINE, check(LIST, "a@x.example.co.uk", noSpf()));
    is(
        "pass",
        DmarcPolicy.NONE,
        check(LIST, "a@example.co.uk", noSpf(), signed("x.example.co.uk")));
    is("fail", DmarcPolicy.REJECT, check(LIST, "a@example.co.uk", noSpf(), signed("other.co.uk")));
    is("none", DmarcPolicy.NONE, check(LIST, "a@other.co.uk", noSpf()));
    is("none", DmarcPolicy.NONE, check(LIST, "a@co.uk", noSpf()));
  }

  @Test
  void theWalkSeesNothingInBetweenWhenNobodySaysSo() {
    // Two customers of one suffix without any record above are strangers all the same.
    record("one.co.uk", "p=reject");
    is("fail", DmarcPolicy.REJECT, check("a@one.co.uk", noSpf(), signed("two.co.uk")));
  }

  @Test
  void silenceOfTheDnsIsNoFailure() {
    dns.timeout("_dmarc.example.com");
    is("temperror", DmarcPolicy.NONE, check("a@example.com", noSpf()));
    record("example.org", "p=reject");
    var unknown = new DkimResult.TempError("no answer");
    is(
        "temperror",
        DmarcPolicy.NONE,
        check("a@example.org", noSpf(), dkim("example.org", unknown)));
    is("fail", DmarcPolicy.REJECT, check("a@example.org", noSpf(), dkim("example.com", unknown)));
    is(
        "temperror",
        DmarcPolicy.NONE,
        check("a@example.org", spf("example.org", new SpfResult.TempError("no answer"))));
    is(
        "pass",
        DmarcPolicy.NONE,
        check("a@example.org", noSpf(), dkim("x.org", unknown), signed("example.org")));
  }

  @Test
  void ofSeveralAuthorsTheWorstCounts() {
    record("bank.com", "p=reject").record("mine.com", "p=none");
    var check = new DmarcCheck(dns, WALK);
    List<Dkim> mine = List.of(signed("mine.com"));
    is("fail", DmarcPolicy.REJECT, check.check(authors("a@mine.com, b@bank.com"), noSpf(), mine));
    is("fail", DmarcPolicy.REJECT, check.check(authors("b@bank.com, a@mine.com"), noSpf(), mine));
    is("fail", DmarcPolicy.REJECT, check.check(authors("a@mine.com", "b@bank.com"), noSpf(), mine));
    is(
        "fail",
        DmarcPolicy.REJECT,
        check.check(authors("g: a@mine.com, b@bank.com;"), noSpf(), mine));
    is("pass", DmarcPolicy.NONE, check.check(authors("a@mine.com, b@mine.com"), noSpf(), mine));
  }

  @Test
  void whoIsNobodyCannotBeAsked() {
    var check = new DmarcCheck(dns, WALK);
    for (String from :
        List.of("", "undisclosed", "a@", "a@[192.0.2.1]", "g:;", "a@b.com, nobody", "a@-x.com")) {
      is("permerror", DmarcPolicy.NONE, check.check(authors(from), noSpf(), List.of()));
    }
    is("permerror", DmarcPolicy.NONE, check.check(authors(), noSpf(), List.of()));
    var many = "a@a.com, a@b.com, a@c.com, a@d.com, a@e.com, a@f.com";
    is("permerror", DmarcPolicy.NONE, check.check(authors(many), noSpf(), List.of()));
    assertTrue(dns.asked().isEmpty());
  }

  @Test
  void internationalNamesAreAskedAsALabels() {
    record("xn--bcher-kva.example", "p=reject");
    is(
        "pass",
        DmarcPolicy.NONE,
        check("a@bücher.example", noSpf(), signed("xn--bcher-kva.example")));
    is("fail", DmarcPolicy.REJECT, check("a@bücher.example", noSpf()));
  }
}

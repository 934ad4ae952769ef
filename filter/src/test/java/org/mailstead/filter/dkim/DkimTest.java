package org.mailstead.filter.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.filter.dkim.Messages.ED25519;
import static org.mailstead.filter.dkim.Messages.PLAIN;
import static org.mailstead.filter.dkim.Messages.RSA;
import static org.mailstead.filter.dkim.Messages.codes;
import static org.mailstead.filter.dkim.Messages.dns;
import static org.mailstead.filter.dkim.Messages.sign;
import static org.mailstead.filter.dkim.Messages.verify;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;

/** Signs, changes and verifies. */
class DkimTest {
  private static final String KEY = RSA.name().dnsName();

  private static Dkim only(FakeDns dns, String text) {
    List<Dkim> results = verify(dns, text);
    assertEquals(1, results.size(), results.toString());
    return results.getFirst();
  }

  private static void is(String code, String why, Dkim dkim) {
    assertEquals(code, dkim.result().code(), dkim.toString());
    assertTrue(dkim.explanation().contains(why), dkim.explanation());
  }

  @Test
  void whatIsSignedVerifiesWithBothKindsOfKeys() {
    String signed = sign(PLAIN, RSA, ED25519);
    List<Dkim> results = verify(dns(RSA, ED25519), signed);
    assertEquals(List.of("pass", "pass"), codes(results), results.toString());
    assertEquals("example.test", results.getFirst().domain());
    assertEquals("r1", results.getFirst().selector());
    assertEquals("@example.test", results.getFirst().identity());
    assertEquals("ed25519-sha256", results.getLast().algorithm());
    assertTrue(signed.lines().allMatch(line -> line.length() <= 78), signed);
  }

  @Test
  void forgivesWhatTransportsChange() {
    String signed = sign(PLAIN, RSA);
    String changed =
        ("Received: from somewhere\n" + signed)
            .replace("Subject: Dinner?", "SUBJECT:  Dinner?\t")
            .replace("at  eight?\t", "at eight?")
            .replace("Ada\n", "Ada\n\n\n");
    is("pass", "has not been changed", only(dns(RSA), changed));
  }

  @Test
  void noticesEveryChangeThatMatters() {
    String signed = sign(PLAIN, RSA);
    FakeDns dns = dns(RSA);
    is("fail", "text of the message", only(dns, signed.replace("eight", "nine")));
    is("fail", "header", only(dns, signed.replace("Dinner?", "Lunch?")));
    is("fail", "header", only(dns, signed.replace("t=1751", "t=1752")));
    is("fail", "header", only(dns, "Subject: another\n" + signed));
    is("fail", "header", only(dns, "From: eve@evil.test\n" + signed));
    is("fail", "header", only(dns, signed.replace("To: Bob", "Cc: eve@evil.test\nTo: Bob")));
    is("fail", "header", only(dns, "Content-Type: text/html\n" + signed));
  }

  @Test
  void aDomainMayAddWhatIsNotClosed() {
    is("pass", "", only(dns(RSA), "List-Id: <a.test>\nReceived: x\n" + sign(PLAIN, RSA)));
  }

  @Test
  void keysThatAreGone() {
    String signed = sign(PLAIN, RSA);
    is("permerror", "there is no key", only(new FakeDns(), signed));
    is("temperror", "no answer", only(new FakeDns().timeout(KEY), signed));
    is("permerror", "revoked", only(new FakeDns().txt(KEY, "v=DKIM1; p="), signed));
    is("permerror", "is no key", only(new FakeDns().txt(KEY, "v=spf1 -all"), signed));
    is("permerror", "cannot be read", only(new FakeDns().txt(KEY, "p=AAAA"), signed));
    is("permerror", "version", only(new FakeDns().txt(KEY, "k=rsa; v=DKIM1; p=AAAA"), signed));
  }

  @Test
  void keysSayWhatTheyAreFor() {
    String signed = sign(PLAIN, RSA);
    String record = RSA.dnsRecord();
    FakeDns other = new FakeDns().txt(KEY, record + "; h=sha1:sha512");
    is("permerror", "not for sha256", only(other, signed));
    is("permerror", "not for mail", only(new FakeDns().txt(KEY, record + "; s=tlsrpt"), signed));
    is("pass", "", only(new FakeDns().txt(KEY, record + "; s=x : email; h=sha1 : sha256"), signed));
    is("permerror", "another kind", only(new FakeDns().txt(KEY, ED25519.dnsRecord()), signed));
    is(
        "pass",
        "",
        only(new FakeDns().txt(KEY, record + "; x=y; n=for you;").txt(KEY, "p="), signed));
  }

  @Test
  void aDomainThatOnlyTriesFailsLikeOneThatDoesNotSign() {
    String signed = sign(PLAIN, RSA);
    FakeDns trying = new FakeDns().txt(KEY, RSA.dnsRecord() + "; t=y:s");
    Dkim good = only(trying, signed);
    is("pass", "", good);
    assertTrue(good.testing());
    is("neutral", "only tries", only(trying, signed.replace("Dinner?", "Lunch?")));
  }

  @Test
  void identitiesBelowTheDomainNeedAKeyThatAllowsThem() {
    String signed = byHand("i=joe@sub.example.test; ");
    is("pass", "", only(dns(RSA), signed));
    assertEquals("joe@sub.example.test", only(dns(RSA), signed).identity());
    FakeDns strict = new FakeDns().txt(KEY, RSA.dnsRecord() + "; t=s");
    is("permerror", "below the domain", only(strict, signed));
    is("neutral", "not the domain's", only(dns(RSA), byHand("i=joe@other.test; ")));
    is("neutral", "not the domain's", only(dns(RSA), byHand("i=joe@notexample.test; ")));
  }

  @Test
  void signaturesExpire() throws IOException {
    var day = new SigningPolicy(List.of("from"), List.of(), Optional.of(Duration.ofDays(1)));
    String field =
        new DkimSigner(day, () -> Messages.NOW.instant().minus(Duration.ofDays(2)))
            .sign(Messages.message(PLAIN), List.of(RSA));
    is("fail", "expired", only(dns(RSA), field + PLAIN));
    is("neutral", "expires before", only(dns(RSA), byHand("t=100; x=50; ")));
    is("pass", "", only(dns(RSA), byHand("t=100; x=" + "9".repeat(76) + "; ")));
  }

  @Test
  void whatFollowsASignedLengthMakesItWorthNothing() {
    String signed = byHand("l=5; ");
    FakeDns dns = dns(RSA);
    is("policy", "octets at the end", only(dns, signed));
    SignedMessage message = Messages.message(signed);
    assertEquals(List.of("pass"), codes(verify(dns, message, new DkimLimits(10, true))));
    is("fail", "longer message", only(dns, byHand("l=5000; ")));
    is("neutral", "no number", only(dns, byHand("l=-5; ")));
  }

  @Test
  void refusesWhatIsTooWeak() throws GeneralSecurityException {
    is(
        "permerror",
        "RFC 8301",
        only(dns(RSA), sign(PLAIN, RSA).replace("a=rsa-sha256", "a=rsa-sha1")));
    is(
        "permerror",
        "algorithm",
        only(dns(RSA), sign(PLAIN, RSA).replace("a=rsa-sha256", "a=rot13-md4")));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(512);
    KeyPair small = generator.generateKeyPair();
    String record = "p=" + Base64.getEncoder().encodeToString(small.getPublic().getEncoded());
    is("permerror", "512 bits", only(new FakeDns().txt(KEY, record), sign(PLAIN, RSA)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SigningKey(RSA.name(), small.getPrivate(), small.getPublic()));
  }

  @Test
  void readsBareRsaKeysToo() {
    byte[] info = RSA.known().getEncoded();
    // SubjectPublicKeyInfo of 2048 bits: 24 octets come before the RSAPublicKey.
    byte[] bare = java.util.Arrays.copyOfRange(info, 24, info.length);
    String record = "v=DKIM1; p=" + Base64.getEncoder().encodeToString(bare);
    is("pass", "", only(new FakeDns().txt(KEY, record), sign(PLAIN, RSA)));
  }

  @Test
  void brokenSignaturesSayNothing() {
    FakeDns dns = dns(RSA);
    String good = sign(PLAIN, RSA);
    is("neutral", "version", only(dns, good.replace("v=1", "v=2")));
    is("neutral", "From is not signed", only(dns, good.replace("from:", "form:")));
    is("neutral", "missing", only(dns, good.replace("bh=", "bx=")));
    is("neutral", "twice", only(dns, good.replace("v=1;", "v=1; v=1;")));
    is("neutral", "without a value", only(dns, good.replace("v=1;", "v=1;;")));
    is("neutral", "canonicalization", only(dns, good.replace("relaxed/relaxed", "odd/relaxed")));
    is("neutral", "no domain", only(dns, good.replace("d=example.test", "d=test")));
    is("neutral", "no selector", only(dns, good.replace("s=r1", "s=r..1")));
    is("neutral", "not in the DNS", only(dns, good.replace("v=1;", "v=1; q=http/get;")));
    assertEquals(List.of(), verify(dns, PLAIN));
  }

  @Test
  void thousandsOfSignaturesCostTen() {
    var many = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      many.append("DKIM-Signature: v=1; a=rsa-sha256; d=d").append(i).append(".test; s=s; h=from;");
      many.append(" bh=AAAA; b=AAAA\n");
    }
    FakeDns dns = dns(RSA);
    assertEquals(10, verify(dns, many + PLAIN).size());
    assertTrue(dns.asked().size() <= 10);
  }

  @Test
  void aHeaderWithoutEndIsNotChecked() {
    String huge = "X-Big: " + "x".repeat(1 << 20) + "\n" + sign(PLAIN, RSA);
    is("neutral", "too large", only(dns(RSA), huge));
    String spaces = ("X" + " ".repeat(1 << 20) + ": y\n").repeat(3);
    is("neutral", "too large", only(dns(RSA), spaces + sign(PLAIN, RSA)));
  }

  @Test
  void oneKeyIsAskedForOnce() {
    String signed = sign(PLAIN, RSA);
    FakeDns dns = dns(RSA);
    String field = signed.substring(0, signed.length() - PLAIN.length());
    assertEquals(List.of("pass", "pass"), codes(verify(dns, field + signed)));
    assertEquals(List.of("TXT " + KEY), dns.asked());
  }

  @Test
  void aSignatureThatListsItsOwnFieldDoesNotSignItself() {
    String inner = sign(PLAIN, ED25519);
    String signed = byHand(inner, "", "from:dkim-signature:dkim-signature");
    assertEquals(List.of("pass", "pass"), codes(verify(dns(RSA, ED25519), signed)));
  }

  @Test
  void keysAreKeptAndShownWithoutTheirSecret() throws GeneralSecurityException {
    for (SigningKey key : List.of(RSA, ED25519)) {
      SigningKey back =
          SigningKey.of(key.name(), key.secret().getEncoded(), key.known().getEncoded());
      assertEquals(key.dnsRecord(), back.dnsRecord());
      is("pass", "", only(dns(key), sign(PLAIN, back)));
      assertFalse(key.toString().length() > 60, key.toString());
    }
  }

  /** Signs From with RSA, simple for the header and relaxed for the body, with tags of the test. */
  private static String byHand(String tags) {
    return byHand(PLAIN, tags, "from");
  }

  private static String byHand(String text, String tags, String fields) {
    SignedMessage message = Messages.message(text);
    String body = text.substring(text.indexOf("\n\n") + 2).replace("\n", "\r\n");
    String canonical = body.replaceAll("[ \t]+", " ").replace(" \r\n", "\r\n");
    List<String> lengths = new ArrayList<>(List.of(tags.split("l=", -1)));
    boolean cut = lengths.size() > 1 && lengths.get(1).startsWith("5;");
    String hash = Messages.sha256(cut ? canonical.substring(0, 5) : canonical);
    String start =
        "DKIM-Signature:v=1;a=rsa-sha256;d=example.test;s=r1;c=simple/relaxed;"
            + tags
            + "h="
            + fields
            + ";bh="
            + hash
            + ";b=";
    RawField unsigned = RawField.of(start);
    String header =
        message.signedFields(List.of(fields.split(":", -1)), Canonicalization.SIMPLE, unsigned)
            + start;
    return start + Signatures.sign(Algorithm.RSA_SHA256, RSA.secret(), header) + "\n" + text;
  }
}

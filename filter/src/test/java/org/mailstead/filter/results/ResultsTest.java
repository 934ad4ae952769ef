package org.mailstead.filter.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Authentication-Results (RFC 8601). */
class ResultsTest {
  private static AuthenticationResults parse(String text) {
    try {
      return AuthenticationResults.parse(text);
    } catch (ResultsSyntaxException e) {
      throw new AssertionError(e.why() + ": " + text, e);
    }
  }

  private static AuthenticationResults one(MethodResult result) {
    return new AuthenticationResults("mx.example.test", List.of(result));
  }

  @Test
  void writesWhatItReads() {
    var all =
        new AuthenticationResults(
            "mx.example.test",
            List.of(
                MethodResult.of("spf", "pass").with("smtp", "mailfrom", "ada+x@example.org"),
                MethodResult.of("dkim", "fail")
                    .because("the text of the message \"has\" been changed")
                    .with("header", "d", "example.org")
                    .with("header", "i", "@example.org")
                    .with("header", "b", "a/b=c+d"),
                MethodResult.of("iprev", "pass").with("policy", "iprev", "2001:db8::1")));
    assertEquals(
        """
        Authentication-Results: mx.example.test;\r
        \tspf=pass smtp.mailfrom=ada+x@example.org;\r
        \tdkim=fail\r
        \t reason="the text of the message \\"has\\" been changed"\r
        \t header.d=example.org header.i=@example.org\r
        \t header.b="a/b=c+d";\r
        \tiprev=pass policy.iprev="2001:db8::1"\r
        """,
        all.field());
    assertEquals(all, parse(all.payload()));
    assertEquals(all, parse(all.field().substring(all.field().indexOf(':') + 1)));
  }

  @Test
  void nothingFoundIsSaid() {
    var none = new AuthenticationResults("mx.example.test", List.of());
    assertEquals("mx.example.test; none", none.payload());
    assertEquals(none, parse(" mx.example.test 1 ; none "));
  }

  @Test
  void whatStrangersSayStaysWhereItBelongs() {
    String evil = "x) ; dmarc=pass (\"\\\r\nBcc: eve@evil.test\r\n\r\n\u0000\u2028ü";
    AuthenticationResults written =
        one(
            MethodResult.of("spf", "fail")
                .comment(evil)
                .because(evil)
                .with("smtp", "mailfrom", evil));
    String field = written.field();
    assertFalse(field.replace("\r\n\t", " ").strip().contains("\n"), field);
    assertTrue(field.chars().allMatch(c -> c < 0x7f), field);
    AuthenticationResults read = parse(field.substring(field.indexOf(':') + 1));
    assertEquals(1, read.results().size(), field);
    assertEquals("fail", read.results().getFirst().result());
    assertEquals(1, read.results().getFirst().properties().size());
  }

  @Test
  void longWordsAreCut() {
    String field = one(MethodResult.of("spf", "fail").because("x".repeat(10_000))).field();
    assertTrue(field.length() < 500, field);
  }

  /** RFC 8601 appendix B, and what is seen elsewhere. */
  @Test
  void readsWhatOthersWrite() {
    assertEquals(
        List.of(
            MethodResult.of("auth", "pass").with("smtp", "auth", "sender@example.net"),
            MethodResult.of("spf", "pass").with("smtp", "mailfrom", "example.net")),
        parse(
                "example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n"
                    + " spf=pass smtp.mailfrom=example.net")
            .results());
    assertEquals(
        "pass",
        parse(
                "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay)"
                    + " = (wait for it) fail policy (A dot can go here) . (like that) expired (this"
                    + " surprised me) = (as I wasn't expecting it) 1362471462; spf=pass")
            .results()
            .get(1)
            .result());
    MethodResult microsoft =
        parse(
                "spf.test; spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x.test; compauth=pass reason=100")
            .results()
            .get(1);
    assertEquals(Optional.of("100"), microsoft.reason());
    assertEquals(
        Optional.of("AbC/1="),
        parse("mx.google.com; dkim=pass header.i=@x.test header.s=s header.b=AbC/1=;")
            .results()
            .getFirst()
            .find("header", "b"));
    assertEquals(
        Optional.of("::1"),
        parse("a; iprev=pass policy.iprev=::1").results().getFirst().find("policy", "iprev"));
  }

  @Test
  void whatIsNoneIsRefused() {
    for (String bad :
        List.of(
            "",
            ";",
            "a",
            "a;",
            "a; spf",
            "a; spf=",
            "a; spf=pass; none",
            "a; none; spf=pass",
            "a 2; none",
            "a; spf=pass smtp",
            "a; spf=pass smtp.x",
            "a; spf=pass (",
            "\"a; none",
            "a; spf=pass\u0000")) {
      assertThrows(ResultsSyntaxException.class, () -> AuthenticationResults.parse(bad), bad);
    }
  }

  @Test
  void aNameIsClaimedHoweverItIsDressed() {
    for (String claim :
        List.of(
            " mx.example.test; spf=pass",
            "\r\n (hello) MX.Example.Test (1) 1; dmarc=pass",
            " \"mx.example.test\"; none",
            " mx.example.test",
            " x.test; (mx.example.test")) {
      assertTrue(AuthenticationResults.claims(claim, "mx.example.test"), claim);
    }
    for (String other :
        List.of(
            " mx.example.test.evil.test; spf=pass",
            " other.test; spf=pass reason=mx.example.test",
            "")) {
      assertFalse(AuthenticationResults.claims(other, "mx.example.test"), other);
    }
  }
}

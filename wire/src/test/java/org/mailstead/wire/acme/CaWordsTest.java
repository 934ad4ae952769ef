package org.mailstead.wire.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.cert.CertificateNotYetValidException;
import org.junit.jupiter.api.Test;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.toolbox.JSON;

/** Problems of a CA in words for an operator. */
class CaWordsTest {
  private static Problem problem(String json) throws Exception {
    return new Problem(JSON.parse(json), URI.create("https://ca.example/order").toURL());
  }

  private static String why(String json) throws Exception {
    return CaWords.of((AcmeException) new AcmeServerException(problem(json))).why();
  }

  @Test
  void aRecordThatForbidsItIsToldSo() throws Exception {
    assertEquals(
        "a CAA record in the DNS forbids this CA (RFC 8659); change that record, or the CA: for a.test",
        why("{\"type\":\"urn:ietf:params:acme:error:caa\",\"detail\":\"for a.test\"}"));
  }

  @Test
  void eachNameHasItsOwnReason() throws Exception {
    String why =
        why(
            """
            {"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"some","subproblems":[
              {"type":"urn:ietf:params:acme:error:dns","detail":"NXDOMAIN",
               "identifier":{"type":"dns","value":"a.test"}}]}
            """);
    assertEquals(
        "the CA gives no certificate for this name: some; a.test: the CA does not find it in the"
            + " DNS: NXDOMAIN",
        why);
  }

  @Test
  void whatNobodyKnowsIsNamedAndKeptShortAndOnOneLine() throws Exception {
    assertEquals("the CA refuses (urn:x:y): it says no more", why("{\"type\":\"urn:x:y\"}"));
    String long1 = "a\\nb".repeat(1000);
    String why = why("{\"type\":\"urn:ietf:params:acme:error:tls\",\"detail\":\"" + long1 + "\"}");
    assertTrue(why.length() < 700 && !why.contains("\n"), why);
  }

  @Test
  void aClockMayBeTheReason() {
    var e =
        new AcmeNetworkException(
            new java.io.IOException(new CertificateNotYetValidException("NotBefore: 2026")));
    assertTrue(
        CaWords.of((AcmeException) e).why().endsWith("(is the clock of this machine right?)"));
  }
}

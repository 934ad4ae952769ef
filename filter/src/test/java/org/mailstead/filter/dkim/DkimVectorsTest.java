package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;

/** The examples that the standards print. */
class DkimVectorsTest {
  private static String resource(String name) throws IOException {
    try (InputStream in = DkimVectorsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), ISO_8859_1);
    }
  }

  /** RFC 8463 appendix A: one message, signed with both kinds of keys. */
  @Test
  void bothSignaturesOfTheExampleHold() throws IOException {
    var dns =
        new FakeDns()
            .txt(
                "brisbane._domainkey.football.example.com",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .txt(
                "test._domainkey.football.example.com",
                "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
                    + "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
                    + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
                    + "Ip3G+2kryOTIKT+l/K4w3QIDAQAB");
    List<Dkim> results = Messages.verify(dns, resource("rfc8463.eml"));
    assertEquals(List.of("pass", "pass"), Messages.codes(results), results.toString());
    assertEquals("@football.example.com", results.getFirst().identity());
    assertEquals("/gCrinpc", results.getFirst().start());
  }

  /** RFC 6376 appendices A and C, with the white space that its print has lost put back. */
  @Test
  void theSignatureOfTheFirstExampleHolds() throws IOException {
    var dns =
        new FakeDns()
            .txt(
                "brisbane._domainkey.example.com",
                "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkM"
                    + "oGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2"
                    + "UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQ"
                    + "PNUYckcQ2QIDAQAB");
    List<Dkim> results = Messages.verify(dns, resource("rfc6376.eml"));
    // Its identity is of football.example.com, which is below example.com.
    assertEquals(List.of("pass"), Messages.codes(results), results.toString());
    assertEquals("joe@football.example.com", results.getFirst().identity());
    assertEquals("example.com", results.getFirst().domain());
    assertEquals(
        List.of("fail"),
        Messages.codes(Messages.verify(dns, resource("rfc6376.eml").replace("  [", " ["))));
  }

  /** RFC 6376 section 3.4.5. */
  @Test
  void canonicalizesAsTheExamplesSay() throws IOException {
    SignedMessage message =
        Messages.octets("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n");
    List<RawField> fields = message.fields();
    assertEquals("a:X", Canonicalization.RELAXED.header(fields.get(0)));
    assertEquals("b:Y Z", Canonicalization.RELAXED.header(fields.get(1)));
    assertEquals("A: X", Canonicalization.SIMPLE.header(fields.get(0)));
    assertEquals("B : Y\t\r\n\tZ  ", Canonicalization.SIMPLE.header(fields.get(1)));
    var simple = new BodyHash(Canonicalization.SIMPLE, OptionalLong.empty());
    var relaxed = new BodyHash(Canonicalization.RELAXED, OptionalLong.empty());
    BodyHashes hashes = message.hashes(Set.of(simple, relaxed));
    assertEquals(Messages.sha256(" C \r\nD \t E\r\n"), hashes.find(simple).orElseThrow());
    assertEquals(Messages.sha256(" C\r\nD E\r\n"), hashes.find(relaxed).orElseThrow());
  }

  /** RFC 6376 sections 3.4.3 and 3.4.4 print the hashes of nothing with SHA-256. */
  @Test
  void hashesAnEmptyBodyAsPrinted() throws IOException {
    var simple = new BodyHash(Canonicalization.SIMPLE, OptionalLong.empty());
    var relaxed = new BodyHash(Canonicalization.RELAXED, OptionalLong.empty());
    for (String body : List.of("", "\r\n", "\r\n\r\n")) {
      BodyHashes hashes = Messages.octets("A: b\r\n\r\n" + body).hashes(Set.of(simple, relaxed));
      assertEquals(
          "frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=", hashes.find(simple).orElseThrow());
      assertEquals(
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", hashes.find(relaxed).orElseThrow());
    }
  }
}

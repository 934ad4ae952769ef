package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.Scenario;

/** ValiMail's test suite for ARC. */
class ArcSuiteTest {
  private static final String VALIDATION = "mail-auth/arc/arc-draft-validation-tests.yml";
  private static final String SIGNING = "mail-auth/arc/arc-draft-sign-tests.yml";

  private record Case(String name, Scenario test, Scenario all) {
    FakeDns dns() {
      var dns = new FakeDns();
      all.inside("txt-records").fields().forEach((name, text) -> dns.txt(name, text.toString()));
      return dns;
    }

    SignedMessage message() {
      return Messages.message(new String(test.text("message").getBytes(ISO_8859_1), ISO_8859_1));
    }
  }

  private static List<Case> cases(String file) throws Exception {
    List<Case> cases = new ArrayList<>();
    for (Scenario all : Scenario.read(file)) {
      all.all("tests").forEach((name, test) -> cases.add(new Case(name, test, all)));
    }
    return cases;
  }

  @Test
  void allCasesAreThere() throws Exception {
    assertEquals(171, cases(VALIDATION).size());
    assertEquals(17, cases(SIGNING).size());
  }

  @TestFactory
  Stream<DynamicTest> validation() throws Exception {
    return cases(VALIDATION).stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> validate(one)));
  }

  private static void validate(Case one) throws Exception {
    Arc arc = new ArcValidator(one.dns(), DkimLimits.DEFAULT).validate(one.message());
    // Without a word: the last seal says that the chain has failed, which ends the matter.
    String wanted = one.test().text("cv").isEmpty() ? "Fail" : one.test().text("cv");
    assertEquals(wanted, arc.getClass().getSimpleName(), one.name() + ": " + arc);
  }

  @TestFactory
  Stream<DynamicTest> signing() throws Exception {
    return cases(SIGNING).stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> seal(one)));
  }

  private static void seal(Case one) throws Exception {
    Scenario test = one.test();
    SignedMessage message = one.message();
    Arc arc = new ArcValidator(one.dns(), DkimLimits.DEFAULT).validate(message);
    List<String> fields = List.of(test.text("sig-headers").split(":", -1));
    var now = Instant.ofEpochSecond(Long.parseLong(test.text("t")));
    var sealer =
        new ArcSealer(
            key(one.all()),
            new SigningPolicy(fields, List.of(), Optional.empty()),
            Clock.fixed(now, ZoneOffset.UTC),
            TagWriter.UNFOLDED);
    String sealed = sealer.seal(message, arc, results(message, test.text("srv-id")));
    if (test.text("AS").isEmpty()) {
      assertEquals("", sealed);
      return;
    }
    SignedMessage made = Messages.octets(sealed + "\r\n");
    assertEquals(line(test.text("AAR")), line(made.fields(ArcSets.RESULTS).getFirst().value()));
    assertEquals(tags(test.text("AMS")), tags(made.fields(ArcSets.SIGNATURE).getFirst().value()));
    assertEquals(tags(test.text("AS")), tags(made.fields(ArcSets.SEAL).getFirst().value()));
  }

  /** What the fields of this service say, in one payload. */
  private static String results(SignedMessage message, String service) {
    var all = new StringBuilder(service);
    for (RawField field : message.fields("authentication-results")) {
      String value = line(field.value());
      if (value.startsWith(service + ";")) {
        all.append("; ").append(value.substring(service.length() + 1).strip());
      }
    }
    return all.toString();
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static List<String> tags(String text) throws TagSyntaxException {
    TagList tags = TagList.parse(text);
    return tags.names().stream()
        .sorted()
        .map(name -> name + "=" + tags.dense(name).orElse(""))
        .toList();
  }

  private static SigningKey key(Scenario all) throws Exception {
    String base64 = all.text("privatekey").replaceAll("-----[A-Z ]+-----|\\s", "");
    byte[] rsa = Base64.getDecoder().decode(base64);
    // PKCS #8 around the RSAPrivateKey of PKCS #1: lengths of two octets each.
    String inner = HexFormat.of().formatHex(rsa);
    String head = "020100300d06092a864886f70d0101010500";
    String octets = "0482%04x".formatted(rsa.length) + inner;
    int length = (head.length() + octets.length()) / 2;
    byte[] pkcs8 = HexFormat.of().parseHex("3082%04x".formatted(length) + head + octets);
    KeyFactory factory = KeyFactory.getInstance("RSA");
    var secret = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    var known = new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent());
    var name = new KeyName(all.text("domain"), all.text("sel"));
    return new SigningKey(name, secret, factory.generatePublic(known));
  }
}

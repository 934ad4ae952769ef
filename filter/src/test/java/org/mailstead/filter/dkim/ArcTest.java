package org.mailstead.filter.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.filter.dkim.Messages.ED25519;
import static org.mailstead.filter.dkim.Messages.PLAIN;
import static org.mailstead.filter.dkim.Messages.RSA;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.FakeDns;

/** Chains of custodians (RFC 8617). */
class ArcTest {
  private static final FakeDns DNS = Messages.dns(RSA, ED25519);

  private static Arc validate(String text) {
    try {
      return new ArcValidator(DNS, DkimLimits.DEFAULT).validate(Messages.message(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sealed(SigningKey key, String text, String results) {
    try {
      var sealer = new ArcSealer(key, ArcSealer.POLICY, Messages.NOW);
      return sealer.seal(Messages.message(text), validate(text), results) + text;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void fails(String why, String text) {
    Arc.Fail fail = assertInstanceOf(Arc.Fail.class, validate(text));
    assertTrue(fail.why().contains(why), fail.why());
  }

  @Test
  void tellsWhoHadTheMessageAndWhatTheyFound() {
    String once = sealed(RSA, PLAIN, "a.test; spf=pass smtp.mailfrom=x.test");
    String twice = sealed(ED25519, once, "b.test; arc=pass;\r\n\tdmarc=fail");
    Arc.Pass chain = assertInstanceOf(Arc.Pass.class, validate(twice));
    assertEquals(
        List.of(
            new ArcHop(1, "example.test", "example.test", "a.test; spf=pass smtp.mailfrom=x.test"),
            new ArcHop(2, "example.test", "example.test", "b.test; arc=pass; dmarc=fail")),
        chain.hops());
    assertEquals(0, chain.oldestPass());
    assertTrue(chain.explanation().contains("example.test, then example.test"));
  }

  @Test
  void nobodyIsNoFailure() {
    assertEquals(new Arc.None(), validate(PLAIN));
  }

  @Test
  void aCustodianMayChangeTheMessageBeforeItSigns() {
    String once = sealed(RSA, PLAIN, "a.test; none");
    String listed = sealed(RSA, once.replace("Dinner?", "[list] Dinner?"), "b.test; none");
    // Sealed over a chain that held when it came: what the list says of it, not what we find.
    assertEquals("fail", validate(listed).code());
    String later = sealedAfter(once, once.replace("Dinner?", "[list] Dinner?"));
    Arc.Pass chain = assertInstanceOf(Arc.Pass.class, validate(later));
    assertEquals(2, chain.oldestPass());
  }

  private static String sealedAfter(String arrived, String changed) {
    try {
      var sealer = new ArcSealer(RSA, ArcSealer.POLICY, Messages.NOW);
      return sealer.seal(Messages.message(changed), validate(arrived), "b.test; none") + changed;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void changesAfterTheLastCustodianBreakTheChain() {
    String once = sealed(RSA, PLAIN, "a.test; spf=pass");
    fails("text of the message", once.replace("eight", "nine"));
    fails("does not hold", once.replace("Dinner?", "Lunch?"));
    fails("does not hold", once.replace("spf=pass", "dmarc=pass"));
    fails("does not hold", once.replace("cv=none; d=", "cv=none;  x=1; d="));
    fails("missing", once.replaceFirst("(?s)ARC-Message-Signature:.*?\r\nARC-A", "ARC-A"));
  }

  @Test
  void nobodyAddsToAChainThatWasDeclaredBroken() {
    String broken = sealed(RSA, PLAIN, "a.test; none").replace("eight", "nine");
    String declared = sealed(RSA, broken, "b.test; arc=fail");
    assertTrue(declared.contains("cv=fail"));
    Arc.Fail fail = assertInstanceOf(Arc.Fail.class, validate(declared));
    assertTrue(fail.closed());
    assertEquals(declared, sealed(RSA, declared, "c.test; none"));
  }

  @Test
  void fiftyCustodiansAreTheMost() {
    String text = PLAIN;
    for (int i = 1; i <= 50; i++) {
      text = sealed(ED25519, text, "s" + i + ".test; none");
    }
    assertEquals("pass", validate(text).code());
    assertEquals(text, sealed(ED25519, text, "one.more.test; none"));
  }

  @Test
  void whatWasFoundCannotAddFields() {
    String sealed = sealed(RSA, PLAIN, "a.test; spf=pass\r\nBcc: eve@evil.test\r\n\r\nbody");
    assertFalse(sealed.contains("\nBcc:"), sealed);
    assertEquals("pass", validate(sealed).code());
  }

  @Test
  void linesStayShort() {
    String long_ = "a.test; " + "dkim=pass header.d=example.test; ".repeat(20) + "arc=none";
    String sealed = sealed(RSA, PLAIN, long_);
    String fields = sealed.substring(0, sealed.indexOf("From:"));
    for (String line : fields.split("\r\n", -1)) {
      assertTrue(line.length() <= 78, line);
    }
  }
}

package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.SecondFactorPolicy;

class DomainCommandsTest {
  @TempDir Path folder;

  @Test
  void aDomainsPeopleCanBeAskedForASecondFactor() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      assertEquals(SecondFactorPolicy.Rule.OFFERED, policy(home).rule());
      String said =
          home.good("domain", "second-factor", "example.test", "required", "--grace", "7");
      assertEquals("example.test: a second factor is required\n", said);
      assertEquals(SecondFactorPolicy.Rule.REQUIRED, policy(home).rule());
      assertEquals(Duration.ofDays(7), policy(home).grace());
      home.good("domain", "second-factor", "example.test", "off");
      assertEquals(SecondFactorPolicy.Rule.OFF, policy(home).rule());
      Typed.Said wrong = home.type("domain", "second-factor", "example.test", "perhaps");
      assertTrue(wrong.err().contains("offered, off or required, not perhaps"), wrong.toString());
      assertNotEquals(0, wrong.code());
      assertNotEquals(0, home.type("domain", "second-factor", "other.test", "off").code());
      String[] late = {"domain", "second-factor", "example.test", "required", "--grace", "1000"};
      assertNotEquals(0, home.type(late).code());
      assertEquals(SecondFactorPolicy.Rule.OFF, policy(home).rule());
    }
  }

  private static SecondFactorPolicy policy(Typed home) {
    return home.core.directory().domain("example.test").orElseThrow().secondFactor();
  }
}

package org.mailstead.filter.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.mailstead.filter.FakeDns;
import org.mailstead.filter.Scenario;

/** The test suite of openspf.org for RFC 7208. */
class SpfSuiteTest {
  private static final int CASES = 203;

  private record Case(String name, Scenario test, FakeDns dns) {}

  private static List<Case> cases() throws Exception {
    List<Case> cases = new ArrayList<>();
    for (Scenario scenario : Scenario.read("mail-auth/rfc7208-tests.yml")) {
      scenario.all("tests").forEach((name, test) -> cases.add(new Case(name, test, dns(scenario))));
    }
    return cases;
  }

  private static FakeDns dns(Scenario scenario) {
    var dns = new FakeDns();
    scenario
        .inside("zonedata")
        .fields()
        .forEach((name, entries) -> {
          boolean ownTexts = ((List<?>) entries).stream().anyMatch(e -> type(e).equals("TXT"));
          for (Object entry : (List<?>) entries) {
            String type = type(entry);
            if (type.equals("TIMEOUT")) {
              dns.timeout(name);
            } else if (!type.equals("SPF") || !ownTexts) {
              String value = value(((Map<?, ?>) entry).values().iterator().next(), type);
              if (!value.equals("NONE")) {
                dns.with(name, type.equals("SPF") ? "TXT" : type, value);
              }
            }
          }
          dns.exists(name);
        });
    return dns;
  }

  private static String type(Object entry) {
    return entry instanceof Map<?, ?> map
        ? map.keySet().iterator().next().toString()
        : entry.toString();
  }

  private static String value(Object value, String type) {
    if (value instanceof List<?> list) {
      var parts = list.stream().map(Object::toString).toList();
      return String.join(type.equals("MX") ? " " : "", parts);
    }
    return value.toString();
  }

  @Test
  void allCasesAreThere() throws Exception {
    assertEquals(CASES, cases().size());
  }

  @TestFactory
  Stream<DynamicTest> suite() throws Exception {
    return cases().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
  }

  private static void check(Case one) {
    var check = new SpfCheck(one.dns(), Clock.systemUTC(), SpfLimits.STANDARD, "receiver.test");
    Scenario test = one.test();
    Spf spf =
        check.mailFrom(FakeDns.ip(test.text("host")), test.text("helo"), test.text("mailfrom"));
    Object wanted = test.find("result").orElseThrow();
    List<?> allowed = wanted instanceof List<?> several ? several : List.of(wanted);
    assertTrue(allowed.contains(spf.result().code()), spf + " instead of " + wanted);
    if (test.find("explanation").isPresent()) {
      Optional<String> expected =
          Optional.of(test.text("explanation")).filter(text -> !text.equals("DEFAULT"));
      assertEquals(expected, ((SpfResult.Fail) spf.result()).explanation());
    }
    assertTrue(spf.explanation().contains(spf.domain()));
  }
}

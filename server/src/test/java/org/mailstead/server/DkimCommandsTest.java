package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.DomainKey;

/** {@code dkim}: the life of the keys of a domain. */
class DkimCommandsTest {
  private static final String DOMAIN = "example.test";

  @TempDir Path folder;

  private static List<DomainKey.State> states(Typed home) {
    return home.core.keys().of(DOMAIN).stream().map(DomainKey::state).toList();
  }

  @Test
  void aNewDomainSignsAndShowsItsRecords() throws Exception {
    try (var home = new Typed(folder)) {
      assertTrue(
          home.good("domain", "add", DOMAIN).contains("mailstead dkim publish example.test"));
      assertEquals(List.of(DomainKey.State.SIGNING, DomainKey.State.SIGNING), states(home));
      String[] records = home.good("dkim", "publish", "Example.Test").split("\n", -1);
      assertTrue(
          records[0].matches(
              "r[0-9]{8}\\._domainkey\\.example\\.test\\. IN TXT \"v=DKIM1; k=rsa; p=[^\"]{237}\""
                  + " \"[^\"]+\""),
          records[0]);
      assertTrue(
          records[1].matches(
              "e[0-9]{8}\\._domainkey\\.example\\.test\\. IN TXT \"v=DKIM1; k=ed25519; p=[^\"]{44}\""),
          records[1]);
      assertEquals(2, home.good("dkim", "list").lines().filter(l -> l.endsWith("signs")).count());
      assertEquals(ExitCode.REFUSED, home.type("dkim", "add", DOMAIN).code());
      assertEquals(
          "mailstead: there is no domain other.test here; add it first: domain add other.test\n",
          home.type("dkim", "publish", "other.test").err());
    }
  }

  @Test
  void keysAreChangedOnceTheNewOnesCanBeFound() throws Exception {
    Path zone = folder.resolve("zone");
    Files.writeString(zone, "x. IN TXT \"nothing\"\n");
    String settings = "resolver = \"file:" + zone + "\"";
    String first;
    try (var home = new Typed(folder, settings)) {
      home.good("domain", "add", DOMAIN);
      first = home.core.keys().of(DOMAIN).getFirst().selector();
      assertTrue(home.good("dkim", "rotate", DOMAIN).contains("then say this once more"));
      assertEquals(
          List.of(
              DomainKey.State.SIGNING,
              DomainKey.State.SIGNING,
              DomainKey.State.WAITING,
              DomainKey.State.WAITING),
          states(home));
      Typed.Said early = home.type("dkim", "rotate", DOMAIN);
      assertEquals(ExitCode.REFUSED, early.code());
      assertTrue(early.err().startsWith("mailstead: not in the DNS yet: r"), early.err());
      Files.writeString(zone, home.good("dkim", "publish", DOMAIN));
    }
    try (var home = new Typed(folder, settings)) {
      assertTrue(home.good("dkim", "rotate", DOMAIN).contains("its record must stay until"));
      assertEquals(
          List.of(
              DomainKey.State.RETIRED,
              DomainKey.State.RETIRED,
              DomainKey.State.SIGNING,
              DomainKey.State.SIGNING),
          states(home));
      assertEquals(ExitCode.USAGE, home.type("dkim", "remove", DOMAIN, first).code());
      home.good("dkim", "remove", DOMAIN, first, "--yes");
      assertEquals(3, states(home).size());
      assertEquals(ExitCode.REFUSED, home.type("dkim", "remove", DOMAIN, first).code());
    }
  }

  @Test
  void keysGoWithTheirDomain() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", DOMAIN);
      String before = home.good("dkim", "publish", DOMAIN);
      home.good("domain", "remove", DOMAIN);
      home.good("domain", "add", DOMAIN);
      String after = home.good("dkim", "publish", DOMAIN);
      assertEquals(2, after.lines().count());
      assertTrue(before.lines().noneMatch(after::contains));
    }
  }
}

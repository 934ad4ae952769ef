package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.rights.Holding;
import org.mailstead.identity.rights.Role;
import org.mailstead.identity.rights.Roles;
import org.mailstead.identity.rights.Scope;
import org.mailstead.words.AccountId;

/** {@code route}: ways out of this server. */
class RouteCommandsTest {
  @TempDir Path folder;

  @Test
  void aRouteIsSetShownAndForgotten() throws Exception {
    try (var home = new Typed(folder)) {
      assertTrue(home.good("route", "list").contains("no route is set"));
      Typed.Said said =
          home.typeWith(
              "geheim\n",
              "route",
              "add",
              "--to",
              ".Example.org",
              "--relay",
              "smtp.example.net",
              "--login",
              "ada",
              "--password-stdin",
              "--or-direct",
              "--source",
              "127.0.0.1=one.example.org",
              "--turns");
      String line =
          "from * to .example.org: by smtp.example.net:587 with TLS (starttls), signed in as ada,"
              + " past it when it is not reached; from 127.0.0.1=one.example.org in turns\n";
      assertEquals(
          new Typed.Said(
              0, line, "sending is off: mail for other servers is held in the" + " queue\n"),
          said);
      home.good("route", "add", "--relay", "[::1]:2525", "--tls", "none");
      Files.writeString(folder.resolve("secret"), "x");
      home.good(
          "route",
          "add",
          "--from",
          "a.test",
          "--relay",
          "b.test",
          "--tls",
          "implicit",
          "--login",
          "u",
          "--password-file",
          "secret",
          "--name",
          "mx.a.test");
      assertEquals(
          line
              + "from a.test to *: by b.test:465 with TLS (implicit), signed in as u with the"
              + " password in "
              + folder.resolve("secret")
              + "; as mx.a.test\n"
              + "from * to *: by [::1]:2525 without TLS\n",
          home.good("route", "list"));
      assertFalse(home.good("route", "list").contains("geheim"));
      assertEquals("removed: from * to *\n", home.good("route", "remove"));
      assertEquals(
          "mailstead: there is no route from * to *\n", home.type("route", "remove").err());
    }
    try (var home = new Typed(folder)) {
      assertEquals(2, home.good("route", "list").lines().count());
    }
  }

  @Test
  void routesAndRolesAndTenantsAreKeptApart() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", "ada@example.test", "--password", "a-password-of-some-length");
      AccountId ada = home.account("ada@example.test").id();
      Roles roles = home.core.admin().roles();
      roles.grant(ada, new Holding(Role.OWNER, new Scope.Everywhere()));
      home.core.admin().tenants().add("others");
      assertTrue(home.good("route", "list").contains("no route is set"));
      home.good("route", "add", "--relay", "b.test");
      assertEquals(1, roles.of(ada).size());
      assertEquals(2, home.core.admin().tenants().all().size());
      assertEquals("from * to *: by b.test:587 with TLS (starttls)\n", home.good("route", "list"));
    }
  }

  @Test
  void aMistakeIsSaidInASentence() throws Exception {
    try (var home = new Typed(folder)) {
      for (List<String> wrong :
          List.of(
              List.of("--relay", "b.test", "--tls", "none", "only a relay on this machine"),
              List.of("--relay", "b.test", "--tls", "some", "--tls is starttls"),
              List.of("--relay", "b.test:99999", "not a server with its port"),
              List.of("--relay", "a b", "not a server"),
              List.of("--login", "x", "--relay is missing"),
              List.of("--relay", "b.test", "--login", "x", "wants --password-stdin"),
              List.of("--relay", "b.test", "--login", "x", "--password-stdin", "no password on"),
              List.of("--relay", "b.test", "--password-stdin", "--login is missing"),
              List.of("--relay", "b.test", "--login", "x", "--password-file", "no", "no file"),
              List.of("--source", "mail.test", "not an address"),
              List.of("--source", "192.0.2.1", "this machine has not 192.0.2.1; it has "),
              List.of("--name", "a b", "not a domain name"),
              List.of("--from", "a b", "not a domain name"))) {
        var words = new java.util.ArrayList<>(List.of("route", "add"));
        words.addAll(wrong.subList(0, wrong.size() - 1));
        Typed.Said said = home.type(words.toArray(String[]::new));
        assertEquals(ExitCode.REFUSED, said.code(), said.toString());
        assertTrue(said.err().contains(wrong.getLast()), said.toString());
      }
      home.good("route", "add", "--source", "192.0.2.1", "--anyway");
    }
  }

  @Test
  void aProbeTellsHowFarItComes() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("route", "add", "--relay", "127.0.0.1:1", "--tls", "none", "--or-direct");
      Typed.Said said = home.type("route", "test", "x@example.org", "--from", "ada@example.test");
      assertEquals(ExitCode.REFUSED, said.code());
      assertTrue(said.out().startsWith("route from * to *: 127.0.0.1:1"), said.out());
      assertTrue(said.out().contains("127.0.0.1 [127.0.0.1]:1, as localhost"), said.out());
      assertTrue(said.out().endsWith("while it is not reached\n"), said.out());
    }
  }
}

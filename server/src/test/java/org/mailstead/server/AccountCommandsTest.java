package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code account} and {@code domain}: what an operator types when somebody leaves. */
class AccountCommandsTest {
  private static final String ADA = "ada@example.test";

  @TempDir Path folder;

  private static void furnish(Typed home) throws Exception {
    home.good("domain", "add", "example.test");
    home.good("account", "add", ADA, "--password", "not so secret");
    home.good("account", "alias", ADA, "boss@example.test");
    home.deliver(ADA, 3);
  }

  @Test
  void anAccountGoesWhenItIsMeantAndItsAddressIsFree() throws Exception {
    try (var home = new Typed(folder)) {
      furnish(home);
      home.good("account", "add", "bob@example.test", "--password", "not so secret");
      home.good("account", "group", "both@example.test", ADA, "bob@example.test");
      home.good("account", "group", "one@example.test", "boss+x@example.test");
      home.good("domain", "catch-all", "example.test", ADA);
      Typed.Said unsure = home.type("account", "remove", ADA);
      assertEquals(ExitCode.USAGE, unsure.code());
      assertTrue(
          unsure.err().startsWith("this removes ada@example.test with 3 messages, 75 bytes"),
          unsure.err());
      Typed.Said alias = home.type("account", "remove", "boss@example.test", "--yes");
      assertEquals("mailstead: boss@example.test is an alias of ada@example.test\n", alias.err());
      Typed.Said removed = home.type("account", "remove", ADA, "--yes");
      assertEquals(ExitCode.OK, removed.code(), removed.toString());
      assertEquals("ada@example.test: removed (3 of 3)\n", removed.out());
      assertTrue(removed.err().contains("it leaves the group both@example.test\n"));
      assertTrue(removed.err().contains("it leaves the group one@example.test, which is empty"));
      assertTrue(removed.err().contains("unknown addresses of example.test is refused"));
      assertEquals("bob@example.test  0 messages, 0 bytes\n", home.good("account", "list"));
      assertEquals(
          "mailstead: there is no " + ADA + "\n", home.type("account", "remove", ADA).err());
      home.good("account", "add", ADA, "--password", "another one");
      assertTrue(home.good("account", "list").startsWith(ADA + "  0 messages, 0 bytes\n"));
    }
  }

  @Test
  void aRemovalThatWasCutShortGoesOnWhenItIsAskedForAgain() throws Exception {
    try (var home = new Typed(folder)) {
      furnish(home);
      home.core.removal().begin(home.account(ADA));
      assertEquals(ADA + "  is being removed\n", home.good("account", "list"));
      assertEquals(ExitCode.REFUSED, home.type("account", "enable", ADA).code());
      home.good("account", "remove", ADA, "--yes");
      assertEquals("", home.good("account", "list"));
    }
  }

  @Test
  void anAccountIsSwitchedOffAndOn() throws Exception {
    try (var home = new Typed(folder)) {
      furnish(home);
      home.good("account", "disable", ADA);
      assertTrue(home.good("account", "list").contains("switched off"));
      home.good("account", "enable", ADA);
      assertEquals(
          "ada@example.test  3 messages, 75 bytes  also boss@example.test\n",
          home.good("account", "list"));
    }
  }

  @Test
  void aQuotaIsOfOctetsAndOfMessages() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", ADA, "--password", "not so secret");
      String quota = home.good("account", "quota", ADA);
      assertEquals("any number of bytes, 10000000 messages\n", quota);
      home.good("account", "quota", ADA, "1000");
      assertEquals("1000 bytes, 10000000 messages\n", home.good("account", "quota", ADA));
      home.good("account", "quota", ADA, "--messages", "7");
      assertEquals("1000 bytes, 7 messages\n", home.good("account", "quota", ADA));
      home.good("account", "quota", ADA, "0", "--messages", "0");
      quota = home.good("account", "quota", ADA);
      assertEquals("any number of bytes, any number of messages\n", quota);
    }
  }

  @Test
  void aDomainGoesAfterItsAccountsAndGroupsThatNameItAreTold() throws Exception {
    try (var home = new Typed(folder)) {
      furnish(home);
      home.good("domain", "add", "more.test");
      home.good("account", "group", "both@more.test", ADA, "zoe@more.test");
      home.good("account", "group", "one@more.test", ADA);
      home.good("domain", "catch-all", "more.test", ADA);
      assertEquals(
          "mailstead: accounts still have addresses in example.test\n",
          home.type("domain", "remove", "example.test").err());
      home.good("account", "remove", ADA, "--yes");
      home.good("account", "group", "both@more.test", ADA, "zoe@more.test");
      home.good("account", "group", "one@more.test", ADA);
      home.good("domain", "catch-all", "more.test", ADA);
      Typed.Said said = home.type("domain", "remove", "example.test");
      assertEquals(ExitCode.OK, said.code());
      assertTrue(
          said.err().contains("some members of the group both@more.test are at example.test"));
      assertTrue(said.err().contains("all members of the group one@more.test are at example.test"));
      assertTrue(said.err().contains("the catch-all of more.test is at example.test"));
      assertEquals("more.test  catch-all ada@example.test\n", home.good("domain", "list"));
    }
  }
}

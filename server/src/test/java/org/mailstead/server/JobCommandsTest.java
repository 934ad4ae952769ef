package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Emptying;

/** {@code mailbox empty} and {@code job}. */
class JobCommandsTest {
  @TempDir Path folder;

  @Test
  void aMailboxIsEmptiedWhenItIsMeant() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", "ada@example.test", "--password", "not so secret");
      home.deliver("ada@example.test", 3);
      Typed.Said unsure = home.type("mailbox", "empty", "ada@example.test", "INBOX");
      assertEquals(ExitCode.USAGE, unsure.code());
      assertTrue(unsure.err().startsWith("this removes the 3 messages of INBOX of ada@"));
      assertEquals("no jobs\n", home.good("job", "list"));
      assertEquals(
          "INBOX of ada@example.test: emptied (3 of 3)\n",
          home.good("mailbox", "empty", "ada@example.test", "inbox", "--yes"));
      assertTrue(home.good("account", "list").startsWith("ada@example.test  0 messages"));
      assertEquals(
          "empty-a1-m1  done  3 of 3  INBOX of ada@example.test  emptied\n1 jobs\n",
          home.good("job", "list"));
    }
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", "ada@example.test", "--password", "not so secret");
      Typed.Said said = home.type("mailbox", "empty", "ada@example.test", "Nowhere", "--yes");
      assertEquals("mailstead: there is no mailbox Nowhere\n", said.err());
      assertEquals(ExitCode.REFUSED, said.code());
      assertEquals("mailstead: no job x runs\n", home.type("job", "cancel", "x").err());
    }
  }

  @Test
  void aJobThatWasLeftCanBeCancelled() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", "ada@example.test", "--password", "not so secret");
      home.deliver("ada@example.test", 2);
      var post = home.core.post();
      var ada = home.account("ada@example.test").id();
      var inbox = post.mailboxes().tree(ada).inbox().id();
      home.core.jobs().begin(Emptying.job(post, ada, inbox, "INBOX"));
      assertEquals("empty-a1-m1  running  0 of 2  INBOX\n1 jobs\n", home.good("job", "list"));
      home.good("job", "cancel", "empty-a1-m1");
      assertEquals("empty-a1-m1  stopping  0 of 2  INBOX\n1 jobs\n", home.good("job", "list"));
      Typed.Said said = home.type("mailbox", "empty", "ada@example.test", "INBOX", "--yes");
      assertEquals(ExitCode.REFUSED, said.code());
      assertEquals("INBOX: stopped (0 of 2)\n", said.out());
      assertEquals(2, post.view(ada, inbox).size());
    }
  }
}

package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.post.rows.UnsettledRow;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.TenantId;

/** Who shares what with whom, across partitions and across crashes. */
class SharingTest {
  private static final Rights READER = Rights.of(Right.LOOKUP, Right.READ);

  @TempDir Path folder;

  private final World.TestClock clock = new World.TestClock();

  private List<Engine> engines() {
    return List.of(new MemoryEngine(clock), new HostileEngine(new MemoryEngine(clock), 7, 0.2));
  }

  private static MailboxId inbox(World world, AccountId account) {
    return world.post.mailboxes().tree(account).inbox().id();
  }

  private static void grant(World world, AccountId owner, Optional<AccountId> who, Rights rights) {
    world.post.sharing().change(owner, inbox(world, owner), who, false, _ -> rights);
  }

  @Test
  void aMemberFindsWhoSharesWithHim() {
    for (Engine engine : engines()) {
      try (var world = new World(engine, folder, clock)) {
        AccountId ada = world.account("ada");
        AccountId bob = world.account("bob");
        AccountId eve = world.account("eve");
        Sharing sharing = world.post.sharing();
        assertEquals(List.of(), sharing.sharers(bob));
        grant(world, ada, Optional.of(bob), READER);
        assertEquals(List.of(ada), sharing.sharers(bob));
        assertEquals(List.of(), sharing.sharers(eve));
        grant(world, ada, Optional.empty(), READER);
        assertEquals(List.of(ada), sharing.sharers(eve));
        grant(world, ada, Optional.of(bob), Rights.NONE);
        grant(world, ada, Optional.empty(), Rights.NONE);
        assertEquals(List.of(), sharing.sharers(bob));
        assertEquals(List.of(), sharing.sharers(eve));
      }
    }
  }

  @Test
  void whatACrashLeftIsDoneAtTheNextStart() {
    for (Engine engine : engines()) {
      AccountId ada;
      AccountId bob;
      try (var world = new World(engine, folder, clock)) {
        ada = world.account("ada");
        bob = world.account("bob");
        MailboxId inbox = inbox(world, ada);
        world
            .post
            .messages()
            .change(
                ada,
                mail -> {
                  Acls.change(mail, inbox, bob.value(), false, _ -> READER);
                  var row = UnsettledRow.newBuilder().setVersion(mail.version()).build();
                  mail.draft().put(MailKeys.unsettled(bob.value()), Row.write(row));
                  return true;
                });
        assertEquals(List.of(), world.post.sharing().sharers(bob));
      }
      try (var world = new World(engine, folder, clock)) {
        world.post.sharing().finishAll();
        assertEquals(List.of(ada), world.post.sharing().sharers(bob));
        var rows = world.store.read(MailKeys.partition(ada));
        assertEquals(List.of(), rows.scan(MailKeys.unsettled(), false, 10));
      }
    }
  }

  @Test
  void anOldSettlementDoesNotUndoANewerGrant() {
    try (var world = new World(new MemoryEngine(clock), folder, clock)) {
      AccountId ada = world.account("ada");
      AccountId bob = world.account("bob");
      grant(world, ada, Optional.of(bob), READER);
      long before = world.post.version(ada);
      grant(world, ada, Optional.of(bob), READER.with(Rights.of(Right.WRITE)));
      var late =
          world.store.change(
              MailKeys.partition(bob),
              draft -> Sharing.settle(draft, MailKeys.sharedBy(ada), before, false));
      assertEquals(false, late);
      assertEquals(List.of(ada), world.post.sharing().sharers(bob));
    }
  }

  @Test
  void whoIsRemovedIsInNoAclAndSharesNothing() {
    for (Engine engine : engines()) {
      try (var world = new World(engine, folder, clock)) {
        AccountId ada = world.account("ada");
        AccountId bob = world.account("bob");
        AccountId eve = world.account("eve");
        grant(world, ada, Optional.of(bob), READER);
        grant(world, ada, Optional.of(eve), READER);
        grant(world, bob, Optional.of(eve), READER);
        grant(world, bob, Optional.empty(), READER);
        remove(world, bob);
        assertEquals(
            List.of(new AclEntry(Optional.of(eve), false, READER)),
            Acls.entries(Acls.read(world.store.read(MailKeys.partition(ada)), inbox(world, ada))));
        assertEquals(1, rows(world, eve));
        var tenant = world.store.read(MailKeys.partition(TenantId.FIRST));
        assertEquals(List.of(), tenant.scan(MailKeys.sharedBy(), false, 10));
      }
    }
  }

  private static int rows(World world, AccountId member) {
    var rows = world.store.read(MailKeys.partition(member));
    return rows.scan(MailKeys.sharedBy(), false, 10).size();
  }

  private void remove(World world, AccountId id) {
    var jobs = new Jobs(world.store, new Timers(world.store, clock), clock);
    var directory = new AccountRemoval(world.directory, world.changes);
    var removal = new Removal(world.post, world.directory, directory);
    jobs.on(Removal.KIND, removal);
    Job job = jobs.begin(removal.begin(world.directory.account(id).orElseThrow()));
    assertEquals("removed", jobs.follow(job.id(), _ -> true).result());
  }

  @Test
  void anotherTenantIsNobody() {
    try (var world = new World(new MemoryEngine(clock), folder, clock)) {
      AccountId ada = world.account("ada");
      world.changes.addDomain("other.test", new TenantId(2));
      EmailAddress address = EmailAddress.parse("eve@other.test").orElseThrow();
      AccountId eve = world.changes.addAccount(address, "Eve").id();
      Sharing sharing = world.post.sharing();
      grant(world, ada, Optional.empty(), READER);
      assertEquals(Optional.empty(), sharing.account(ada, address));
      assertEquals(List.of(), sharing.sharers(eve));
      assertEquals(Rights.NONE, sharing.rights(eve, ada, inbox(world, ada)));
    }
  }

  @Test
  void manyMessagesAreCopiedToAnotherAccountAllOrNone() {
    for (Engine engine : engines()) {
      try (var world = new World(engine, folder, clock)) {
        AccountId ada = world.account("ada");
        AccountId bob = world.account("bob");
        byte[] large = new byte[100_000];
        new java.util.Random(5).nextBytes(large);
        var first = world.message(ada, World.text("large"), Set.of("\\Seen", "work"));
        world.post.messages().append(ada, inbox(world, ada), List.of(first));
        world
            .post
            .messages()
            .append(ada, inbox(world, ada), List.of(world.message(ada, large, Set.of())));
        for (int i = 0; i < 4; i++) {
          List<NewMessage> some =
              java.util.stream.IntStream.range(0, 20)
                  .mapToObj(n -> world.tagged(ada, "m" + n, Set.of()))
                  .toList();
          world.post.messages().append(ada, inbox(world, ada), some);
        }
        List<Integer> uids = java.util.stream.IntStream.rangeClosed(1, 83).boxed().toList();
        Placed placed =
            world
                .post
                .copies()
                .copy(
                    new CopyAcross.Place(ada, inbox(world, ada)),
                    uids,
                    new CopyAcross.Place(bob, inbox(world, bob)),
                    FlagScope.of(Rights.of(Right.WRITE)));
        assertEquals(82, placed.uids().size());
        assertEquals(uids.subList(0, 82), placed.sources());
        var view = world.post.view(bob, inbox(world, bob));
        assertEquals(82, view.size());
        var names = world.post.keywords(bob).names(view.flags(0));
        assertEquals(List.of("work"), names);
        var email = world.post.emails().get(bob, view.get(1).email());
        assertEquals(ada.value(), email.id().account());
        assertEquals(100_000, email.bodySize());
        assertTrue(email.blob().isPresent());
        Books.check(world, bob, new Books.Seen());
      }
    }
  }
}

package org.mailstead.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.identity.World.address;
import static org.mailstead.identity.World.to;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.signin.Credential;
import org.mailstead.identity.signin.Login;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.identity.signin.Stay;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** An account goes from the directory step by step, and leaves nobody a trace of itself. */
class AccountRemovalTest {
  private static final EmailAddress TEAM = address("team@example.test");
  private static final EmailAddress ALONE = address("alone@example.test");

  private final World world = new World(new MemoryEngine(InstantSource.system()));

  @Test
  void aRemovedAccountLeavesNoAddressAndItsNumberIsNotGivenAgain() {
    Account ada = world.add("ada@example.test");
    world.changes.addAlias(ada.id(), address("countess@example.test"));
    // What the caller knows of it is old: the alias must go all the same.
    world.remove(ada);
    assertEquals(new Recipient.Nobody(), world.resolve("ada@example.test"));
    assertEquals(new Recipient.Nobody(), world.resolve("countess@example.test"));
    assertEquals(Optional.empty(), world.directory.account(ada.id()));
    Account next = world.add("ada@example.test");
    assertTrue(next.id().value() > ada.id().value());
    // A removal that is tried again must not take the newcomer's address.
    world.remove(ada);
    assertEquals(to(Recipient.Why.PRIMARY, next), world.resolve("ada@example.test"));
  }

  @Test
  void onceItIsDecidedTheAccountIsThereForNobody() {
    Account ada = world.add("ada@example.test");
    world.passwords.set(ada.id(), "secret");
    world.removal.begin(ada.id());
    assertEquals(new Recipient.Nobody(), world.resolve("ada@example.test"));
    assertEquals(Optional.empty(), world.directory.account(ada.address()));
    assertEquals(List.of(), world.directory.accounts());
    assertEquals(List.of(ada.id()), world.directory.removing().stream().map(Account::id).toList());
    Refused signIn =
        assertThrows(
            Refused.class,
            () ->
                world.authenticator.password(
                    "ada@example.test", "secret", World.attempt("192.0.2.1")));
    assertEquals(Problem.Kind.BAD_CREDENTIALS, signIn.problem().kind());
    assertThrows(Refused.class, () -> world.changes.changeAccount(ada.id(), a -> a));
    assertThrows(Refused.class, () -> world.changes.addAlias(ada.id(), address("a@example.test")));
    // It still has its address: nobody gets it before it has left its groups.
    assertThrows(Refused.class, () -> world.add("ada@example.test"));
    assertEquals(new Recipient.Nobody(), world.resolve("ada@example.test"));
    world.removal.releaseAddresses(ada.id());
    Account next = world.add("ada@example.test");
    assertEquals(to(Recipient.Why.PRIMARY, next), world.resolve("ada@example.test"));
  }

  @Test
  void whatNamesTheAccountIsToldAndTakenBack() {
    Account ada = world.add("ada@example.test");
    Account bob = world.add("bob@example.test");
    Account list = world.add("ada+list@example.test");
    EmailAddress countess = address("countess@example.test");
    world.changes.addAlias(ada.id(), countess);
    world.changes.setGroup(
        TEAM,
        List.of(
            address("ADA@example.test"),
            bob.address(),
            address("countess+x@example.test"),
            list.address(),
            address("zoe@example.net")));
    world.changes.setGroup(ALONE, List.of(countess));
    world.changes.setCatchAll("example.test", "ada+rest@example.test");
    assertEquals(
        Set.of(
            new Mention.Group(TEAM, false),
            new Mention.Group(ALONE, true),
            new Mention.CatchAll("example.test")),
        Set.copyOf(new Mentions(world.directory).of(ada.id())));
    world.remove(ada);
    assertEquals(List.of(), new Mentions(world.directory).of(ada.id()));
    // A newcomer with the old addresses gets nothing that was meant for the old one.
    Account next = world.add("ada@example.test");
    world.changes.addAlias(next.id(), countess);
    assertEquals(
        new Recipient.Local(
            List.of(bob.id(), list.id()), List.of(address("zoe@example.net")), Recipient.Why.GROUP),
        world.resolve("team@example.test"));
    assertEquals(to(Recipient.Why.GROUP), world.resolve("alone@example.test"));
    assertEquals(new Recipient.Nobody(), world.resolve("nobody@example.test"));
    // The step done once more, as after a crash, leaves what names the newcomer.
    world.changes.setGroup(ALONE, List.of(next.address()));
    world.removal.releaseAddresses(ada.id());
    assertEquals(to(Recipient.Why.GROUP, next), world.resolve("alone@example.test"));
  }

  @Test
  void whatNamesAddressesOfADomainIsTold() {
    world.changes.addDomain("B\u00fccher.example", TenantId.FIRST);
    world.changes.setGroup(TEAM, List.of(address("a@b\u00fccher.example"), ALONE));
    world.changes.setGroup(ALONE, List.of(address("b@xn--bcher-kva.example")));
    assertEquals(
        Set.of(new Mention.Group(TEAM, false), new Mention.Group(ALONE, true)),
        Set.copyOf(new Mentions(world.directory).at("B\u00dcCHER.example")));
  }

  @Test
  void removingAnAccountCanBeCutShortAnywhere() {
    for (int commits = 0; commits < 4; commits++) {
      for (boolean applied : new boolean[] {false, true}) {
        var base = new MemoryEngine(InstantSource.system());
        var first = new World(base);
        Account ada = first.add("ada@example.test");
        first.changes.addAlias(ada.id(), address("boss@example.test"));
        var mortal = new MortalEngine(base);
        var dying = new World(mortal);
        mortal.dieAfter(commits, applied);
        assertThrows(MortalEngine.Killed.class, () -> dying.remove(ada));
        var next = new World(base);
        next.remove(ada);
        assertEquals(List.of(), next.directory.accounts());
        assertEquals(new Recipient.Nobody(), next.resolve("ada@example.test"));
        assertEquals(new Recipient.Nobody(), next.resolve("boss@example.test"));
        next.add("boss@example.test");
      }
    }
  }

  /** Sessions that are open end, and those that open too late end at once. */
  @Test
  void sessionsEndWhenTheirAccountIsSwitchedOffOrRemoved() throws Exception {
    var sasl = new Sasl(world.authenticator);
    Account ada = world.add("ada@example.test");
    Account bob = world.add("bob@example.test");
    var from = World.attempt("192.0.2.1");
    var adasEnds = new Semaphore(0);
    var bobsEnds = new Semaphore(0);
    var adaIsHere = new Login(ada.id(), ada.address(), new Credential.Vouched(), false);
    var bobIsHere = new Login(bob.id(), bob.address(), new Credential.Vouched(), false);
    Stay gone = sasl.enter(adaIsHere, from, () -> adasEnds.release(100));
    gone.close();
    try (Stay _ = sasl.enter(adaIsHere, from, adasEnds::release);
        Stay _ = sasl.enter(adaIsHere, from, adasEnds::release);
        Stay _ = sasl.enter(bobIsHere, from, bobsEnds::release)) {
      world.changes.changeAccount(ada.id(), a -> a);
      world.passwords.set(ada.id(), "new");
      assertFalse(adasEnds.tryAcquire());
      world.changes.changeAccount(ada.id(), AccountRemovalTest::off);
      assertTrue(adasEnds.tryAcquire(2, 20, TimeUnit.SECONDS));
      world.remove(bob);
      assertTrue(bobsEnds.tryAcquire(1, 20, TimeUnit.SECONDS));
    }
    var late = new Semaphore(0);
    sasl.enter(adaIsHere, from, late::release).close();
    sasl.enter(bobIsHere, from, late::release).close();
    assertEquals(2, late.availablePermits());
    assertTrue(adasEnds.availablePermits() < 100, "a session that had ended was called");
  }

  private static Account off(Account a) {
    return a.withDisabled(true);
  }
}

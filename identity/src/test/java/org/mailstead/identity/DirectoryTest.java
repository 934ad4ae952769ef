package org.mailstead.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.identity.World.address;
import static org.mailstead.identity.World.to;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

class DirectoryTest {
  private final MemoryEngine engine = new MemoryEngine(InstantSource.system());
  private final World world = new World(engine);

  private static void refused(Problem.Kind kind, Runnable work) {
    Refused e = assertThrows(Refused.class, work::run);
    assertEquals(kind, e.problem().kind());
  }

  @Test
  void anAddressAnAliasAndADetailLeadToTheAccount() {
    Account ada = world.add("Ada@example.test");
    world.changes.addAlias(ada.id(), address("Countess@example.test"));
    assertEquals(to(Recipient.Why.PRIMARY, ada), world.resolve("aDA@EXAMPLE.test."));
    assertEquals(to(Recipient.Why.ALIAS, ada), world.resolve("countess@example.test"));
    assertEquals(to(Recipient.Why.PLUS, ada), world.resolve("ada+news+x@example.test"));
    assertEquals(to(Recipient.Why.PLUS, ada), world.resolve("countess+x@example.test"));
    assertEquals(new Recipient.Nobody(), world.resolve("eve@example.test"));
    assertEquals(new Recipient.Nobody(), world.resolve("+ada@example.test"));
    assertEquals(new Recipient.Elsewhere(), world.resolve("ada@example.net"));
  }

  @Test
  void anAddressWithADetailOfItsOwnComesFirst() {
    Account ada = world.add("ada@example.test");
    Account list = world.add("ada+list@example.test");
    assertEquals(to(Recipient.Why.PRIMARY, list), world.resolve("ada+list@example.test"));
    assertEquals(to(Recipient.Why.PLUS, ada), world.resolve("ada+other@example.test"));
  }

  @Test
  void aCatchAllGetsWhatNobodyElseDoes() {
    Account ada = world.add("ada@example.test");
    Account bob = world.add("bob@example.test");
    world.changes.setCatchAll("Example.Test", "bob@example.test");
    assertEquals(to(Recipient.Why.CATCH_ALL, bob), world.resolve("anybody@example.test"));
    assertEquals(to(Recipient.Why.PRIMARY, ada), world.resolve("ada@example.test"));
    refused(Problem.Kind.INVALID, () -> world.changes.setCatchAll("example.test", "bob"));
    world.changes.setCatchAll("example.test", "");
    assertEquals(new Recipient.Nobody(), world.resolve("anybody@example.test"));
    refused(Problem.Kind.NOT_FOUND, () -> world.changes.setCatchAll("example.net", ""));
  }

  @Test
  void reportsGoToTheServerUnlessAUserHasTheName() {
    Account ada = world.add("ada@example.test");
    world.add("bob@example.test");
    world.changes.setCatchAll("example.test", "bob@example.test");
    var reports = new Recipient.Reports("example.test");
    assertEquals(reports, world.resolve("Reports@example.test"));
    assertEquals(reports, world.resolve("reports+dmarc@example.test"));
    assertEquals(new Recipient.Elsewhere(), world.resolve("reports@example.net"));
    world.changes.addAlias(ada.id(), address("reports@example.test"));
    assertEquals(to(Recipient.Why.ALIAS, ada), world.resolve("reports@example.test"));
    assertEquals(to(Recipient.Why.PLUS, ada), world.resolve("reports+dmarc@example.test"));
  }

  @Test
  void groupsInGroupsReachEachMemberOnceAndCirclesEnd() {
    Account ada = world.add("ada@example.test");
    Account bob = world.add("bob@example.test");
    EmailAddress outer = address("all@example.test");
    EmailAddress inner = address("team@example.test");
    world.changes.setGroup(inner, List.of(ada.address(), bob.address(), outer, inner));
    world.changes.setGroup(
        outer, List.of(inner, address("ada+x@example.test"), address("zoe@example.net")));
    assertEquals(
        new Recipient.Local(
            List.of(ada.id(), bob.id()), List.of(address("zoe@example.net")), Recipient.Why.GROUP),
        world.resolve("all@example.test"));
    world.changes.setGroup(inner, List.of(address("gone@example.test")));
    world.changes.removeGroup(outer);
    assertEquals(to(Recipient.Why.GROUP), world.resolve("team@example.test"));
    assertEquals(new Recipient.Nobody(), world.resolve("all@example.test"));
    refused(Problem.Kind.NOT_FOUND, () -> world.changes.removeGroup(ada.address()));
    refused(Problem.Kind.EXISTS, () -> world.changes.setGroup(ada.address(), List.of()));
    refused(Problem.Kind.EXISTS, () -> world.add("team@example.test"));
  }

  @Test
  void groupsTooDeepInsideEachOtherEnd() {
    Account ada = world.add("ada@example.test");
    for (int i = 0; i < 20; i++) {
      world.changes.setGroup(
          address("g" + i + "@example.test"), List.of(address("g" + (i + 1) + "@example.test")));
    }
    world.changes.setGroup(address("g20@example.test"), List.of(ada.address()));
    assertEquals(to(Recipient.Why.GROUP), world.resolve("g0@example.test"));
    assertEquals(to(Recipient.Why.GROUP, ada), world.resolve("g14@example.test"));
  }

  @Test
  void anInternationalDomainIsOneHoweverItIsWritten() {
    world.changes.addDomain("B\u00dccher.Example", TenantId.FIRST);
    Account ada = world.add("Gr\u00f6\u00dfe@b\u00fccher.example");
    assertEquals(
        to(Recipient.Why.PRIMARY, ada), world.resolve("gro\u0308\u00dfe@XN--BCHER-KVA.example"));
    refused(
        Problem.Kind.EXISTS,
        () -> world.changes.addDomain("xn--bcher-kva.example", TenantId.FIRST));
  }

  @Test
  void anAddressBelongsToOneOnly() {
    Account ada = world.add("ada@example.test");
    Account bob = world.add("bob@example.test");
    refused(Problem.Kind.EXISTS, () -> world.add("ADA@example.test"));
    refused(Problem.Kind.EXISTS, () -> world.changes.addAlias(bob.id(), ada.address()));
    refused(Problem.Kind.NOT_LOCAL, () -> world.add("ada@example.net"));
    assertEquals(to(Recipient.Why.PRIMARY, ada), world.resolve("ada@example.test"));
  }

  @Test
  void anAccountWritesInItsOwnNamesOnly() {
    Account ada = world.add("ada@example.test");
    Account bob = world.add("bob@example.test");
    world.changes.addAlias(ada.id(), address("countess@example.test"));
    assertTrue(world.directory.maySendAs(ada.id(), address("ADA+x@example.test")));
    assertTrue(world.directory.maySendAs(ada.id(), address("countess@example.test")));
    assertFalse(world.directory.maySendAs(bob.id(), address("countess@example.test")));
    assertFalse(world.directory.maySendAs(ada.id(), address("nobody@example.test")));
    assertFalse(world.directory.maySendAs(ada.id(), address("ada@example.net")));
    world.changes.removeAlias(ada.id(), address("Countess@example.test"));
    assertFalse(world.directory.maySendAs(ada.id(), address("countess@example.test")));
    refused(
        Problem.Kind.NOT_FOUND,
        () -> world.changes.removeAlias(ada.id(), address("countess@example.test")));
  }

  @Test
  void aDomainStaysWhileAnAddressOrGroupIsThere() {
    Account ada = world.add("ada@example.test");
    refused(Problem.Kind.BUSY, () -> world.changes.removeDomain("Example.test"));
    world.remove(ada);
    world.changes.setGroup(address("team@example.test"), List.of());
    refused(Problem.Kind.BUSY, () -> world.changes.removeDomain("example.test"));
    world.changes.removeGroup(address("team@example.test"));
    world.changes.removeDomain("example.test");
    assertEquals(List.of(), world.directory.domains());
    refused(Problem.Kind.NOT_FOUND, () -> world.changes.removeDomain("example.test"));
    refused(Problem.Kind.INVALID, () -> world.changes.addDomain("a..b", TenantId.FIRST));
  }

  /** Whatever is cut short at any commit: the next try ends in a state that is whole. */
  @Test
  void makingAnAccountCanBeCutShortAnywhere() {
    for (int commits = 0; commits < 4; commits++) {
      for (boolean applied : new boolean[] {false, true}) {
        var base = new MemoryEngine(InstantSource.system());
        new World(base);
        var mortal = new MortalEngine(base);
        var dying = new World(mortal);
        mortal.dieAfter(commits, applied);
        assertThrows(MortalEngine.Killed.class, () -> dying.add("ada@example.test"));
        var next = new World(base);
        try {
          next.add("ada@example.test");
        } catch (Refused e) {
          assertEquals(Problem.Kind.EXISTS, e.problem().kind());
        }
        Account ada = next.directory.account(address("ada@example.test")).orElseThrow();
        assertEquals(to(Recipient.Why.PRIMARY, ada), next.resolve("ada@example.test"));
        assertEquals(List.of(ada), next.directory.accounts());
      }
    }
  }

  @Test
  void addingAnAliasCanBeCutShortAnywhere() {
    for (int commits = 0; commits < 3; commits++) {
      for (boolean applied : new boolean[] {false, true}) {
        var base = new MemoryEngine(InstantSource.system());
        Account ada = new World(base).add("ada@example.test");
        Account bob = new World(base).add("bob@example.test");
        var mortal = new MortalEngine(base);
        var dying = new World(mortal);
        mortal.dieAfter(commits, applied);
        EmailAddress alias = address("boss@example.test");
        assertThrows(MortalEngine.Killed.class, () -> dying.changes.addAlias(ada.id(), alias));
        var next = new World(base);
        Account owner = ada;
        try {
          next.changes.addAlias(bob.id(), alias);
          owner = bob;
        } catch (Refused e) {
          assertEquals(Problem.Kind.EXISTS, e.problem().kind());
        }
        assertEquals(to(Recipient.Why.ALIAS, owner), next.resolve("boss@example.test"));
        next.changes.removeAlias(owner.id(), alias);
        assertEquals(new Recipient.Nobody(), next.resolve("boss@example.test"));
      }
    }
  }

  @Test
  void ofManyWhoWantAnAddressOneGetsIt() throws InterruptedException {
    Engine hostile = new HostileEngine(new MemoryEngine(InstantSource.system()), 5, 0.2);
    var shared = new World(hostile);
    for (int round = 0; round < 10; round++) {
      String text = "a" + round + "@example.test";
      List<Account> made = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.startVirtualThread(() -> {
              try {
                made.add(shared.add(text));
              } catch (Refused e) {
                assertEquals(Problem.Kind.EXISTS, e.problem().kind());
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(1, made.size());
      assertEquals(to(Recipient.Why.PRIMARY, made.getFirst()), shared.resolve(text));
    }
    assertEquals(10, shared.directory.accounts().size());
  }
}

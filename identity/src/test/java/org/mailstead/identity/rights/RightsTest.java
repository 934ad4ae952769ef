package org.mailstead.identity.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.Domain;
import org.mailstead.identity.World;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.Network;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

class RightsTest {
  private static final Holding OWNER = new Holding(Role.OWNER, new Scope.Everywhere());

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 9, 0.1));
  private final Roles roles = new Roles(world.store, world.directory);
  private final Tenants tenants = new Tenants(world.store, world.directory, world.clock);
  private final AdminTokens tokens =
      new AdminTokens(world.store, world.directory, roles, new Secrets(new byte[32]), world.clock);
  private final Account ada = world.add("ada@example.test");
  private final Account bob = world.add("bob@example.test");

  private static Caller caller(Holding... held) {
    return new Caller(new Actor.Operator(), "192.0.2.1", List.of(held), true);
  }

  private Domain domain(String name) {
    return world.directory.domain(name).orElseThrow();
  }

  private static String refusal(Runnable what) {
    return assertThrows(Refused.class, what::run).problem().key();
  }

  @Test
  void nobodyMayAnythingByDefaultAndRolesAreAdded() {
    assertEquals(List.of(), roles.of(ada.id()));
    assertFalse(roles.hasOwner());
    roles.grant(ada.id(), OWNER);
    roles.grant(ada.id(), OWNER);
    var help = new Holding(Role.HELP_DESK, new Scope.OfDomain("example.test"));
    roles.grant(bob.id(), help);
    assertEquals(List.of(OWNER), roles.of(ada.id()));
    assertTrue(roles.hasOwner());
    assertEquals(
        List.of(new Roles.Holder(ada, List.of(OWNER)), new Roles.Holder(bob, List.of(help))),
        roles.all());
    roles.revoke(bob.id(), help);
    assertEquals(List.of(), roles.of(bob.id()));
    assertEquals("role.missing", refusal(() -> roles.revoke(bob.id(), help)));
  }

  @Test
  void theLastOwnerStays() {
    roles.grant(ada.id(), OWNER);
    assertEquals("role.last-owner", refusal(() -> roles.revoke(ada.id(), OWNER)));
    assertEquals("role.last-owner", refusal(() -> roles.revokeAll(ada.id())));
    assertEquals("role.last-owner", refusal(() -> roles.needNotLastOwner(ada.id())));
    roles.grant(bob.id(), OWNER);
    world.changes.changeAccount(bob.id(), account -> account.withDisabled(true));
    assertEquals("role.last-owner", refusal(() -> roles.revoke(ada.id(), OWNER)));
    world.changes.changeAccount(bob.id(), account -> account.withDisabled(false));
    roles.needNotLastOwner(ada.id());
    roles.revoke(ada.id(), OWNER);
    assertEquals("role.last-owner", refusal(() -> roles.revoke(bob.id(), OWNER)));
  }

  @Test
  void helpDeskAndAuditorReadNoMailAndChangeNothingElse() {
    assertFalse(Role.HELP_DESK.has(Right.IMPERSONATE));
    assertFalse(Role.HELP_DESK.has(Right.ACCOUNTS_WRITE));
    assertFalse(Role.HELP_DESK.has(Right.QUEUE_READ));
    assertFalse(Role.DOMAIN_ADMIN.has(Right.ROLES_WRITE));
    assertEquals(
        EnumSet.of(
            Right.ACCOUNTS_READ,
            Right.DOMAINS_READ,
            Right.QUEUE_READ,
            Right.SYSTEM_READ,
            Right.AUDIT_READ),
        Role.AUDITOR.rights());
    assertFalse(Role.ADMIN.has(Right.IMPERSONATE));
  }

  @Test
  void aRoleCountsWithinItsScopeOnly() {
    TenantId other = tenants.add("Other").id();
    world.changes.addDomain("other.test", other);
    world.changes.addDomain("second.test", other);
    Caller tenant = caller(new Holding(Role.ADMIN, new Scope.OfTenant(other)));
    assertTrue(tenant.may(Right.ACCOUNTS_WRITE, domain("other.test")));
    assertFalse(tenant.may(Right.ACCOUNTS_WRITE, domain("example.test")));
    assertFalse(tenant.may(Right.SYSTEM_WRITE), "what belongs to no domain");
    Caller one = caller(new Holding(Role.DOMAIN_ADMIN, new Scope.OfDomain("other.test")));
    assertTrue(one.may(Right.ACCOUNTS_WRITE, domain("other.test")));
    assertFalse(one.may(Right.ACCOUNTS_WRITE, domain("second.test")));
    assertEquals("admin.right", refusal(() -> one.need(Right.QUEUE_READ)));
    assertEquals("admin.right", refusal(() -> one.needSomewhere(Right.AUDIT_READ)));
    one.needSomewhere(Right.ACCOUNTS_READ);
  }

  @Test
  void nobodyGivesMoreThanHeHas() {
    TenantId other = tenants.add("Other").id();
    world.changes.addDomain("other.test", other);
    Caller admin = caller(new Holding(Role.ADMIN, new Scope.Everywhere()));
    Caller tenant = caller(new Holding(Role.ADMIN, new Scope.OfTenant(other)));
    admin.needAbove(List.of(new Holding(Role.ADMIN, new Scope.Everywhere())), world.directory);
    assertEquals("admin.above", refusal(() -> admin.needAbove(List.of(OWNER), world.directory)));
    tenant.needAbove(
        List.of(new Holding(Role.HELP_DESK, new Scope.OfDomain("other.test"))), world.directory);
    assertEquals(
        "admin.above",
        refusal(() ->
            tenant.needAbove(
                List.of(new Holding(Role.HELP_DESK, new Scope.OfDomain("example.test"))),
                world.directory)));
    caller(OWNER).needAbove(List.of(OWNER), world.directory);
  }

  private AdminTokens.Wish wish(Holding holding) {
    return new AdminTokens.Wish(
        "backup",
        holding,
        Optional.of(ada.id()),
        Optional.of(world.clock.instant().plus(Duration.ofDays(1))),
        List.of(Network.parse("192.0.2.0/24")));
  }

  @Test
  void aTokenCountsInItsTimeFromItsNetworkAndAsLongAsItsMakerMay() {
    var auditor = new Holding(Role.AUDITOR, new Scope.Everywhere());
    roles.grant(ada.id(), OWNER);
    roles.grant(bob.id(), OWNER);
    AdminTokens.Made made = tokens.make(wish(auditor));
    Caller found = tokens.caller(made.text(), World.host("192.0.2.9")).orElseThrow();
    assertEquals(List.of(auditor), found.holdings());
    assertEquals("token " + made.token().id() + " (backup)", found.actor().word());
    assertTrue(tokens.caller(made.text(), World.host("198.51.100.1")).isEmpty());
    assertTrue(tokens.caller(made.text() + "0", World.host("192.0.2.9")).isEmpty());
    assertEquals(Optional.of(world.clock.instant()), tokens.all().getFirst().used());

    roles.revoke(ada.id(), OWNER);
    assertTrue(tokens.caller(made.text(), World.host("192.0.2.9")).isEmpty(), "his maker's end");
    roles.grant(ada.id(), OWNER);
    assertTrue(tokens.caller(made.text(), World.host("192.0.2.9")).isPresent());
    world.clock.pass(Duration.ofDays(2));
    assertTrue(tokens.caller(made.text(), World.host("192.0.2.9")).isEmpty());
    tokens.remove(made.token().id());
    assertEquals("token.missing", refusal(() -> tokens.remove(made.token().id())));
  }

  @Test
  void tenantsHaveLimits() {
    Tenant made = tenants.add("Other");
    tenants.change(
        new Tenant(made.id(), "Other", 1, 2, 1000, new Tenant.Brand("O", "#0B5CBF", "")));
    tenants.needRoomForDomain(made.id());
    world.changes.addDomain("other.test", made.id());
    assertEquals("tenant.domains", refusal(() -> tenants.needRoomForDomain(made.id())));
    assertEquals("tenant.bytes", refusal(() -> tenants.needRoomForAccount(made.id(), 1, 0, 0)));
    tenants.needRoomForAccount(made.id(), 1, 600, 0);
    Account carl = world.add("carl@other.test");
    world.changes.changeAccount(
        carl.id(), account -> account.withAllowance(account.allowance().withOctets(600)));
    assertEquals("tenant.bytes", refusal(() -> tenants.needRoomForAccount(made.id(), 1, 600, 0)));
    tenants.needRoomForAccount(made.id(), 0, 1000, 600);
    world.add("dora@other.test");
    assertEquals("tenant.accounts", refusal(() -> tenants.needRoomForAccount(made.id(), 1, 1, 0)));
    assertEquals("tenant.used", refusal(() -> tenants.remove(made.id())));
    tenants.needRoomForAccount(TenantId.FIRST, 1000, 0, 0);
  }

  @Test
  void aBrandIsNothingThatRuns() {
    Tenant made = tenants.add("Other");
    for (String help :
        List.of(
            "javascript:alert(1)",
            "http://x.test",
            "mailto:no",
            "mailto:ada@x.test?body=hello",
            "https:x",
            "https://acme.test@evil.test/",
            "https://x.test/\u202egnp",
            "https://x.test/\" onclick=\"",
            "tel:",
            "tel:+49;phone-context=evil",
            "tel:+49%3c",
            "//x.test",
            "x",
            "https://x.test/" + "x".repeat(500))) {
      var brand = new Tenant.Brand("", "", help);
      assertEquals(
          "tenant.help",
          refusal(() -> tenants.change(new Tenant(made.id(), "Other", 0, 0, 0, brand))),
          help);
    }
    for (String help :
        List.of("https://x.test/help?a=b", "mailto:help@x.test", "tel:+49-30-1234", "tel:110")) {
      var brand = new Tenant.Brand("", "", help);
      assertEquals(
          brand, tenants.change(new Tenant(made.id(), "Other", 0, 0, 0, brand)).brand(), help);
    }
    var red = new Tenant.Brand("", "red;}", "");
    assertEquals(
        "tenant.colour",
        refusal(() -> tenants.change(new Tenant(made.id(), "Other", 0, 0, 0, red))));
    assertEquals(
        Problem.Kind.EXISTS,
        assertThrows(Refused.class, () -> tenants.add("Other")).problem().kind());
  }

  @Test
  void aNameStaysWhereItStands() {
    Tenant made = tenants.add("Other");
    for (String name : List.of("a\nb", "Acme\u202etest", "\u2066x", "a\u2028b", "x".repeat(101))) {
      var brand = new Tenant.Brand(name, "", "");
      assertEquals(
          "tenant.brand",
          refusal(() -> tenants.change(new Tenant(made.id(), "Other", 0, 0, 0, brand))),
          name);
      assertEquals("tenant.name", refusal(() -> tenants.add(name)), name);
    }
    for (String name : List.of("<b>Acme</b> & \"Söhne\"", "علی\u200cرضا", "Ацме 邮件", "")) {
      var brand = new Tenant.Brand(name, "", "");
      assertEquals(brand, tenants.change(new Tenant(made.id(), "Other", 0, 0, 0, brand)).brand());
    }
  }
}

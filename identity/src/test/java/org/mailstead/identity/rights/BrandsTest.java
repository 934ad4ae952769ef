package org.mailstead.identity.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.World;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.TenantId;

/** Who sees whose name and colour. */
class BrandsTest {
  private static final Tenant.Brand ACME =
      new Tenant.Brand("Acme", "#0B5CBF", "https://help.acme.test/");
  private static final Tenant.Brand SHOP = new Tenant.Brand("Shop", "#7A1FA2", "");

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final Brands brands = world.brands;

  @BeforeEach
  void twoTenants() {
    world.changes.addDomain("acme.test", tenant("Acme", ACME));
    world.changes.addDomain("shop.acme.test", tenant("Shop", SHOP));
  }

  private TenantId tenant(String name, Tenant.Brand brand) {
    TenantId id = world.tenants.add(name).id();
    world.tenants.change(new Tenant(id, name, 0, 0, 0, brand));
    return id;
  }

  @Test
  void aHostHasTheBrandOfTheDomainThatItIsOrIsBelow() {
    assertEquals(ACME, brands.ofHost("acme.test"));
    assertEquals(ACME, brands.ofHost("mail.acme.test"));
    assertEquals(ACME, brands.ofHost("MAIL.Acme.Test."));
    assertEquals(SHOP, brands.ofHost("webmail.shop.acme.test"), "the longer one counts");
    assertEquals(Tenant.Brand.NONE, brands.ofHost("mail.example.test"));
  }

  @Test
  void aHostThatOnlyLooksLikeItHasNone() {
    for (String host :
        new String[] {
          "",
          "test",
          "notacme.test",
          "acme.test.evil.example",
          "localhost",
          "127.0.0.1",
          "[::1]",
          "..",
          "acme.test/",
          "a".repeat(300),
          "x.".repeat(120) + "test",
          "\u202eacme.test"
        }) {
      assertEquals(Tenant.Brand.NONE, brands.ofHost(host), host);
    }
    assertEquals(ACME, brands.ofHost("x.".repeat(100) + "acme.test"), "long, but below it");
  }

  @Test
  void anAddressHasThatOfItsDomainWhetherSomebodyHasItOrNot() {
    world.add("ada@acme.test");
    assertEquals(Optional.of(ACME), brands.ofAddress("ada@acme.test"));
    assertEquals(Optional.of(ACME), brands.ofAddress("nobody@acme.test"));
    assertEquals(Optional.of(Tenant.Brand.NONE), brands.ofAddress("bob@example.test"));
    assertEquals(Optional.empty(), brands.ofAddress("bob@elsewhere.test"));
    assertEquals(Optional.empty(), brands.ofAddress("bob@mail.acme.test"), "no domain of ours");
    assertEquals(Optional.empty(), brands.ofAddress("no address"));
  }

  @Test
  void anAccountHasThatOfItsTenant() {
    assertEquals(SHOP, brands.of(world.add("eve@shop.acme.test")));
    assertEquals(Tenant.Brand.NONE, brands.of(world.add("bob@example.test")));
  }
}

package org.mailstead.post.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Accounts;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Watchers;

/** Which route counts, and that it is kept. */
class RouteTableTest {
  private static final Route.Exit DIRECT = new Route.Exit.Direct();

  private final Accounts store =
      new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());
  private final RouteTable table = new RouteTable(store);

  private void set(String from, String to) {
    var _ = table.put(new Scope(from, to), DIRECT, Route.Pool.ANY);
  }

  private String found(String from, String to) {
    return table.find(from, to).map(route -> route.scope().toString()).orElse("none");
  }

  @Test
  void whatSaysMostOfTheRecipientGoesFirstThenOfTheSender() {
    assertEquals("none", found("a.test", "b.test"));
    set("", "");
    set("a.test", "");
    set("", ".b.test");
    set("", "c.b.test");
    set("a.test", ".b.test");
    set(".test", "");
    assertEquals("from * to *", found("", "x.org"));
    assertEquals("from a.test to *", found("a.test", "x.org"));
    assertEquals("from .test to *", found("z.test", "x.org"));
    assertEquals("from * to .b.test", found("z.org", "d.b.test"));
    assertEquals("from a.test to .b.test", found("a.test", "b.test"));
    assertEquals("from * to c.b.test", found("a.test", "c.b.test"));
    assertEquals("from .test to *", found("z.test", "xb.test"));
    assertTrue(table.remove(new Scope("", "c.b.test")));
    assertFalse(table.remove(new Scope("", "c.b.test")));
    assertEquals("from a.test to .b.test", found("a.test", "c.b.test"));
  }

  @Test
  void aRouteIsKeptAsItIsAndShowsNoPassword() {
    var login = new Route.Login("ada", new Route.Secret.Kept("geheim"));
    var relay =
        new Route.Exit.Relay("relay.test", 465, Route.Tls.IMPLICIT, Optional.of(login), true);
    var pool =
        new Route.Pool(
            List.of(
                Source.parse("192.0.2.1=one.test").orElseThrow(),
                Source.parse("2001:db8::1").orElseThrow()),
            "we.test",
            true);
    Route first = table.put(Scope.ALL, relay, pool);
    assertEquals(List.of(first), new RouteTable(store).all());
    assertFalse(first.toString().contains("geheim"), first.toString());
    var inFile = new Route.Login("ada", new Route.Secret.InFile(Path.of("/etc/secret")));
    var other = new Route.Exit.Relay("::1", 25, Route.Tls.NONE, Optional.of(inFile), false);
    Route second = table.put(Scope.ALL, other, Route.Pool.ANY);
    assertEquals(List.of(second), new RouteTable(store).all());
    assertTrue(second.number() > first.number());
    table.remove(Scope.ALL);
    assertTrue(table.put(Scope.ALL, DIRECT, pool).number() > second.number());
  }

  @Test
  void sidesAndSourcesAreCheckedAsTheyAreWritten() {
    assertEquals(Optional.of(""), Scope.side("*"));
    assertEquals(Optional.of(".xn--bcher-kva.example"), Scope.side(".B\u00fccher.example"));
    assertEquals(Optional.empty(), Scope.side("a b"));
    assertEquals(Optional.empty(), Scope.side("."));
    assertEquals(Optional.empty(), Source.parse("mail.example.org"));
    assertEquals(Optional.empty(), Source.parse("192.0.2.1=a b"));
    assertTrue(Source.parse("127.0.0.1").orElseThrow().isHere());
    assertFalse(Source.parse("192.0.2.1").orElseThrow().isHere());
  }
}

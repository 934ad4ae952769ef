package org.mailstead.identity.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** Values by scope, how they are changed, and who may. */
class SettingsTest {
  private static final Scope SYSTEM = new Scope.OfSystem();
  private static final Scope DOMAIN = new Scope.OfDomain("example.test");

  private static final Setting<Integer> LIMIT =
      Setting.of("One", "limit", new Type.Whole(0, 100), 10, "A limit.")
          .downTo(Scope.Level.ACCOUNT);

  private static final Setting<Boolean> SWITCH =
      Setting.of("One", "switch", new Type.Flag(), false, "A switch.");

  private static final Setting<Duration> TIME =
      Setting.of(
              "Two",
              "time",
              new Type.Time(Duration.ZERO, Duration.ofDays(9)),
              Duration.ofMinutes(90),
              "A time.")
          .when(Effect.RESTART);

  private static final Setting<String> NAME =
      Setting.of(
              "Two",
              "name",
              new Type.Text<>(Optional::of, text -> text, "is a name"),
              "x",
              "A name.")
          .when(Effect.FILE);

  private static final Setting<List<String>> LONG =
      Setting.of(
          "Two",
          "long",
          new Type.Words<>(
              word -> Optional.of(word).filter(one -> !one.equals("bad")),
              word -> word,
              "is a list of good words"),
          List.of(),
          "Words.");

  private static final Schema SCHEMA =
      new Schema(
          List.of(LIMIT, SWITCH, TIME, NAME, LONG),
          List.of(values ->
              values.get(SWITCH) && values.get(LIMIT) > 50
                  ? Optional.of(new Rule.Broken(LIMIT, "is at most 50 while switch is true"))
                  : Optional.empty()));

  private static Stream<Engine> engines() {
    return Stream.of(
        new MemoryEngine(InstantSource.system()),
        new HostileEngine(new MemoryEngine(InstantSource.system()), 7, 0.1));
  }

  private static Settings settings(World world) {
    return settings(world, Map.of());
  }

  private static Settings settings(World world, Map<String, Pin> pins) {
    return new Settings(SCHEMA, pins, world.store, world.directory, world.clock);
  }

  private static Problem.Kind kind(Runnable work) {
    return assertThrows(Refused.class, work::run).problem().kind();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void theNarrowestCounts(Engine engine) {
    var world = new World(engine);
    Account ada = world.add("ada@example.test");
    Settings settings = settings(world);
    Scope account = new Scope.OfAccount(ada.id());
    assertEquals(10, settings.get(LIMIT, ada.id()));
    settings.set(SYSTEM, "limit", "20", "me");
    assertEquals(20, settings.get(LIMIT, ada.id()));
    settings.set(new Scope.OfTenant(TenantId.FIRST), "limit", "30", "me");
    assertEquals(30, settings.get(LIMIT, ada.id()));
    settings.set(DOMAIN, "limit", "40", "me");
    assertEquals(40, settings.get(LIMIT, ada.id()));
    assertEquals(40, settings.get(LIMIT, "example.test"));
    settings.set(account, "limit", "50", "me");
    assertEquals(50, settings.get(LIMIT, ada.id()));
    assertEquals(40, settings.get(LIMIT, "example.test"));
    assertEquals(30, settings.get(LIMIT, TenantId.FIRST));
    assertEquals(20, settings.get(LIMIT));
    assertEquals(20, settings.get(LIMIT, "other.test"));
    Value value = settings.find("limit", account);
    assertEquals("50", value.text());
    assertEquals(new Source.Set(account, "me", world.clock.millis()), value.source());
    assertTrue(value.isOwn(account));
    for (Scope scope : List.of(account, DOMAIN, new Scope.OfTenant(TenantId.FIRST), SYSTEM)) {
      settings.reset(scope, "limit", "me");
    }
    assertEquals(10, settings.get(LIMIT, ada.id()));
    assertEquals(new Source.Default(), settings.find("limit", account).source());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whatIsSetOutlivesTheProcess(Engine engine) {
    var world = new World(engine);
    Settings before = settings(world);
    before.set(SYSTEM, "limit", "20", "me");
    Value time = before.set(SYSTEM, "time", "2 hours", "me");
    assertTrue(time.waits());
    Settings after = settings(new World(engine));
    assertEquals(20, after.get(LIMIT));
    assertEquals(Duration.ofHours(2), after.get(TIME));
    assertEquals("2 hours", after.find("time", SYSTEM).text());
    assertTrue(!after.find("time", SYSTEM).waits());
  }

  @Test
  void whatIsMadeOfThemIsMadeAnewOnlyWhenTheyChange() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Settings settings = settings(world);
    Settings other = settings(world);
    var live = settings.live(now -> List.of(now.get(LIMIT)));
    List<Integer> first = live.get();
    world.add("ada@example.test");
    settings.set(DOMAIN, "limit", "40", "me");
    assertSame(first, live.get());
    other.set(SYSTEM, "limit", "20", "me");
    List<Integer> second = live.get();
    assertNotSame(first, second);
    assertEquals(List.of(20), second);
    assertSame(second, live.get());
  }

  @Test
  void whatIsMadeForManyIsMadeAnewWhenAnyOfItMayBeAnother() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Account ada = world.add("ada@example.test");
    Settings settings = settings(world);
    var made = new ArrayList<String>();
    var limits =
        settings.<Account, Integer>liveFor(account -> {
          made.add(account.address().local());
          return settings.get(LIMIT, account.id());
        });
    assertEquals(10, limits.apply(ada));
    assertEquals(10, limits.apply(ada));
    assertEquals(List.of("ada"), made);
    settings(world).set(DOMAIN, "limit", "40", "me");
    assertEquals(40, limits.apply(ada));
    settings.set(new Scope.OfAccount(ada.id()), "limit", "50", "me");
    assertEquals(50, limits.apply(ada));
    settings.reset(new Scope.OfAccount(ada.id()), "limit", "me");
    settings.set(SYSTEM, "limit", "20", "me");
    settings.reset(DOMAIN, "limit", "me");
    assertEquals(20, limits.apply(ada));
  }

  @Test
  void whoWatchesIsTold() throws Exception {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Settings settings = settings(world);
    List<Change> changes = new ArrayList<>();
    var seen = new CountDownLatch(1);
    settings.listen(changes::add);
    settings(world)
        .watch(() -> {
          if (settings.get(SWITCH)) {
            seen.countDown();
          }
        });
    settings.set(SYSTEM, "switch", "true", "me");
    assertTrue(seen.await(20, TimeUnit.SECONDS));
    settings.set(SYSTEM, "switch", "false", "you\u0000\n");
    settings.reset(SYSTEM, "switch", "me");
    settings.reset(SYSTEM, "switch", "me");
    assertEquals(
        List.of(
            new Change(SYSTEM, "switch", Optional.empty(), Optional.of("true"), "me"),
            new Change(SYSTEM, "switch", Optional.of("true"), Optional.of("false"), "you\u0000\n"),
            new Change(SYSTEM, "switch", Optional.of("false"), Optional.empty(), "me")),
        changes);
  }

  @Test
  void whatCannotBeIsRefused() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Settings settings = settings(world, Map.of("name", new Pin("y", 3)));
    for (String wrong :
        List.of("", "-1", "101", "1.5", " 1", "1e1", "٣", "99999999999999999999", "x\u0000")) {
      assertEquals(
          Problem.Kind.INVALID, kind(() -> settings.set(SYSTEM, "limit", wrong, "me")), wrong);
    }
    assertEquals(Problem.Kind.NOT_FOUND, kind(() -> settings.set(SYSTEM, "Limit", "1", "me")));
    assertEquals(
        Problem.Kind.UNSUPPORTED, kind(() -> settings.set(DOMAIN, "switch", "true", "me")));
    assertEquals(Problem.Kind.REFUSED, kind(() -> settings.set(SYSTEM, "name", "z", "me")));
    assertEquals(
        Problem.Kind.NOT_FOUND,
        kind(() -> settings.set(new Scope.OfDomain("no.test"), "limit", "1", "me")));
    assertEquals("y", settings.get(NAME));
    assertEquals(Problem.Kind.INVALID, kind(() -> settings.set(SYSTEM, "long", "a bad b", "me")));
    String huge = "x".repeat(Type.MAX_TEXT + 1);
    assertEquals(Problem.Kind.INVALID, kind(() -> settings.set(SYSTEM, "long", huge, "me")));
    String many = "x ".repeat(501);
    assertEquals(Problem.Kind.INVALID, kind(() -> settings.set(SYSTEM, "long", many, "me")));
  }

  @Test
  void aRuleBetweenSettingsIsKept() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Settings settings = settings(world);
    settings.set(SYSTEM, "switch", "true", "me");
    Refused refused = assertThrows(Refused.class, () -> settings.set(SYSTEM, "limit", "51", "me"));
    assertEquals(
        Problem.of(
            Problem.Kind.INVALID, "settings.value", "limit", "is at most 50 while switch is true"),
        refused.problem());
    settings.reset(SYSTEM, "switch", "me");
    settings.set(SYSTEM, "limit", "51", "me");
    assertEquals(Problem.Kind.INVALID, kind(() -> settings.set(SYSTEM, "switch", "true", "me")));
  }

  @Test
  void theFileHoldsFastForAllUntilItDoesNot() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Account ada = world.add("ada@example.test");
    settings(world).set(new Scope.OfAccount(ada.id()), "limit", "5", "me");
    Settings settings = settings(world, Map.of("limit", new Pin("7", 12)));
    assertEquals(7, settings.get(LIMIT, ada.id()));
    assertEquals(new Source.File(12), settings.find("limit", DOMAIN).source());
    for (Scope scope : List.of(SYSTEM, DOMAIN, new Scope.OfAccount(ada.id()))) {
      assertEquals(Problem.Kind.REFUSED, kind(() -> settings.set(scope, "limit", "1", "me")));
      assertEquals(Problem.Kind.REFUSED, kind(() -> settings.reset(scope, "limit", "me")));
    }
    settings.rereadBy(Map::of);
    settings.set(SYSTEM, "limit", "1", "me");
    assertEquals(1, settings.get(LIMIT));
    assertEquals(5, settings.get(LIMIT, ada.id()));
  }

  @Test
  void whatTheFileHoldsIsTakenOverWithoutAChange() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Map<String, Pin> pins =
        Map.of("limit", new Pin("7", 12), "name", new Pin("y", 1), "switch", new Pin("true", 2));
    Settings settings = settings(world, pins);
    Map<String, Pin> held = settings.pinned();
    assertEquals(List.of("limit", "switch"), held.keySet().stream().sorted().toList());
    settings.adopt(held, "me");
    settings.released(held.keySet());
    assertEquals(7, settings.get(LIMIT));
    assertTrue(settings.get(SWITCH));
    assertEquals(
        new Source.Set(SYSTEM, "me", world.clock.millis()),
        settings.find("limit", SYSTEM).source());
    assertEquals("y", settings.get(NAME));
  }

  @Test
  void whatIsSetGoesWithWhomItIsSetFor() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    Account ada = world.add("ada@example.test");
    Settings settings = settings(world);
    settings.set(new Scope.OfAccount(ada.id()), "limit", "5", "me");
    settings.set(DOMAIN, "limit", "6", "me");
    world.remove(ada);
    assertEquals(
        Problem.Kind.NOT_FOUND, kind(() -> settings.find("limit", new Scope.OfAccount(ada.id()))));
    assertEquals(10, settings.get(LIMIT, ada.id()));
    world.changes.removeDomain("example.test");
    assertEquals(10, settings.get(LIMIT, "example.test"));
    world.changes.addDomain("example.test", TenantId.FIRST);
    assertEquals(10, settings.get(LIMIT, "example.test"));
  }

  @Test
  void whatAnotherReleaseSetAndThisOneDoesNotUnderstandIsPassedOver() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    var wide = Setting.of("One", "limit", new Type.Whole(0, 1000), 10, "A limit.");
    var more = Setting.of("One", "more", new Type.Flag(), false, "More.");
    var newer =
        new Settings(
            new Schema(List.of(wide, more), List.of()),
            Map.of(),
            world.store,
            world.directory,
            world.clock);
    newer.set(SYSTEM, "limit", "500", "me");
    newer.set(SYSTEM, "more", "true", "me");
    Settings older = settings(world);
    assertEquals(10, older.get(LIMIT));
    older.set(SYSTEM, "switch", "true", "me");
    assertEquals(500, newer.get(wide));
    assertTrue(newer.get(more));
  }

  @Test
  void moreThanARowHoldsIsRefused() {
    var world = new World(new MemoryEngine(InstantSource.system()));
    List<Setting<?>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(
          Setting.of(
              "Many",
              "text" + i,
              new Type.Text<>(Optional::of, text -> text, "is a text"),
              "x",
              "A text."));
    }
    var settings =
        new Settings(
            new Schema(all, List.of()), Map.of(), world.store, world.directory, world.clock);
    String text = "y".repeat(Type.MAX_TEXT);
    for (int i = 0; i < 15; i++) {
      settings.set(SYSTEM, "text" + i, text, "me");
    }
    assertEquals(Problem.Kind.TOO_LARGE, kind(() -> settings.set(SYSTEM, "text15", text, "me")));
  }
}

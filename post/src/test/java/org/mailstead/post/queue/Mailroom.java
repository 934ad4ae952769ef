package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mailstead.identity.DomainKeys;
import org.mailstead.post.KeyRing;
import org.mailstead.post.Timers;
import org.mailstead.post.tls.WebPolicies;
import org.mailstead.store.Engine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.Connector;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** A house with a running queue, and names that lead to servers on this machine. */
final class Mailroom implements AutoCloseable {
  private static final String ZONE =
      """
      one.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      two.test. IN MX 10 dead.two.test.
      two.test. IN MX 20 mx.two.test.
      dead.two.test. IN A 127.0.0.9
      mx.two.test. IN A 127.0.0.2
      plain.test. IN A 127.0.0.2
      six.test. IN AAAA ::1
      null.test. IN MX 0 .
      loop.test. IN MX 10 mx.example.test.
      loop.test. IN MX 20 mx.one.test.
      backup.test. IN MX 5 mx.one.test.
      backup.test. IN MX 10 mx.example.test.
      nowhere.test. IN MX 10 gone.nowhere.test.
      empty.test. IN TXT "no mail"
      """;

  final House house;
  final Timers timers;
  final Queue queue;
  private final Wire wire = new Wire();

  Mailroom(Path home, int port) throws IOException {
    this(new House(home, new MemoryEngine(InstantSource.system())), port, true);
  }

  Mailroom(Path home, Engine engine, int port) throws IOException {
    this(new House(home, engine), port, true);
  }

  Mailroom(House house, int port, boolean sending) throws IOException {
    this(house, QueueConfig.of("mx.example.test", port, sending));
  }

  Mailroom(House house, QueueConfig config) throws IOException {
    this(house, config, new ZoneFileResolver(zone(), false));
  }

  private static ByteArrayInputStream zone() {
    return new ByteArrayInputStream(ZONE.getBytes(UTF_8));
  }

  Mailroom(House house, QueueConfig config, Resolver resolver) {
    this(house, config, resolver, Connector::new, 443);
  }

  /** One whose settings change. */
  Mailroom(House house, Supplier<QueueConfig> config) throws IOException {
    this(house, config, new ZoneFileResolver(zone(), false), Connector::new, 443);
  }

  Mailroom(
      House house,
      QueueConfig config,
      Resolver resolver,
      Function<Wire, Connector> connecting,
      int https) {
    this(house, () -> config, resolver, connecting, https);
  }

  /**
   * @param https where web servers listen
   */
  Mailroom(
      House house,
      Supplier<QueueConfig> config,
      Resolver resolver,
      Function<Wire, Connector> connecting,
      int https) {
    this.house = house;
    timers = new Timers(house.store, house.clock);
    Connector connector = connecting.apply(wire);
    queue =
        new Queue(
            house.store,
            house.blobs,
            house.post,
            house.directory,
            timers,
            resolver,
            connector,
            new WebPolicies(resolver, connector, https),
            config,
            forwarding(house),
            house.clock);
    queue.start();
    timers.start();
  }

  static Forwarding forwarding(House house) {
    return new Forwarding(
        new Srs(House.KEY, "mx.example.test", house.clock),
        new KeyRing(new DomainKeys(house.directory), house.clock),
        _ -> true,
        house.clock);
  }

  /** Moves the clock. */
  void later(Duration by) {
    house.clock.set(house.clock.instant().plus(by));
    timers.look();
  }

  static void await(Callable<Boolean> what) throws Exception {
    for (int i = 0; i < 20_000; i++) {
      if (what.call()) {
        return;
      }
      Thread.sleep(Duration.ofMillis(1));
    }
    throw new AssertionError("it did not come true");
  }

  /** Waits until nothing is left to do at this time; what is held or waits for later stays. */
  void settle() throws Exception {
    await(queue::isQuiet);
  }

  @Override
  public void close() {
    queue.close();
    timers.close();
    wire.close();
  }
}

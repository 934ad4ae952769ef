package org.mailstead.post.queue;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailstead.post.route.Route;
import org.mailstead.post.route.Source;

/**
 * How servers are spoken to on one route: from which address of its pool, under which name.
 *
 * @param destination to which mail goes, by which an address is chosen
 */
record Manners(Outlet outlet, String destination, Usual usual) {
  /**
   * What holds where no route says otherwise.
   *
   * @param port where other servers listen
   * @param name our own
   * @param turns how often each route has chosen an address, by the route's number
   */
  record Usual(int port, String name, Map<Long, AtomicInteger> turns) {
    Usual(int port, String name) {
      this(port, name, new ConcurrentHashMap<>());
    }
  }

  /** Empty when the pool has no address of the family. */
  Optional<Manner> to(InetAddress address) {
    Route.Pool pool = outlet.route().map(Route::pool).orElse(Route.Pool.ANY);
    if (pool.sources().isEmpty()) {
      return Optional.of(manner(Optional.empty(), pool.name()));
    }
    List<Source> fit =
        pool.sources().stream()
            .filter(source -> source.address().getAddress().length == address.getAddress().length)
            .toList();
    if (fit.isEmpty()) {
      return Optional.empty();
    }
    Source source = fit.get(Math.floorMod(choice(pool), fit.size()));
    String name = source.name().isEmpty() ? pool.name() : source.name();
    return Optional.of(manner(Optional.of(source.address()), name));
  }

  /** A destination that always sees the same address can get used to it. */
  private int choice(Route.Pool pool) {
    long number = outlet.route().map(Route::number).orElse(0L);
    return pool.turns()
        ? usual.turns().computeIfAbsent(number, _ -> new AtomicInteger()).getAndIncrement()
        : (int) QueueKeys.of(destination).group();
  }

  private Manner manner(Optional<InetAddress> source, String name) {
    String ehlo = name.isEmpty() ? usual.name() : name;
    return switch (outlet.exit()) {
      case Route.Exit.Direct() ->
          new Manner(usual.port(), false, Optional.empty(), source, ehlo, false);
      case Route.Exit.Relay(_, int port, var tls, var login, _) ->
          new Manner(port, tls == Route.Tls.IMPLICIT, login, source, ehlo, true);
    };
  }
}

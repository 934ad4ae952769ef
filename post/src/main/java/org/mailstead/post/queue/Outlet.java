package org.mailstead.post.queue;

import java.util.Optional;
import org.mailstead.post.route.Route;

/**
 * How a message leaves.
 *
 * @param route that the operator set; empty for mail that goes to its recipients' servers
 */
record Outlet(Optional<Route> route) {
  static final Outlet USUAL = new Outlet(Optional.empty());

  Route.Exit exit() {
    return route.map(Route::exit).orElse(new Route.Exit.Direct());
  }

  boolean isRelay() {
    return exit() instanceof Route.Exit.Relay;
  }

  /** The same past its relay. */
  Outlet direct() {
    return new Outlet(route.map(Route::direct));
  }

  /**
   * Under which name pace, failures and open connections are remembered: what one route learns of a
   * server is not true of another, with another address or another login.
   *
   * @param domain of the recipients
   */
  String destination(String domain) {
    String number = route.map(found -> " by route " + found.number()).orElse("");
    return switch (exit()) {
      case Route.Exit.Direct() -> domain + number;
      case Route.Exit.Relay(String host, int port, _, _, _) -> host + ":" + port + number;
    };
  }
}

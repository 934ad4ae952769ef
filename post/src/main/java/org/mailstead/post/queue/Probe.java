package org.mailstead.post.queue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.route.Route;
import org.mailstead.post.route.RouteTable;
import org.mailstead.post.tls.TlsProblem;

/** Goes a message's way as far as it can be gone without one. */
final class Probe {
  private final Outbound outbound;
  private final RouteTable routes;
  private final List<String> lines = new ArrayList<>();

  Probe(Outbound outbound, RouteTable routes) {
    this.outbound = outbound;
    this.routes = routes;
  }

  List<String> tell(String from, String to) {
    Optional<Route> route = routes.find(from, to);
    var outlet = new Outlet(route);
    lines.add(
        route
            .map(found -> "route " + found.scope() + ": " + outlet.destination(to))
            .orElse("no route is set for it: it goes to the servers of " + to));
    switch (outbound.where(outlet, to)) {
      case Servers.Where.Never(String status, String why) ->
          lines.add("never: " + status + " " + why);
      case Servers.Where.NotNow(String status, String why) ->
          lines.add("not now: " + status + " " + why);
      case Servers.Where.To(List<Servers.Stop> stops) -> {
        boolean good = false;
        for (Servers.Stop stop : stops) {
          good = good || visit(stop);
        }
        if (!good && route.filter(Route::orDirect).isPresent()) {
          lines.add("its route allows to go past the relay while it is not reached");
        }
      }
    }
    return List.copyOf(lines);
  }

  private boolean visit(Servers.Stop stop) {
    Manner manner = stop.manner();
    String where = stop.host() + " [" + stop.address().getHostAddress() + "]:" + manner.port();
    String from = manner.source().map(source -> " from " + source.getHostAddress()).orElse("");
    lines.add(where + from + ", as " + manner.name());
    try (SmtpClient client = SmtpClient.open(outbound.caller(), stop, true)) {
      lines.add(
          client.isEncrypted()
              ? "  encrypted; its certificate is " + (client.isKnown() ? "" : "not ") + "good"
              : "  not encrypted");
      Optional<TlsProblem> problem = client.problem();
      if (problem.isPresent() && stop.demand().isEnforced()) {
        lines.add("  no mail is given to it: " + problem.get().why());
        return false;
      }
      if (manner.login().isPresent()) {
        client.signIn(manner.login().get());
        lines.add("  signed in as " + manner.login().get().name());
      }
      lines.add("  mail would be given to it");
      return true;
    } catch (SmtpClient.Unwilling e) {
      lines.add("  it answers: " + e.reply().code() + " " + e.reply().text());
    } catch (IOException e) {
      lines.add("  " + e.getMessage());
    }
    return false;
  }
}

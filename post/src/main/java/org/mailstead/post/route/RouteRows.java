package org.mailstead.post.route;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.RouteRow;
import org.mailstead.post.rows.SourceRow;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Turns routes into rows and back. The numbers are stored. */
final class RouteRows {
  private RouteRows() {}

  static RouteRow row(Route route) {
    var row =
        RouteRow.newBuilder()
            .setFrom(route.scope().from())
            .setTo(route.scope().to())
            .setNumber(route.number())
            .setName(route.pool().name())
            .setTurns(route.pool().turns());
    for (Source source : route.pool().sources()) {
      row.addSources(
          SourceRow.newBuilder()
              .setAddress(ByteString.copyFrom(source.address().getAddress()))
              .setName(source.name()));
    }
    switch (route.exit()) {
      case Route.Exit.Direct() -> {}
      case Route.Exit.Relay(var host, int port, var tls, var login, boolean orDirect) -> {
        row.setHost(host).setPort(port).setTls(code(tls)).setOrDirect(orDirect);
        login.ifPresent(found -> write(row, found));
      }
    }
    return row.build();
  }

  private static void write(RouteRow.Builder row, Route.Login login) {
    row.setLogin(login.name());
    switch (login.secret()) {
      case Route.Secret.Kept(String password) -> row.setPassword(password);
      case Route.Secret.InFile(Path file) -> row.setPasswordFile(file.toString());
    }
  }

  private static int code(Route.Tls tls) {
    return switch (tls) {
      case STARTTLS -> 0;
      case IMPLICIT -> 1;
      case NONE -> 2;
    };
  }

  private static Route.Tls tls(int code) {
    return switch (code) {
      case 0 -> Route.Tls.STARTTLS;
      case 1 -> Route.Tls.IMPLICIT;
      case 2 -> Route.Tls.NONE;
      default -> throw new Refused(Problem.Kind.CORRUPT, "route.tls", Integer.toString(code));
    };
  }

  static Route route(RouteRow row) {
    List<Source> sources = row.getSourcesList().stream().map(RouteRows::source).toList();
    return new Route(
        new Scope(row.getFrom(), row.getTo()),
        exit(row),
        new Route.Pool(sources, row.getName(), row.getTurns()),
        row.getNumber());
  }

  private static Route.Exit exit(RouteRow row) {
    return row.getHost().isEmpty()
        ? new Route.Exit.Direct()
        : new Route.Exit.Relay(
            row.getHost(), row.getPort(), tls(row.getTls()), login(row), row.getOrDirect());
  }

  private static Optional<Route.Login> login(RouteRow row) {
    if (row.getLogin().isEmpty()) {
      return Optional.empty();
    }
    Route.Secret secret =
        row.getPasswordFile().isEmpty()
            ? new Route.Secret.Kept(row.getPassword())
            : new Route.Secret.InFile(Path.of(row.getPasswordFile()));
    return Optional.of(new Route.Login(row.getLogin(), secret));
  }

  private static Source source(SourceRow row) {
    try {
      return new Source(InetAddress.getByAddress(row.getAddress().toByteArray()), row.getName());
    } catch (UnknownHostException e) {
      throw new Refused(Problem.Kind.CORRUPT, "route.source");
    }
  }
}

package org.mailstead.identity;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.LdapSettings.Change;
import org.mailstead.identity.LdapSettings.Safety;
import org.mailstead.identity.LdapSettings.Server;
import org.mailstead.identity.rows.LdapPasswordChange;
import org.mailstead.identity.rows.LdapRow;

/** How settings of directories are stored. */
final class LdapRows {
  private static final int TLS_PORT = 636;
  private static final int PORT = 389;

  private LdapRows() {}

  static LdapRow row(LdapSettings settings) {
    return LdapRow.newBuilder()
        .addAllServers(settings.servers().stream().map(Server::toString).toList())
        .setInTheClear(settings.servers().stream().anyMatch(one -> one.safety() == Safety.NONE))
        .setAuthorities(settings.authorities())
        .setBase(settings.base())
        .setFilter(settings.filter())
        .setReader(settings.reader().name())
        .setReaderPassword(ByteString.copyFrom(settings.reader().sealedPassword()))
        .setUser(settings.user())
        .addAllGroups(settings.groups())
        .setMailGroups(settings.mailGroups())
        .setMakesAccounts(settings.makesAccounts())
        .setChange(
            switch (settings.change()) {
              case ELSEWHERE -> LdapPasswordChange.ELSEWHERE;
              case EXTENDED_OPERATION -> LdapPasswordChange.EXTENDED_OPERATION;
              case UNICODE_PWD -> LdapPasswordChange.UNICODE_PWD;
            })
        .setChangeAt(settings.changeAt())
        .setRememberMinutes((int) settings.remember().toMinutes())
        .setTimeoutMs((int) settings.timeout().toMillis())
        .setConnections(settings.connections())
        .build();
  }

  static LdapSettings settings(LdapRow row) {
    List<Server> servers =
        row.getServersList().stream()
            .flatMap(text -> server(text, row.getInTheClear()).stream())
            .toList();
    return new LdapSettings(
        servers,
        row.getAuthorities(),
        row.getBase(),
        row.getFilter(),
        new LdapSettings.Reader(row.getReader(), row.getReaderPassword().toByteArray()),
        row.getUser(),
        row.getGroupsList(),
        row.getMailGroups(),
        row.getMakesAccounts(),
        switch (row.getChange()) {
          case EXTENDED_OPERATION -> Change.EXTENDED_OPERATION;
          case UNICODE_PWD -> Change.UNICODE_PWD;
          case ELSEWHERE, UNRECOGNIZED -> Change.ELSEWHERE;
        },
        row.getChangeAt(),
        Duration.ofMinutes(row.getRememberMinutes()),
        Duration.ofMillis(row.getTimeoutMs()),
        row.getConnections());
  }

  /**
   * A server as people write it.
   *
   * @param clear whether {@code ldap://} is meant without StartTLS
   */
  static Optional<Server> server(String text, boolean clear) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
    boolean bare =
        (uri.getPath() == null || uri.getPath().matches("/?"))
            && uri.getQuery() == null
            && uri.getUserInfo() == null;
    String host = uri.getHost();
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    boolean safe = scheme.equals("ldaps");
    if (host == null || !bare || !(safe || scheme.equals("ldap"))) {
      return Optional.empty();
    }
    int port = uri.getPort() > 0 ? uri.getPort() : safe ? TLS_PORT : PORT;
    Safety plain = clear ? Safety.NONE : Safety.START_TLS;
    return Optional.of(new Server(host, port, safe ? Safety.TLS : plain));
  }
}

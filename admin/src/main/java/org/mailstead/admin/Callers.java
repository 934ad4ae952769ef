package org.mailstead.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.AdminTokens;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Roles;
import org.mailstead.identity.signin.AccountSecurity;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who asks: a program by its token, or somebody by the cookie of his browser. */
final class Callers {
  private static final String BEARER = "Bearer ";

  private final Function<WebRequest, Optional<WebSession>> sessions;
  private final AdminTokens tokens;
  private final Roles roles;
  private final Directory directory;
  private final AccountSecurity security;

  Callers(
      Function<WebRequest, Optional<WebSession>> sessions,
      AdminTokens tokens,
      Roles roles,
      Directory directory,
      AccountSecurity security) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.roles = roles;
    this.directory = directory;
    this.security = security;
  }

  /**
   * @throws Refused NOT_AUTHENTICATED; NOT_PERMITTED for who has to set up a second factor first
   */
  Caller of(WebRequest request) {
    Optional<String> header = request.header("Authorization");
    if (header.isPresent()) {
      // A header that is wrong is not made good by a cookie: another one was meant.
      return header
          .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
          .flatMap(text -> tokens.caller(text.substring(BEARER.length()).strip(), request.from()))
          .orElseThrow(() -> new Refused(Problem.Kind.NOT_AUTHENTICATED, "admin.token"));
    }
    WebSession session =
        sessions
            .apply(request)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed"));
    if (session.onlySetUp()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.set-up-second-factor");
    }
    Account account =
        directory
            .account(session.account())
            .filter(known -> !known.isOff())
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed"));
    return new Caller(
        new Actor.Person(account.id(), account.address().toString()),
        request.from().getHostAddress(),
        List.copyOf(roles.of(account.id())),
        security.isFresh(session));
  }
}

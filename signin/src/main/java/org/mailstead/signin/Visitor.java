package org.mailstead.signin;

import java.time.Duration;
import java.util.Optional;
import org.mailstead.http.Answer;
import org.mailstead.http.Cookie;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.signin.Browser;
import org.mailstead.identity.signin.Devices;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.identity.signin.WebSessions;
import org.mailstead.identity.signin.WebSignIn;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What a browser holds: the cookies of its session and of its being known. */
final class Visitor {
  private static final String SESSION = "session";
  private static final String DEVICE = "device";
  private static final Duration KEPT = Duration.ofDays(180);

  private Visitor() {}

  static Browser browser(WebRequest request) {
    return new Browser(
        request.from(), request.header("User-Agent").orElse(""), request.cookie(DEVICE).orElse(""));
  }

  static Optional<WebSession> session(WebSessions sessions, WebRequest request) {
    return request.cookie(SESSION).flatMap(held -> sessions.find(held, browser(request)));
  }

  /**
   * @throws Refused NOT_AUTHENTICATED
   */
  static WebSession need(WebSessions sessions, WebRequest request) {
    return session(sessions, request)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.needed"));
  }

  /** Gives the browser what it shall hold. Another site's link finds nobody signed in. */
  static Answer holding(Answer answer, WebSignIn.Outcome.SignedIn opened, WebRequest request) {
    Optional<Duration> kept = opened.kept() ? Optional.of(KEPT) : Optional.empty();
    boolean secure = request.secure();
    return answer
        .with(new Cookie(SESSION, opened.session(), kept, secure, true))
        .with(new Cookie(DEVICE, opened.device(), Optional.of(Devices.REMEMBERED), secure, true));
  }

  /** Takes the session away; that the browser is known stays. */
  static Answer leaving(Answer answer, WebRequest request) {
    return answer.with(Cookie.removal(SESSION, request.secure()));
  }
}

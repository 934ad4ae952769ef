package org.mailstead.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Optional;
import org.mailstead.http.Answer;
import org.mailstead.http.Cookie;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.rights.Brands;
import org.mailstead.identity.rights.Tenant;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.identity.signin.WebSignIn;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way to a domain's provider and back. Who comes back was sent by another site, so the cookie
 * of the way is one that goes along with such links, and that of the session is not looked at: the
 * page that the browser is sent on to finds it.
 */
final class ProviderCalls {
  static final String BACK = "/signin/callback";

  private static final String WAY = "way";
  private static final String TICKET = "ticket";
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MAX_BODY = 8 << 10;
  private static final int MAX_TO = 1000;

  private final ProviderSignIn provider;
  private final SignInDesk desk;
  private final Brands brands;

  ProviderCalls(ProviderSignIn provider, SignInDesk desk, Brands brands) {
    this.provider = provider;
    this.desk = desk;
    this.brands = brands;
  }

  Routes routes() {
    return new Routes()
        .post("/api/signin/way", this::way)
        .post("/api/signin/provider", this::begin)
        .post("/api/account/prove/provider", this::proveAgain)
        .get(BACK, this::back);
  }

  /**
   * How an address signs in, and where: by its domain alone, so that nobody learns who is there.
   */
  private Answer way(WebRequest request) throws IOException {
    String name = request.json(MAX_BODY).text("name", SignInCalls.MAX_NAME).strip();
    ObjectNode json = Json.object();
    provider.nameFor(name).ifPresent(told -> json.put("provider", told));
    Tenant.Brand brand = brands.ofAddress(name).orElseGet(() -> brands.ofHost(request.host()));
    json.set("brand", BrandJson.of(brand));
    return Answer.json(200, json);
  }

  private Answer begin(WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    String name = json.text("name", SignInCalls.MAX_NAME).strip();
    String to = json.optionalText("to", MAX_TO).orElse("");
    return going(provider.begin(name, json.flag("keep"), to), request);
  }

  private Answer proveAgain(WebRequest request) throws IOException {
    WebSession session = Visitor.need(desk.sessions(), request);
    String to = request.json(MAX_BODY).text("to", MAX_TO);
    return going(provider.proveAgain(session, to), request);
  }

  private static Answer going(ProviderSignIn.Begun begun, WebRequest request) {
    return Answer.json(200, Json.object().put("location", begun.location()))
        .with(new Cookie(WAY, begun.held(), Optional.of(KEPT), request.secure(), false));
  }

  private Answer back(WebRequest request) {
    String held = request.cookie(WAY).orElse("");
    Answer answer;
    try {
      answer =
          switch (provider.finish(held, request.queries(), Visitor.browser(request))) {
            case ProviderSignIn.Finished.In(WebSignIn.Outcome outcome, String to) ->
                in(outcome, to, request);
            case ProviderSignIn.Finished.ProvedAgain(String to) -> on("to=" + encoded(to));
          };
    } catch (Refused e) {
      answer = on("problem=" + encoded(e.problem().key()));
    }
    return answer.with(Cookie.removal(WAY, request.secure()));
  }

  private static Answer in(WebSignIn.Outcome outcome, String to, WebRequest request) {
    return switch (outcome) {
      case WebSignIn.Outcome.SignedIn opened -> {
        String page = opened.onlySetUp() ? "/account/set-up?to=" + encoded(to) : to;
        yield Visitor.holding(on("to=" + encoded(page)), opened, request);
      }
      case WebSignIn.Outcome.NeedsSecond needs ->
          on("to=" + encoded(to))
              .with(new Cookie(TICKET, needs.ticket(), Optional.of(KEPT), request.secure(), true));
    };
  }

  /** To our own page: from there on the browser sends the cookies of this site. */
  private static Answer on(String query) {
    return Answer.seeOther("/signin?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /** What waits for a second factor; told once. */
  static Optional<String> ticket(WebRequest request) {
    return request.cookie(TICKET).filter(ticket -> !ticket.isEmpty());
  }

  static Answer withoutTicket(Answer answer, WebRequest request) {
    return answer.with(Cookie.removal(TICKET, request.secure()));
  }
}

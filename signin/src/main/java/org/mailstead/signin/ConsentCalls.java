package org.mailstead.signin;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.mailstead.http.Answer;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.oauth.AuthorizationRequest;
import org.mailstead.identity.oauth.Authorizations;
import org.mailstead.identity.oauth.Client;
import org.mailstead.identity.oauth.DeviceCodes;
import org.mailstead.identity.oauth.Grant;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.oauth.Scope;
import org.mailstead.identity.signin.AccountSecurity;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls of the pages that ask a person whether a program may come in, and of its list. */
final class ConsentCalls {
  private static final int MAX_BODY = 16 << 10;
  private static final int MAX_CODE = 40;
  private static final int MAX_QUERY = 8 << 10;

  private final SignInDesk desk;
  private final AccountSecurity security;
  private final OAuth oauth;
  private final CodeGuesses guesses;

  ConsentCalls(SignInDesk desk, OAuth oauth, InstantSource clock) {
    this.desk = desk;
    this.security = desk.security();
    this.oauth = oauth;
    this.guesses = new CodeGuesses(clock);
  }

  Routes routes() {
    return new Routes()
        .get("/api/oauth/request", this::show)
        .post("/api/oauth/request", this::decide)
        .post("/api/oauth/code", this::showDevice)
        .post("/api/oauth/code/decide", this::decideDevice)
        .get("/api/account/programs", this::list)
        .on("DELETE", "/api/account/programs/{id}", Routes.Origin.OWN, this::remove);
  }

  private WebSession session(WebRequest request) {
    WebSession session = Visitor.need(desk.sessions(), request);
    if (session.onlySetUp()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.set-up-second-factor");
    }
    return session;
  }

  private AuthorizationRequest wish(Map<String, String> parameters) {
    return switch (oauth.authorizations().check(parameters)) {
      case Authorizations.Checked.Good(AuthorizationRequest wish) -> wish;
      case Authorizations.Checked.Stay _, Authorizations.Checked.Back _ ->
          throw new Refused(Problem.Kind.INVALID, "oauth.request");
    };
  }

  private Answer show(WebRequest request) {
    session(request);
    AuthorizationRequest wish = wish(request.queries());
    ObjectNode json = told(wish.client(), wish.scopes());
    json.put("redirect", wish.redirectUri());
    return Answer.json(200, json);
  }

  private static ObjectNode told(Client client, Set<Scope> scopes) {
    ObjectNode json = Json.object();
    json.put("client", client.name());
    json.put("registeredItself", client.registeredItself());
    ArrayNode words = json.putArray("scopes");
    scopes.stream().sorted().map(Scope::word).forEach(words::add);
    return json;
  }

  /** Letting a program in for good needs a fresh proof, like an app password. */
  private Answer decide(WebRequest request) throws IOException {
    WebSession session = session(request);
    Json json = request.json(MAX_BODY);
    AuthorizationRequest wish = wish(WebRequest.queries(json.text("query", MAX_QUERY)));
    if (!json.flag("approve")) {
      return sendOn(oauth.authorizations().deny(wish));
    }
    security.needFresh(session);
    security.letIn(session, wish.client().name(), Visitor.browser(request));
    return sendOn(oauth.authorizations().approve(session, wish));
  }

  private static Answer sendOn(String location) {
    return Answer.json(200, Json.object().put("location", location));
  }

  private DeviceCodes.Waiting waiting(WebSession session, Json json) {
    guesses.check(session.account());
    return oauth
        .devices()
        .find(json.text("code", MAX_CODE))
        .orElseThrow(() -> {
          guesses.wrong(session.account());
          return new Refused(Problem.Kind.NOT_FOUND, "device.code");
        });
  }

  private Answer showDevice(WebRequest request) throws IOException {
    WebSession session = session(request);
    DeviceCodes.Waiting waiting = waiting(session, request.json(MAX_BODY));
    return Answer.json(200, told(waiting.client(), waiting.scopes()));
  }

  private Answer decideDevice(WebRequest request) throws IOException {
    WebSession session = session(request);
    Json json = request.json(MAX_BODY);
    DeviceCodes.Waiting waiting = waiting(session, json);
    boolean approve = json.flag("approve");
    if (approve) {
      security.needFresh(session);
      security.letIn(session, waiting.client().name(), Visitor.browser(request));
    }
    oauth.devices().decide(session, waiting, approve);
    return Answer.of(204);
  }

  private Answer list(WebRequest request) {
    WebSession session = session(request);
    ObjectNode json = Json.object();
    ArrayNode programs = json.putArray("programs");
    for (Grant grant : oauth.grants().list(session.account())) {
      ObjectNode one = programs.addObject();
      one.put("id", Long.toHexString(grant.id()));
      one.put("name", grant.clientName());
      one.put("made", grant.made().toEpochMilli());
      one.put("refreshed", grant.refreshed().toEpochMilli());
      ArrayNode words = one.putArray("scopes");
      grant.scopes().stream().sorted().map(Scope::word).forEach(words::add);
    }
    return Answer.json(200, json);
  }

  private Answer remove(WebRequest request) {
    WebSession session = session(request);
    boolean gone;
    try {
      long id = Long.parseLong(request.captured("id"), 16);
      gone = oauth.grants().remove(session.account(), id);
    } catch (NumberFormatException _) {
      gone = false;
    }
    if (!gone) {
      throw new Refused(Problem.Kind.NOT_FOUND, "program.missing");
    }
    return Answer.of(204);
  }
}

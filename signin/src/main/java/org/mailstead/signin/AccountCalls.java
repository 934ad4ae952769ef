package org.mailstead.signin;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.http.Answer;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.signin.AccountSecurity;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.AppPasswords;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.TotpApps;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.wire.Network;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/** The calls of the account's page: each needs a session, and acts on its account alone. */
final class AccountCalls {
  private static final int MAX_BODY = SignInCalls.MAX_BODY;
  private static final int MAX_NAME = 100;
  private static final int MAX_NETWORKS = 20;
  private static final int MAX_NETWORK = 60;

  private final SignInDesk desk;
  private final AccountSecurity security;
  private final Directory directory;
  private final AccountJson shown;
  private final ProviderSignIn provider;
  private final DelegateCalls delegates;

  AccountCalls(
      SignInDesk desk,
      Directory directory,
      AccountJson shown,
      ProviderSignIn provider,
      DelegateCalls delegates) {
    this.desk = desk;
    this.security = desk.security();
    this.directory = directory;
    this.shown = shown;
    this.provider = provider;
    this.delegates = delegates;
  }

  /** Does something for the session that a request belongs to. */
  @FunctionalInterface
  private interface Call {
    Answer answer(WebSession session, WebRequest request) throws IOException;
  }

  private org.mailstead.http.Handler with(Call call) {
    return request -> call.answer(Visitor.need(desk.sessions(), request), request);
  }

  Routes routes() {
    return new Routes()
        .get("/api/account", with(this::who))
        .get("/api/account/security", with(this::overview))
        .get("/api/account/sign-ins", with(this::signIns))
        .post("/api/account/prove/begin", with(this::means))
        .post("/api/account/prove", with(this::prove))
        .post("/api/account/password", with(this::password))
        .post("/api/account/totp", with(this::beginTotp))
        .post("/api/account/totp/{id}/confirm", with(this::confirmTotp))
        .on("DELETE", "/api/account/totp/{id}", Routes.Origin.OWN, with(this::removeTotp))
        .post("/api/account/passkeys/begin", with(this::beginPasskey))
        .post("/api/account/passkeys", with(this::addPasskey))
        .on("DELETE", "/api/account/passkeys/{id}", Routes.Origin.OWN, with(this::removePasskey))
        .post("/api/account/recovery-codes", with(this::recoveryCodes))
        .post("/api/account/recovery-address", with(this::beginRecovery))
        .post("/api/account/recovery-address/confirm", with(this::confirmRecovery))
        .on(
            "DELETE",
            "/api/account/recovery-address",
            Routes.Origin.OWN,
            with(this::removeRecovery))
        .post("/api/account/app-passwords", with(this::makeAppPassword))
        .on(
            "DELETE",
            "/api/account/app-passwords/{id}",
            Routes.Origin.OWN,
            with(this::removeAppPassword))
        .on("DELETE", "/api/account/sessions/{id}", Routes.Origin.OWN, with(this::endSession))
        .on("DELETE", "/api/account/connections/{id}", Routes.Origin.OWN, with(this::endConnection))
        .post("/api/account/end-others", with(this::endOthers))
        .post("/api/account/sign-out", with(this::signOut));
  }

  private Account account(WebSession session) {
    return directory
        .account(session.account())
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing"));
  }

  private Answer who(WebSession session, WebRequest request) {
    return Answer.json(200, shown.who(account(session), session, security.isFresh(session)));
  }

  private Answer overview(WebSession session, WebRequest request) {
    ObjectNode json = shown.overview(security.overview(session), session);
    delegates.members(session.account()).forEach(json.putArray("delegates")::add);
    return Answer.json(200, json);
  }

  private Answer signIns(WebSession session, WebRequest request) {
    security.overview(session); // not for one that may only set up
    return Answer.json(200, shown.signIns(session.account()));
  }

  private Answer means(WebSession session, WebRequest request) {
    AccountSecurity.Means means = security.means(session);
    ObjectNode json = SignInCalls.kinds(means.kinds());
    json.put("password", means.password());
    json.put("provider", means.provider());
    json.set("passkey", PasskeyJson.asking(means.passkey()));
    return Answer.json(200, json);
  }

  private Answer prove(WebSession session, WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    AccountSecurity.Again again =
        json.has("password")
            ? new AccountSecurity.Again.Password(json.text("password", SignInCalls.MAX_PASSWORD))
            : new AccountSecurity.Again.Factor(SignInCalls.proof(json));
    security.proveAgain(session, again, Visitor.browser(request));
    return done();
  }

  private static Answer done() {
    return Answer.of(204);
  }

  private Answer password(WebSession session, WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    security.changePassword(
        session,
        json.optionalText("old", SignInCalls.MAX_PASSWORD).orElse(""),
        json.text("password", SignInCalls.MAX_PASSWORD),
        Visitor.browser(request));
    return done();
  }

  private Answer beginTotp(WebSession session, WebRequest request) throws IOException {
    TotpApps.SetUp setUp =
        security.beginTotp(session, request.json(MAX_BODY).text("name", MAX_NAME));
    return Answer.json(200, shown.setUp(setUp));
  }

  private Answer confirmTotp(WebSession session, WebRequest request) throws IOException {
    String code = request.json(MAX_BODY).text("code", MAX_NAME);
    List<String> codes =
        security.confirmTotp(session, number(request), code, Visitor.browser(request));
    return Answer.json(200, shown.recoveryCodes(codes));
  }

  private Answer removeTotp(WebSession session, WebRequest request) {
    security.removeTotp(session, number(request), Visitor.browser(request));
    return done();
  }

  private Answer beginPasskey(WebSession session, WebRequest request) {
    return Answer.json(200, PasskeyJson.making(security.beginPasskey(session), account(session)));
  }

  private Answer addPasskey(WebSession session, WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    List<String> codes =
        security.addPasskey(
            session,
            json.text("name", MAX_NAME),
            json.raw("passkey"),
            json.flag("prf"),
            Visitor.browser(request));
    return Answer.json(200, shown.recoveryCodes(codes));
  }

  private Answer removePasskey(WebSession session, WebRequest request) {
    security.removePasskey(session, request.captured("id"), Visitor.browser(request));
    return done();
  }

  private Answer recoveryCodes(WebSession session, WebRequest request) {
    return Answer.json(200, shown.recoveryCodes(security.renewRecoveryCodes(session)));
  }

  private Answer beginRecovery(WebSession session, WebRequest request) throws IOException {
    String text = request.json(MAX_BODY).text("address", SignInCalls.MAX_NAME).strip();
    EmailAddress address =
        EmailAddress.parse(text)
            .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "recovery.address", text));
    security.beginRecovery(session, address);
    return done();
  }

  private Answer confirmRecovery(WebSession session, WebRequest request) throws IOException {
    String code = request.json(MAX_BODY).text("code", MAX_NAME);
    security.confirmRecovery(session, code, Visitor.browser(request));
    return done();
  }

  private Answer removeRecovery(WebSession session, WebRequest request) {
    security.removeRecovery(session, Visitor.browser(request));
    return done();
  }

  private Answer makeAppPassword(WebSession session, WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    AppPasswords.Made made =
        security.makeAppPassword(
            session, json.text("name", MAX_NAME), terms(json), Visitor.browser(request));
    return Answer.json(200, shown.made(made, account(session)));
  }

  private static AppPassword.Terms terms(Json json) {
    Set<Protocol> protocols = new HashSet<>();
    for (String word : json.texts("protocols", Protocol.values().length, MAX_NAME)) {
      protocols.add(
          Protocol.of(word)
              .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "app-password.protocol", word)));
    }
    return new AppPassword.Terms(
        protocols.isEmpty() ? AppPassword.Terms.ALL_PROTOCOLS : protocols,
        json.flag("readOnly"),
        expires(json),
        json.texts("networks", MAX_NETWORKS, MAX_NETWORK).stream()
            .map(AccountCalls::network)
            .toList());
  }

  private static Optional<Instant> expires(Json json) {
    return json.optionalNumber("expires").map(Instant::ofEpochMilli);
  }

  private static Network network(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException _) {
      throw new Refused(Problem.Kind.INVALID, "app-password.network", text);
    }
  }

  private Answer removeAppPassword(WebSession session, WebRequest request) {
    security.removeAppPassword(session, number(request));
    return done();
  }

  private Answer endSession(WebSession session, WebRequest request) {
    security.endSession(session, number(request));
    return done();
  }

  private Answer endConnection(WebSession session, WebRequest request) {
    security.endConnection(session, number(request));
    return done();
  }

  private Answer endOthers(WebSession session, WebRequest request) {
    return Answer.json(200, Json.object().put("ended", security.endOthers(session)));
  }

  private Answer signOut(WebSession session, WebRequest request) {
    Optional<String> further = provider.signOut(account(session));
    security.signOut(session);
    Answer answer =
        further.map(at -> Answer.json(200, Json.object().put("location", at))).orElse(done());
    return Visitor.leaving(answer, request);
  }

  /** Numbers of 63 bits are more than a script's numbers can hold: they go as hex. */
  private static long number(WebRequest request) {
    try {
      return Long.parseLong(request.captured("id"), 16);
    } catch (NumberFormatException _) {
      throw new Refused(Problem.Kind.NOT_FOUND, "request.id");
    }
  }
}

package org.mailstead.signin;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.http.Answer;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.rights.Brands;
import org.mailstead.identity.signin.PasswordResets;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSignIn;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls of the sign-in page. Nobody need be signed in for them. */
final class SignInCalls {
  /** Octets of a request: a passkey's answer is the largest. */
  static final int MAX_BODY = 64 << 10;

  static final int MAX_NAME = 320;
  static final int MAX_PASSWORD = 1024;
  private static final int MAX_CODE = 100;
  private static final int MAX_TICKET = 1000;

  private final SignInDesk desk;
  private final WebSignIn signIn;
  private final PasswordResets resets;
  private final Brands brands;

  SignInCalls(SignInDesk desk, Brands brands) {
    this.desk = desk;
    this.signIn = desk.signIn();
    this.resets = desk.resets();
    this.brands = brands;
  }

  Routes routes() {
    return new Routes()
        .get("/api/signin", this::standing)
        .post("/api/signin/password", this::password)
        .post("/api/signin/second", this::second)
        .post("/api/signin/passkey/begin", _ -> begin())
        .post("/api/signin/passkey", this::passkey)
        .post("/api/signin/forgotten", this::forgotten)
        .post("/api/signin/reset", this::reset);
  }

  /**
   * Whether this browser is signed in: a link of another site opens the page without cookies. How
   * the page looks goes by the host, which is all that is known yet.
   */
  private Answer standing(WebRequest request) {
    boolean signedIn = Visitor.session(desk.sessions(), request).isPresent();
    ObjectNode json = Json.object().put("signedIn", signedIn);
    json.set("brand", BrandJson.of(brands.ofHost(request.host())));
    Optional<String> ticket = ProviderCalls.ticket(request);
    if (signedIn || ticket.isEmpty()) {
      return Answer.json(200, json);
    }
    try {
      json.set("pending", needs(signIn.pending(ticket.get())));
    } catch (Refused _) {
      // It took too long: begin again.
    }
    return ProviderCalls.withoutTicket(Answer.json(200, json), request);
  }

  private Answer password(WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    WebSignIn.Outcome outcome =
        signIn.password(
            json.text("name", MAX_NAME),
            json.text("password", MAX_PASSWORD),
            json.flag("keep"),
            Visitor.browser(request));
    return answer(outcome, request);
  }

  private Answer second(WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    String ticket = json.text("ticket", MAX_TICKET);
    WebSignIn.Outcome outcome =
        signIn.second(ticket, proof(json), json.flag("trust"), Visitor.browser(request));
    return answer(outcome, request);
  }

  /**
   * The second factor that a request shows: {@code code}, {@code recoveryCode} or {@code passkey}.
   */
  static WebSignIn.Proof proof(Json json) {
    if (json.has("code")) {
      return new WebSignIn.Proof.Code(json.text("code", MAX_CODE));
    }
    if (json.has("recoveryCode")) {
      return new WebSignIn.Proof.RecoveryCode(json.text("recoveryCode", MAX_CODE));
    }
    if (json.has("passkey")) {
      return new WebSignIn.Proof.Passkey(json.raw("passkey"));
    }
    throw new Refused(Problem.Kind.INVALID, "request.field", "code");
  }

  private Answer begin() {
    return Answer.json(200, PasskeyJson.asking(signIn.passkey()));
  }

  private Answer passkey(WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    return answer(
        signIn.passkey(json.raw("passkey"), json.flag("keep"), Visitor.browser(request)), request);
  }

  /** The answer is the same whoever is named: nobody learns who has an account here. */
  private Answer forgotten(WebRequest request) throws IOException {
    String name = request.json(MAX_BODY).text("name", MAX_NAME);
    desk.recovery().ask(name, Visitor.browser(request));
    return Answer.of(204);
  }

  private Answer reset(WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    resets.use(
        json.text("token", MAX_TICKET),
        json.text("password", MAX_PASSWORD),
        Visitor.browser(request));
    return Answer.of(204);
  }

  private static Answer answer(WebSignIn.Outcome outcome, WebRequest request) {
    return switch (outcome) {
      case WebSignIn.Outcome.SignedIn opened -> {
        ObjectNode json = Json.object();
        json.put("state", opened.onlySetUp() ? "set-up" : "signed-in");
        json.put("address", opened.account().address().toString());
        yield Visitor.holding(Answer.json(200, json), opened, request);
      }
      case WebSignIn.Outcome.NeedsSecond needs -> Answer.json(200, needs(needs));
    };
  }

  private static ObjectNode needs(WebSignIn.Outcome.NeedsSecond needs) {
    ObjectNode json = kinds(needs.kinds());
    json.put("state", "second-factor");
    json.put("ticket", needs.ticket());
    json.set("passkey", PasskeyJson.asking(needs.passkey()));
    return json;
  }

  static ObjectNode kinds(Set<WebSignIn.Kind> kinds) {
    ObjectNode json = Json.object();
    ArrayNode words = json.putArray("kinds");
    kinds.forEach(kind -> words.add(word(kind)));
    return json;
  }

  private static String word(WebSignIn.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

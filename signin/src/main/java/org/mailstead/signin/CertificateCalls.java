package org.mailstead.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.mailstead.http.Answer;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.CertificateText;
import org.mailstead.identity.ClientCertificates;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/** The calls of the account's page for certificates by which mail programs sign in. */
final class CertificateCalls {
  private static final int MAX_BODY = SignInCalls.MAX_BODY;
  private static final int MAX_NAME = 200;

  private final SignInDesk desk;
  private final AccountJson shown;
  private final boolean asked;

  /**
   * @param asked whether programs are asked for one
   */
  CertificateCalls(SignInDesk desk, AccountJson shown, boolean asked) {
    this.desk = desk;
    this.shown = shown;
    this.asked = asked;
  }

  Routes routes() {
    return new Routes()
        .get("/api/account/certificates", this::list)
        .post("/api/account/certificates", this::add)
        .on("DELETE", "/api/account/certificates/{fingerprint}", Routes.Origin.OWN, this::remove);
  }

  private WebSession session(WebRequest request) {
    return Visitor.need(desk.sessions(), request);
  }

  private Answer list(WebRequest request) {
    WebSession session = session(request);
    return Answer.json(
        200, shown.certificates(session.account(), desk.security().certificates(session)));
  }

  private Answer add(WebRequest request) throws IOException {
    WebSession session = session(request);
    Json json = request.json(MAX_BODY);
    if (!asked) {
      throw new Refused(Problem.Kind.REFUSED, "certificate.off");
    }
    String name = json.optionalText("name", MAX_NAME).orElse("");
    var certificate = CertificateText.read(json.text("certificate", MAX_BODY).getBytes(UTF_8));
    ClientCertificates.Registered added =
        desk.security().addCertificate(session, name, certificate, Visitor.browser(request));
    ObjectNode answer = Json.object().put("name", added.name());
    return Answer.json(200, answer.put("fingerprint", added.fingerprint()));
  }

  private Answer remove(WebRequest request) {
    WebSession session = session(request);
    desk.security()
        .removeCertificate(session, request.captured("fingerprint"), Visitor.browser(request));
    return Answer.of(204);
  }
}

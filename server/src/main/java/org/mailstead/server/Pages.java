package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import org.mailstead.http.Answer;
import org.mailstead.http.Assets;
import org.mailstead.http.Handler;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.signin.SignInServer;

/** The pages that people open with a browser, and what these call. */
record Pages(Assets assets, StartPage start, SignInServer signIn) {
  private static final String FOLDER = "webmail";

  /** What the build has put into this program. */
  static Assets built() throws IOException {
    return Assets.read(Pages.class.getClassLoader(), FOLDER);
  }

  Routes routes() {
    Handler account = signedIn(assets.page("account.html"));
    Handler consent = signedIn(assets.page("consent.html"));
    Handler admin = signedIn(assets.page("admin.html"));
    Handler mail = signedIn(assets.reader("mail.html"));
    return new Routes()
        .get("/", _ -> start.answer())
        .get("/signin", assets.page("signin.html"))
        .get("/signin/forgotten", assets.page("signin.html"))
        .get("/signin/reset", assets.page("signin.html"))
        .get("/oauth/consent", consent)
        .get("/oauth/code", consent)
        .get("/mail", mail)
        .get("/mail/{part*}", mail)
        .get("/mail-worker.js", assets.worker("mail-worker.js"))
        .get("/mailframe.html", assets.frame("mailframe.html"))
        .get("/account", account)
        .get("/account/{part*}", account)
        .get("/welcome", assets.page("welcome.html"))
        .get("/admin", admin)
        .get("/admin/{part*}", admin)
        .add(assets.routes())
        .add(signIn.routes());
  }

  /** Who has not signed in is sent to do so, and comes back. */
  private Handler signedIn(Handler page) {
    return request ->
        signIn.session(request).isPresent()
            ? page.answer(request)
            : Answer.seeOther("/signin?to=" + URLEncoder.encode(address(request), UTF_8));
  }

  private static String address(WebRequest request) {
    return request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
  }
}

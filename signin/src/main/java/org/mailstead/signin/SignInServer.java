package org.mailstead.signin;

import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.http.Handler;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Directory;
import org.mailstead.identity.oauth.OAuth;
import org.mailstead.identity.oidc.ProviderSignIn;
import org.mailstead.identity.rights.Brands;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The room of signing in: hands its routes to the HTTP server, and tells others who is asking. */
public final class SignInServer {
  private final SignInDesk desk;
  private final Directory directory;
  private final Authenticator authenticator;
  private final OAuth oauth;
  private final ProviderSignIn provider;
  private final Post post;
  private final Brands brands;
  private final SignInServerConfig config;
  private final InstantSource clock;

  public SignInServer(
      SignInDesk desk,
      Directory directory,
      Authenticator authenticator,
      OAuth oauth,
      ProviderSignIn provider,
      Post post,
      Brands brands,
      SignInServerConfig config,
      InstantSource clock) {
    this.desk = desk;
    this.directory = directory;
    this.authenticator = authenticator;
    this.oauth = oauth;
    this.provider = provider;
    this.post = post;
    this.brands = brands;
    this.config = config;
    this.clock = clock;
  }

  public Routes routes() {
    return all().wrapped(SignInServer::guarded);
  }

  /** No password and no cookie over a line that others can read. */
  private static Handler guarded(Handler handler) {
    return request -> {
      if (!request.secure() && !request.isLocal()) {
        throw new Refused(Problem.Kind.NEEDS_TLS, "request.tls");
      }
      return handler.answer(request);
    };
  }

  private Routes all() {
    var delegates = new DelegateCalls(desk, directory, post);
    var shown = new AccountJson(authenticator, brands, config);
    return new Routes()
        .add(new SignInCalls(desk, brands).routes())
        .add(new AccountCalls(desk, directory, shown, provider, delegates).routes())
        .add(delegates.routes())
        .add(new CertificateCalls(desk, shown, config.certificates()).routes())
        .add(new ProviderCalls(provider, desk, brands).routes())
        .add(new OAuthCalls(oauth).routes())
        .add(new ConsentCalls(desk, oauth, clock).routes());
  }

  /** Where providers send browsers back to, below a server's origin. */
  public static String back() {
    return ProviderCalls.BACK;
  }

  /** The page where a new password is chosen, below a server's origin. */
  public static String reset() {
    return "/signin/reset";
  }

  /** The session of whoever asks; empty when nobody has signed in there. */
  public Optional<WebSession> session(WebRequest request) {
    return Visitor.session(desk.sessions(), request);
  }

  /** Whether a session that was found is still one. */
  public boolean isOpen(WebSession session) {
    return desk.sessions().isOpen(session);
  }
}

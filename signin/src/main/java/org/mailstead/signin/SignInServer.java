package org.mailstead.signin;

import java.util.Optional;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;

/** The room of signing in: hands its routes to the HTTP server, and tells others who is asking. */
public final class SignInServer {
  private final SignInDesk desk;
  private final Directory directory;
  private final Authenticator authenticator;

  public SignInServer(SignInDesk desk, Directory directory, Authenticator authenticator) {
    this.desk = desk;
    this.directory = directory;
    this.authenticator = authenticator;
  }

  public Routes routes() {
    return new Routes()
        .add(new SignInCalls(desk.signIn(), desk.resets()).routes())
        .add(new AccountCalls(desk, directory, new AccountJson(authenticator)).routes());
  }

  /** The session of whoever asks; empty when nobody has signed in there. */
  public Optional<WebSession> session(WebRequest request) {
    return Visitor.session(desk.sessions(), request);
  }
}

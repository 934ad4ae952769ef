package org.mailstead.imap.url;

import java.util.Optional;
import org.mailstead.identity.signin.Login;
import org.mailstead.imap.state.Client;

/** Whose URLs are ours to look at. */
record UrlServers(Client client) {
  boolean isHere(ImapUrl.Server server) {
    return server.host().equalsIgnoreCase(client.house().terms().hostname());
  }

  /** Whether it is this server and the user who has signed in. */
  boolean isMine(ImapUrl.Server server) {
    return user(server).map(Login::account).equals(Optional.of(client.account()));
  }

  /** The user of ours that a URL names. */
  Optional<Login> user(ImapUrl.Server server) {
    return isHere(server)
        ? server.user().flatMap(client.house().authenticator()::known)
        : Optional.empty();
  }

  /** Whether a name is that of the user who has signed in. */
  boolean isMe(String name) {
    return client
        .house()
        .authenticator()
        .known(name)
        .map(Login::account)
        .equals(Optional.of(client.account()));
  }
}

package org.mailstead.imap.url;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.signin.Login;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.Right;

/** URLs that let others read a message or a part of one: GENURLAUTH, RESETKEY (RFC 4467). */
public record UrlAuth(Client client) {
  /** What is said of it in SELECT and RESETKEY (RFC 4467 section 8). */
  public static final String CODE = "[URLMECH " + UrlTokens.MECHANISM + "]";

  public void generate(String tag, Command.GenUrlAuth command) throws IOException, SyntaxException {
    List<String> made = new ArrayList<>();
    for (Command.UrlRump asked : command.urls()) {
      if (!asked.mechanism().equals(UrlTokens.MECHANISM)) {
        throw new SyntaxException("no such mechanism");
      }
      made.add(Responses.string(authorized(asked.url()), false));
    }
    client.out().untagged("GENURLAUTH " + String.join(" ", made));
    client.out().ok(tag, "done");
  }

  /** A wrong URL is a BAD one (RFC 4467 section 7). */
  private String authorized(String rump) throws SyntaxException {
    Optional<ImapUrl> url = ImapUrl.parse(rump, "/");
    boolean good =
        url.isPresent()
            && url.get().authorization().isPresent()
            && url.get().authorization().get().verifier().isEmpty()
            && url.get().server().map(new UrlServers(client)::isMine).orElse(false);
    if (!good) {
      throw new SyntaxException("that is no URL of a message of yours that says who may use it");
    }
    Location location =
        UrlTarget.mailbox(client, url.get().mailbox())
            .orElseThrow(() -> new SyntaxException("the URL's mailbox is not there"));
    byte[] key = client.post().urlKeys().provide(location.owner(), location.mailbox().id());
    return rump + ":" + UrlTokens.MECHANISM + ":" + UrlTokens.make(key, rump);
  }

  public void reset(String tag, Command.ResetKey command) throws IOException, SyntaxException {
    if (!command.mechanisms().stream().allMatch(UrlTokens.MECHANISM::equals)) {
      throw new SyntaxException("no such mechanism");
    }
    if (command.mailbox().isEmpty()) {
      client.post().urlKeys().resetAll(client.account());
    } else {
      Location location = client.mailbox(command.mailbox().get(), Right.ADMINISTER);
      client.post().urlKeys().reset(location.owner(), location.mailbox().id());
    }
    client.out().ok(tag, client.isGuarded() ? CODE + " done" : "done");
  }

  /**
   * The message of a URL that the client may use, as its owner may see it; empty for every other,
   * and nobody learns why (RFC 4467 section 6).
   */
  Optional<UrlTarget> fetchable(String text) {
    Optional<ImapUrl> url = ImapUrl.parse(text, "/");
    Optional<UrlAuthorization> given = url.flatMap(ImapUrl::authorization);
    Optional<Login> owner = url.flatMap(ImapUrl::server).flatMap(new UrlServers(client)::user);
    if (given.isEmpty() || owner.isEmpty() || !isAllowed(given.get())) {
      return Optional.empty();
    }
    Client as = new Client(client.house(), owner.get(), client.out());
    return UrlTarget.find(as, url.get())
        .filter(target ->
            client
                .post()
                .urlKeys()
                .find(target.location().owner(), target.location().mailbox().id())
                .map(key -> isProved(key, given.get()))
                .orElse(false));
  }

  private static boolean isProved(byte[] key, UrlAuthorization given) {
    return given
        .verifier()
        .filter(verifier -> verifier.mechanism().equals(UrlTokens.MECHANISM))
        .map(verifier -> UrlTokens.matches(key, given.rump(), verifier.token()))
        .orElse(false);
  }

  private boolean isAllowed(UrlAuthorization given) {
    boolean late =
        given.expires().map(end -> !client.house().clock().instant().isBefore(end)).orElse(false);
    return !late
        && switch (given.access()) {
          case UrlAuthorization.Access.Anonymous(), UrlAuthorization.Access.AuthUser() -> true;
          case UrlAuthorization.Access.User(String name) -> new UrlServers(client).isMe(name);
          // Nobody signs in here as a submission server: ours needs no URL to read mail.
          case UrlAuthorization.Access.Submit _ -> false;
        };
  }
}

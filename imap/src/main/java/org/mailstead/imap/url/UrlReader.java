package org.mailstead.imap.url;

import java.io.IOException;
import java.util.Optional;
import org.mailstead.imap.fetch.SectionOctets;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.text.PercentCoding;

/** Reads what a URL of CATENATE refers to: messages that this session may read (RFC 4469). */
public record UrlReader(Client client) {
  /** Empty when the URL is none of a message, or there is no such message or section. */
  public Optional<SectionOctets> find(String text) throws IOException {
    Optional<ImapUrl> url = ImapUrl.parse(text, base());
    if (url.isEmpty() || !isMine(url.get())) {
      return Optional.empty();
    }
    Optional<UrlTarget> target = UrlTarget.find(client, url.get());
    return target.isEmpty() ? Optional.empty() : target.get().octets(client);
  }

  /**
   * A relative URL starts from the selected mailbox, which has a slash at its end: else {@code
   * ;UID=1} would take its place rather than lie in it.
   */
  private String base() {
    return client
        .selected()
        .map(in -> "/" + PercentCoding.encode(client.path(in.location())) + "/")
        .orElse("/");
  }

  /** Other servers, and URLs that were given to somebody, are for URLFETCH. */
  private boolean isMine(ImapUrl url) {
    return url.authorization().isEmpty()
        && url.server()
            .map(server -> server.user().isPresent() && new UrlServers(client).isMine(server))
            .orElse(true);
  }
}

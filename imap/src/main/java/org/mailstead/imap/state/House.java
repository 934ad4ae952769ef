package org.mailstead.imap.state;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Sasl;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.rules.MailboxEvents;

/**
 * What all sessions of a port share.
 *
 * @param offered what clients may do, as it is just now
 * @param search the index of all mail, which narrows searches; empty where there is none
 * @param events runs scripts when something happens in a mailbox
 */
public record House(
    Supplier<Terms> offered,
    Post post,
    Optional<MailSearch> search,
    Sasl sasl,
    Authenticator authenticator,
    KeepAlive keepAlive,
    Sessions sessions,
    Optional<MailboxEvents> events,
    InstantSource clock) {
  public Terms terms() {
    return offered.get();
  }
}

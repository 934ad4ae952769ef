package org.mailstead.imap.state;

import java.time.InstantSource;
import org.mailstead.identity.Authenticator;
import org.mailstead.identity.Sasl;
import org.mailstead.post.Post;

/** What all sessions of a port share. */
public record House(
    Terms terms,
    Post post,
    Sasl sasl,
    Authenticator authenticator,
    KeepAlive keepAlive,
    Sessions sessions,
    InstantSource clock) {}

package org.mailstead.imap;

import java.time.InstantSource;
import org.mailstead.identity.Authenticator;
import org.mailstead.identity.Sasl;
import org.mailstead.post.Post;

/** What all sessions of a port share. */
record House(
    ImapConfig config,
    Post post,
    Sasl sasl,
    Authenticator authenticator,
    KeepAlive keepAlive,
    Sessions sessions,
    InstantSource clock) {}

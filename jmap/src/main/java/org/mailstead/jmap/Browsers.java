package org.mailstead.jmap;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.signin.WebSession;

/**
 * Browsers that have signed in to the pages.
 *
 * @param session the one that a request's cookie belongs to
 * @param counts whether a session has not been taken away meanwhile
 */
public record Browsers(
    Function<WebRequest, Optional<WebSession>> session, Predicate<WebSession> counts) {}

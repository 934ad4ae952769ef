package org.mailstead.identity.settings;

import java.util.Optional;

/**
 * What somebody changed.
 *
 * @param old the value that the scope had before; empty when it had none of its own
 * @param now the value that it has; empty when it has none of its own any more
 * @param by who did it
 */
public record Change(
    Scope scope, String key, Optional<String> old, Optional<String> now, String by) {}

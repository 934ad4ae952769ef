package org.mailstead.post;

import java.time.Instant;

/**
 * Why something happened to a message, kept with it for its reader.
 *
 * @param who the part of the server that decided, such as {@code delivery}
 * @param what what it decided, such as {@code accepted for an alias}
 * @param evidence on what it decided; may be empty
 */
public record Reason(String who, String what, String evidence, Instant at) {}

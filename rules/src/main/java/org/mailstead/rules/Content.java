package org.mailstead.rules;

import org.mailstead.formats.mime.ByteSource;

/**
 * The message as it was when an action was said.
 *
 * @param changed whether the script changed it (RFC 5293, RFC 5703); else it is what came
 */
public record Content(ByteSource octets, boolean changed) {}

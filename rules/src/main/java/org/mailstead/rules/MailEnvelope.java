package org.mailstead.rules;

import java.util.Optional;

/**
 * With what SMTP brought a message.
 *
 * @param from the reverse-path; empty for the null one
 * @param to the recipient whose scripts run
 * @param auth who had signed in
 */
public record MailEnvelope(String from, String to, Optional<String> auth) {}

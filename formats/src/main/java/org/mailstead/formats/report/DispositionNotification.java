package org.mailstead.formats.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.mime.DeliveryStatus;
import org.mailstead.words.EmailAddress;

/**
 * What became of a message at its reader's (RFC 8098 section 3.1). Nothing in one that was sent to
 * us is proven: anybody can write it. Texts are of one line.
 *
 * @param reportingUa the program that says so
 * @param gateway that made it of something else, with the type of its name
 * @param originalRecipient the address that the sender wrote to, with its type
 * @param finalRecipient whose reader says so, with its type: {@code rfc822; ada@example.org}
 * @param originalMessageId of the message, in angle brackets
 * @param errors why it went wrong
 * @param extensions other fields, by their names
 */
public record DispositionNotification(
    Optional<String> reportingUa,
    Optional<String> gateway,
    Optional<String> originalRecipient,
    String finalRecipient,
    Optional<String> originalMessageId,
    Disposition disposition,
    List<String> errors,
    Map<String, String> extensions) {
  public DispositionNotification {
    errors = List.copyOf(errors);
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** What happened, and who wanted it (RFC 8098 section 3.2.6). */
  public record Disposition(Action action, Sending sending, Type type) {}

  /** Whether somebody did it. */
  public enum Action {
    MANUAL_ACTION,
    AUTOMATIC_ACTION
  }

  /** Whether somebody wanted it to be told. */
  public enum Sending {
    MDN_SENT_MANUALLY,
    MDN_SENT_AUTOMATICALLY
  }

  /** What happened. */
  public enum Type {
    DELETED,
    DISPATCHED,
    DISPLAYED,
    PROCESSED
  }

  /** How one of these values is spelt, in lower case. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The value that is spelt so; empty when there is none. */
  public static <E extends Enum<E>> Optional<E> value(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants()).filter(one -> word(one).equals(word)).findFirst();
  }

  /** An address with its type, in ASCII. */
  public static String typed(EmailAddress address) {
    return DeliveryStatus.typed(address, false);
  }
}

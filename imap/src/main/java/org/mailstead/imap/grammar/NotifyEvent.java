package org.mailstead.imap.grammar;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a client can be told of unasked (RFC 5465 section 5). */
public enum NotifyEvent {
  MESSAGE_NEW("MessageNew"),
  MESSAGE_EXPUNGE("MessageExpunge"),
  FLAG_CHANGE("FlagChange"),
  MAILBOX_NAME("MailboxName"),
  SUBSCRIPTION_CHANGE("SubscriptionChange"),
  MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
  SERVER_METADATA_CHANGE("ServerMetadataChange");

  private final String name;

  NotifyEvent(String name) {
    this.name = name;
  }

  boolean isOfMessages() {
    return switch (this) {
      case MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE -> true;
      case MAILBOX_NAME, SUBSCRIPTION_CHANGE, MAILBOX_METADATA_CHANGE, SERVER_METADATA_CHANGE ->
          false;
    };
  }

  static Optional<NotifyEvent> of(String word) {
    return Arrays.stream(values()).filter(event -> event.name.equalsIgnoreCase(word)).findFirst();
  }

  public static String names() {
    return Arrays.stream(values()).map(event -> event.name).collect(Collectors.joining(" "));
  }
}

package org.mailstead.post.sending;

import org.mailstead.words.AccountId;

/** Whose sending is counted. */
public sealed interface Sender {
  record Account(AccountId id) implements Sender {}

  /** All accounts of a domain together. */
  record Domain(String name) implements Sender {}
}

package org.mailstead.post.sending;

/** What each may send, as it is just now. */
@FunctionalInterface
public interface SendingRules {
  /** Of an account its own limits, of a domain those of all its accounts together. */
  SendingConfig of(Sender sender);
}

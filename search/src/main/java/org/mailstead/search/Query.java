package org.mailstead.search;

import java.util.List;

/** What somebody looks for. */
public sealed interface Query {
  /** Where words are looked for. */
  enum Scope {
    /** All that people see: subject, addresses, text, attachments' names and text. */
    ALL,
    SUBJECT,
    /** The text, what it quotes included. */
    BODY,
    FROM,
    TO,
    CC,
    BCC,
    /** To, Cc and Bcc. */
    RECIPIENTS,
    ATTACHMENT_NAME,
    ATTACHMENT_TEXT
  }

  /** All of these words, in any form and order; what has no blank inside stays together. */
  record Text(Scope scope, String text) implements Query {}

  /** These words in this order and form. */
  record Phrase(Scope scope, String text) implements Query {}

  /** These words in this order, of the last one only the start. */
  record Prefix(Scope scope, String text) implements Query {}

  /** These words in a header field; without text whether there is such a field. */
  record Header(String name, String text) implements Query {}

  /** All of them; without any everything. */
  record And(List<Query> queries) implements Query {
    public And {
      queries = List.copyOf(queries);
    }
  }

  /** At least one of them; without any nothing. */
  record Or(List<Query> queries) implements Query {
    public Or {
      queries = List.copyOf(queries);
    }
  }

  /** What the other does not find. */
  record Not(Query query) implements Query {}

  /** Before this time, in milliseconds of UTC. */
  record DateBefore(long time) implements Query {}

  /** At this time or after it. */
  record DateFrom(long time) implements Query {}

  /** So many octets or more. */
  record SizeAtLeast(long size) implements Query {}

  /** Fewer octets. */
  record SizeBelow(long size) implements Query {}

  /** With an attachment. */
  record HasAttachment() implements Query {}

  /** Of the mailing list whose identifier has these words; empty for mail of any list. */
  record ListId(String text) implements Query {}
}

package org.mailstead.rules;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a script can ask that the message does not say. */
public record Surroundings(
    InstantSource clock,
    ZoneId zone,
    MailboxNames mailboxes,
    Repeats repeats,
    Lists lists,
    Verdicts verdicts,
    Facts facts,
    Scripts scripts,
    RuleLimits limits) {
  /** The owner's mailboxes. */
  public interface MailboxNames {
    /** Whether mail can be put there. */
    boolean exists(String name);

    /** The same of an object id (RFC 8474). */
    boolean idExists(String id);

    /** Whether a mailbox, or any when none is named, has all of these special uses. */
    boolean hasUses(Optional<String> mailbox, Set<String> uses);
  }

  /** What duplicate tests remember. */
  public interface Repeats {
    /** Whether it was tracked, and its time is not over. */
    boolean isTracked(String key);
  }

  /** Lists outside of the script (RFC 6134). */
  public interface Lists {
    /** Whether there is one. */
    boolean exists(String list);

    /** Whether it holds the value. */
    boolean contains(String list, String value);

    /** All of its values, for a redirect. */
    List<String> members(String list);
  }

  /** What filters found (RFC 5235). */
  public interface Verdicts {
    /** How surely it is spam, 0 to 100; empty when nobody looked. */
    OptionalInt spamPercent();

    /** 1 for clean to 5 for a virus; empty when nobody looked. */
    OptionalInt virus();
  }

  /** Items of the environment test (RFC 5183 section 4.1). */
  public interface Facts {
    /** The item's value; empty when it is not known. */
    Optional<String> item(String name);
  }

  /** Scripts to include (RFC 6609). */
  public interface Scripts {
    /**
     * The script.
     *
     * @param everybodys whether it is one of the server's, for all users
     */
    Optional<Compiled> find(boolean everybodys, String name);
  }
}

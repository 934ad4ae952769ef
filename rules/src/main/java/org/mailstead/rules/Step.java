package org.mailstead.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.sieve.Place;

/** A command that was checked: one record per command, and what it is to do. */
sealed interface Step {
  Place place();

  /** What is to be done when a test is true. */
  record Branch(Condition condition, List<Step> steps) {
    public Branch {
      steps = List.copyOf(steps);
    }
  }

  record If(Place place, List<Branch> branches, List<Step> otherwise) implements Step {
    public If {
      branches = List.copyOf(branches);
      otherwise = List.copyOf(otherwise);
    }
  }

  record Stop(Place place) implements Step {}

  /** Without flags the internal variable counts (RFC 5232 section 5). */
  record Keep(Place place, Optional<List<Text>> flags) implements Step {}

  record Discard(Place place) implements Step {}

  record FileInto(Place place, Text mailbox, Filing filing, boolean copy) implements Step {}

  /**
   * Draft of snooze (draft-ietf-extra-sieve-snooze).
   *
   * @param mailbox where it wakes up; empty for INBOX
   * @param weekdays 0 for Sunday to 6
   * @param zone a name of the IANA time zones; empty for the one that scripts run in
   * @param times of the day
   */
  record Snooze(
      Place place,
      Optional<Text> mailbox,
      Filing filing,
      List<Text> add,
      List<Text> remove,
      List<Text> weekdays,
      Optional<Text> zone,
      List<Text> times)
      implements Step {}

  /** How a mailbox is found that may not be there, and what a message gets in it. */
  record Filing(
      Optional<List<Text>> flags, boolean create, Optional<Text> specialUse, Optional<Text> id) {}

  /**
   * @param list whether the address is the name of a list (RFC 6134 section 2.5)
   */
  record Redirect(
      Place place,
      Text address,
      boolean list,
      boolean copy,
      Optional<Text> reports,
      Optional<Text> ret,
      Optional<Deadline> deadline)
      implements Step {}

  /** RFC 6009 section 6: by when a message is to be delivered. */
  sealed interface Deadline {
    boolean trace();

    Optional<Text> mode();
  }

  record Within(long seconds, Optional<Text> mode, boolean trace) implements Deadline {}

  record At(Text time, Optional<Text> mode, boolean trace) implements Deadline {}

  /**
   * RFC 5429.
   *
   * @param atOnce whether it should rather be refused to the server that brings it
   */
  record Reject(Place place, Text reason, boolean atOnce) implements Step {}

  /** RFC 5230. */
  record Vacation(
      Place place,
      long seconds,
      Optional<Text> subject,
      Optional<Text> from,
      List<Text> addresses,
      boolean mime,
      Optional<Text> handle,
      Optional<Copy> copy,
      Text reason)
      implements Step {}

  /** RFC 8580: where a copy of what is sent goes. */
  record Copy(Text mailbox, Filing filing) {}

  /**
   * What happens to a value before a variable holds it, highest precedence first (RFC 5229 section
   * 4.1).
   */
  enum Modifier {
    LOWER(40),
    UPPER(40),
    LOWERFIRST(30),
    UPPERFIRST(30),
    QUOTEWILDCARD(20),
    QUOTEREGEX(20),
    ENCODEURL(15),
    LENGTH(10);

    private final int precedence;

    Modifier(int precedence) {
      this.precedence = precedence;
    }

    int precedence() {
      return precedence;
    }
  }

  record Let(Place place, boolean shared, String name, Set<Modifier> modifiers, Text value)
      implements Step {}

  /** What is done to flags (RFC 5232 section 3). */
  enum FlagChange {
    SET,
    ADD,
    REMOVE
  }

  record Flags(Place place, FlagChange change, Optional<Text> variable, List<Text> flags)
      implements Step {}

  /** RFC 5435 section 3. */
  record Notify(
      Place place,
      Text method,
      Optional<Text> from,
      Optional<Text> importance,
      List<Text> options,
      Optional<Text> message,
      Optional<Copy> copy)
      implements Step {}

  /** RFC 5293. */
  record AddHeader(Place place, boolean last, Text name, Text value) implements Step {}

  record DeleteHeader(Place place, Index index, Matching matching, Text name, List<Text> patterns)
      implements Step {}

  /** RFC 6609. */
  record Include(Place place, boolean everybodys, boolean once, boolean optional, Text name)
      implements Step {}

  record Return(Place place) implements Step {}

  record Share(Place place, List<String> names) implements Step {}

  /** RFC 5703 section 3. */
  record ForEveryPart(Place place, Optional<String> name, List<Step> steps) implements Step {}

  record Break(Place place, Optional<String> name) implements Step {}

  record Replace(
      Place place, boolean mime, Optional<Text> subject, Optional<Text> from, Text replacement)
      implements Step {}

  record Enclose(Place place, Optional<Text> subject, List<Text> fields, Text text)
      implements Step {}

  record ExtractText(Place place, Optional<Long> first, Set<Modifier> modifiers, String name)
      implements Step {}

  /** RFC 5463 section 5. */
  record Fail(Place place, Text why) implements Step {}
}

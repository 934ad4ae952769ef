package org.mailstead.rules;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.sieve.Place;

/** A test that was checked: one record per test, and what it is true of. */
sealed interface Condition {
  Place place();

  record Constant(Place place, boolean value) implements Condition {}

  /** RFC 5463: known when the script is compiled. */
  record IsThere(Place place, boolean value) implements Condition {}

  record Not(Place place, Condition inner) implements Condition {}

  record AllOf(Place place, List<Condition> list) implements Condition {
    public AllOf {
      list = List.copyOf(list);
    }
  }

  record AnyOf(Place place, List<Condition> list) implements Condition {
    public AnyOf {
      list = List.copyOf(list);
    }
  }

  record Exists(Place place, Scope scope, List<Text> names) implements Condition {}

  record Size(Place place, boolean over, long octets) implements Condition {}

  record Header(
      Place place, Scope scope, Index index, Matching matching, List<Text> names, List<Text> keys)
      implements Condition {}

  record Address(
      Place place,
      Scope scope,
      Index index,
      AddressPart part,
      Matching matching,
      List<Text> names,
      List<Text> keys)
      implements Condition {}

  record Envelope(
      Place place, AddressPart part, Matching matching, List<Text> names, List<Text> keys)
      implements Condition {}

  /** RFC 5229 section 5. */
  record Strings(Place place, Matching matching, List<Text> sources, List<Text> keys)
      implements Condition {}

  /** RFC 5232 section 4; without names the internal variable is meant. */
  record HasFlag(Place place, Matching matching, List<Text> variables, List<Text> keys)
      implements Condition {}

  /** How RFC 5173 sees a body. */
  enum BodyForm {
    RAW,
    CONTENT,
    TEXT
  }

  /** RFC 5173. */
  record Body(Place place, BodyForm form, List<Text> types, Matching matching, List<Text> keys)
      implements Condition {}

  /** A zone (RFC 5260 section 4.1). */
  sealed interface Zone {}

  record Local() implements Zone {}

  record Original() implements Zone {}

  record Fixed(Text offset) implements Zone {}

  /** RFC 5260 section 4; without a field's name the moment of the run is meant (section 5). */
  record Date(
      Place place,
      Scope scope,
      Index index,
      Zone zone,
      Matching matching,
      Optional<Text> field,
      Text part,
      List<Text> keys)
      implements Condition {}

  /** RFC 5490 section 3.1. */
  record MailboxExists(Place place, List<Text> names) implements Condition {}

  /** RFC 9042 section 4. */
  record MailboxIdExists(Place place, List<Text> ids) implements Condition {}

  /** RFC 8579 section 3. */
  record SpecialUseExists(Place place, Optional<Text> mailbox, List<Text> uses)
      implements Condition {}

  /** What makes a message the same as another (RFC 7352 section 3). */
  sealed interface Identity {}

  record ByMessageId() implements Identity {}

  record ByField(Text name) implements Identity {}

  record ByText(Text text) implements Identity {}

  record Duplicate(
      Place place, Identity identity, Optional<Text> handle, long seconds, boolean last)
      implements Condition {}

  /** RFC 5183. */
  record Environment(Place place, Matching matching, Text name, List<Text> keys)
      implements Condition {}

  /** RFC 5235 section 3. */
  record SpamTest(Place place, boolean percent, Matching matching, Text value)
      implements Condition {}

  record VirusTest(Place place, Matching matching, Text value) implements Condition {}

  /** RFC 5435 section 4. */
  record ValidNotifyMethod(Place place, List<Text> methods) implements Condition {}

  record NotifyMethodCapability(
      Place place, Matching matching, Text method, Text capability, List<Text> keys)
      implements Condition {}

  /** RFC 6134 section 2.8. */
  record ValidExtList(Place place, List<Text> lists) implements Condition {}
}

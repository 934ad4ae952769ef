package org.mailstead.rules;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.sieve.SieveTest;

/** Checks the tests that ask about more than the message. */
final class ExtensionTests {
  private static final long WEEK = 7 * 24 * 3600;

  private final Dialect dialect;

  ExtensionTests(Dialect dialect) {
    this.dialect = dialect;
  }

  Condition leaf(SieveTest test, Arguments in) {
    return switch (test.name()) {
      case "mailboxexists" -> mailboxExists(in);
      case "mailboxidexists" -> mailboxIdExists(in);
      case "specialuse_exists" -> specialUseExists(in);
      case "duplicate" -> duplicate(in);
      case "environment" -> environment(in);
      case "spamtest" -> spamTest(in);
      case "virustest" -> virusTest(in);
      case "valid_notify_method" -> validNotifyMethod(in);
      case "notify_method_capability" -> notifyMethodCapability(in);
      case "valid_ext_list" -> validExtList(in);
      case String name -> {
        in.error("the test \"" + name + "\" is not known");
        in.takeAll();
        yield new Condition.Constant(test.place(), false);
      }
    };
  }

  // mailboxexists <mailbox-names: string-list>
  private Condition mailboxExists(Arguments in) {
    dialect.demand(in.place(), "\"mailboxexists\"", "mailbox");
    return new Condition.MailboxExists(in.place(), in.texts("the names of mailboxes"));
  }

  // mailboxidexists <mailbox-objectids: string-list>
  private Condition mailboxIdExists(Arguments in) {
    dialect.demand(in.place(), "\"mailboxidexists\"", "mailboxid");
    return new Condition.MailboxIdExists(in.place(), in.texts("the ids of mailboxes"));
  }

  // specialuse_exists [<mailbox: string>] <special-use-flags: string-list>
  private Condition specialUseExists(Arguments in) {
    dialect.demand(in.place(), "\"specialuse_exists\"", "special-use");
    Optional<Text> mailbox =
        in.positions() > 1 ? Optional.of(in.text("a mailbox")) : Optional.empty();
    return new Condition.SpecialUseExists(in.place(), mailbox, in.texts("special uses"));
  }

  // duplicate [":handle" s] [":header" s / ":uniqueid" s] [":seconds" n] [":last"]
  private Condition duplicate(Arguments in) {
    dialect.demand(in.place(), "\"duplicate\"", "duplicate");
    Optional<Text> handle = in.tagText("handle", "");
    Optional<Text> header = in.tagText("header", "");
    Optional<Text> unique = in.tagText("uniqueid", "");
    if (header.isPresent() && unique.isPresent()) {
      in.error("\":header\" and \":uniqueid\" exclude each other");
    }
    Condition.Identity identity =
        header
            .<Condition.Identity>map(Condition.ByField::new)
            .or(() -> unique.map(Condition.ByText::new))
            .orElse(new Condition.ByMessageId());
    long seconds = in.tagNumber("seconds", "").orElse(WEEK);
    return new Condition.Duplicate(in.place(), identity, handle, seconds, in.flag("last"));
  }

  // environment [COMPARATOR] [MATCH-TYPE] <name: string> <key-list: string-list>
  private Condition environment(Arguments in) {
    dialect.demand(in.place(), "\"environment\"", "environment");
    var tags = new CommonTags(in);
    Matching matching = tags.matching();
    Text name = in.text("an item's name");
    List<Text> keys = in.texts("the keys to compare with");
    tags.patterns(matching, keys);
    return new Condition.Environment(in.place(), matching, name, keys);
  }

  // spamtest [":percent"] [COMPARATOR] [MATCH-TYPE] <value: string>
  private Condition spamTest(Arguments in) {
    dialect.demand(in.place(), "\"spamtest\"", "spamtest");
    boolean percent = in.flag("percent", "spamtestplus");
    Matching matching = new CommonTags(in).matching();
    return new Condition.SpamTest(in.place(), percent, matching, in.text("a value"));
  }

  // virustest [COMPARATOR] [MATCH-TYPE] <value: string>
  private Condition virusTest(Arguments in) {
    dialect.demand(in.place(), "\"virustest\"", "virustest");
    Matching matching = new CommonTags(in).matching();
    return new Condition.VirusTest(in.place(), matching, in.text("a value"));
  }

  // valid_notify_method <notification-uris: string-list>
  private Condition validNotifyMethod(Arguments in) {
    dialect.demand(in.place(), "\"valid_notify_method\"", "enotify");
    return new Condition.ValidNotifyMethod(in.place(), in.texts("the methods"));
  }

  // notify_method_capability [COMPARATOR] [MATCH-TYPE] <uri> <capability> <key-list>
  private Condition notifyMethodCapability(Arguments in) {
    dialect.demand(in.place(), "\"notify_method_capability\"", "enotify");
    Matching matching = new CommonTags(in).matching();
    Text method = in.text("a method");
    Text capability = in.text("a capability");
    List<Text> keys = in.texts("the keys to compare with");
    return new Condition.NotifyMethodCapability(in.place(), matching, method, capability, keys);
  }

  // valid_ext_list <ext-list-names: string-list>
  private Condition validExtList(Arguments in) {
    dialect.demand(in.place(), "\"valid_ext_list\"", "extlists");
    return new Condition.ValidExtList(in.place(), in.texts("the names of lists"));
  }
}

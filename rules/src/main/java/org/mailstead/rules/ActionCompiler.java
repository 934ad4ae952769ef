package org.mailstead.rules;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.sieve.SieveCommand;

/** Checks actions: those of RFC 5228 section 4, flags and header fields. */
final class ActionCompiler {
  private final Dialect dialect;

  ActionCompiler(Dialect dialect) {
    this.dialect = dialect;
  }

  Optional<Step> step(SieveCommand command, Arguments in) {
    return switch (command.name()) {
      case "keep" -> Optional.of(keep(in));
      case "discard" -> Optional.of(new Step.Discard(in.place()));
      case "fileinto" -> Optional.of(fileInto(in));
      case "redirect" -> Optional.of(redirect(in));
      case "snooze" -> Optional.of(new SnoozeCompiler(dialect).snooze(in));
      case "setflag" -> Optional.of(flags(in, Step.FlagChange.SET));
      case "addflag" -> Optional.of(flags(in, Step.FlagChange.ADD));
      case "removeflag" -> Optional.of(flags(in, Step.FlagChange.REMOVE));
      case "addheader" -> Optional.of(addHeader(in));
      case "deleteheader" -> Optional.of(deleteHeader(in));
      case String _ -> new AnswerCompiler(dialect, this).step(command, in);
    };
  }

  // keep [":flags" <list-of-flags: string-list>]
  private Step keep(Arguments in) {
    return new Step.Keep(in.place(), in.tagTexts("flags", "imap4flags"));
  }

  // fileinto [":copy"] [":flags" l] [":create"] [":specialuse" s] [":mailboxid" s] <mailbox>
  private Step fileInto(Arguments in) {
    dialect.demand(in.place(), "\"fileinto\"", "fileinto");
    boolean copy = in.flag("copy", "copy");
    Step.Filing filing = new CommonTags(in).filing();
    return new Step.FileInto(in.place(), mailbox(in), filing, copy);
  }

  private Text mailbox(Arguments in) {
    Text mailbox = in.text("a mailbox");
    mailbox
        .constant()
        .filter(name -> name.isEmpty() || name.chars().anyMatch(Character::isISOControl))
        .ifPresent(_ -> dialect.error(mailbox.place(), "this cannot be a mailbox's name"));
    return mailbox;
  }

  // redirect [":copy"] [":list"] [":notify" s] [":ret" s] [":bytimerelative" n / ...] <address>
  private Step redirect(Arguments in) {
    boolean copy = in.flag("copy", "copy");
    boolean list = in.flag("list", "extlists");
    Optional<Text> notify = in.tagText("notify", "redirect-dsn");
    Optional<Text> ret = in.tagText("ret", "redirect-dsn");
    Optional<Step.Deadline> deadline = deadline(in);
    Text address = in.text("an address");
    if (!list) {
      address
          .constant()
          .filter(text -> Addresses.parse(text).isEmpty())
          .ifPresent(text -> dialect.error(address.place(), notAnAddress(text)));
    }
    return new Step.Redirect(in.place(), address, list, copy, notify, ret, deadline);
  }

  static String notAnAddress(String text) {
    return "\"" + text + "\" is not an address";
  }

  private Optional<Step.Deadline> deadline(Arguments in) {
    Optional<Long> within = in.tagNumber("bytimerelative", "redirect-deliverby");
    Optional<Text> at = in.tagText("bytimeabsolute", "redirect-deliverby");
    Optional<Text> mode = in.tagText("bymode", "redirect-deliverby");
    boolean trace = in.flag("bytrace", "redirect-deliverby");
    if (within.isPresent() && at.isPresent()) {
      in.error("\":bytimerelative\" and \":bytimeabsolute\" exclude each other");
    }
    if (within.isEmpty() && at.isEmpty() && (mode.isPresent() || trace)) {
      in.error("\":bymode\" and \":bytrace\" need a time");
    }
    return within
        .<Step.Deadline>map(seconds -> new Step.Within(seconds, mode, trace))
        .or(() -> at.map(time -> new Step.At(time, mode, trace)));
  }

  // setflag / addflag / removeflag [<variablename: string>] <list-of-flags: string-list>
  private Step flags(Arguments in, Step.FlagChange change) {
    dialect.demand(in.place(), "this", "imap4flags");
    Optional<Text> variable = Optional.empty();
    if (in.positions() > 1) {
      dialect.demand(in.place(), "flags of a variable", "variables");
      Text name = in.text("a variable's name");
      if (!TextReader.isName(name.constant().orElse(""))) {
        dialect.error(name.place(), ControlCompiler.notAName(name.constant().orElse("")));
      }
      variable = Optional.of(name);
    }
    return new Step.Flags(in.place(), change, variable, in.texts("the flags"));
  }

  // addheader [":last"] <field-name: string> <value: string>
  private Step addHeader(Arguments in) {
    dialect.demand(in.place(), "\"addheader\"", "editheader");
    boolean last = in.flag("last");
    Text name = field(in);
    Text value = in.text("a value");
    value
        .constant()
        .filter(text -> !Edit.isValue(text))
        .ifPresent(_ -> dialect.error(value.place(), "no field can have this value"));
    return new Step.AddHeader(in.place(), last, name, value);
  }

  private Text field(Arguments in) {
    return new CommonTags(in).fieldNames(List.of(in.text("a field's name"))).getFirst();
  }

  // deleteheader [":index" n [":last"]] [COMPARATOR] [MATCH-TYPE] <name> [<value-patterns>]
  private Step deleteHeader(Arguments in) {
    dialect.demand(in.place(), "\"deleteheader\"", "editheader");
    Optional<Long> number = in.tagNumber("index", "");
    boolean last = in.flag("last");
    if (last && number.isEmpty()) {
      in.error("\":last\" needs \":index\"");
    }
    if (number.isPresent() && number.get() < 1) {
      in.error("fields are counted from 1");
    }
    var tags = new CommonTags(in);
    Matching matching = tags.matching();
    Text name = field(in);
    List<Text> patterns = in.positions() > 0 ? in.texts("the values") : List.of();
    tags.patterns(matching, patterns);
    return new Step.DeleteHeader(
        in.place(), new Index(number.orElse(0L), last), matching, name, patterns);
  }

  /** The modifiers of a variable's value; of each precedence one at most. */
  Set<Step.Modifier> modifiers(Arguments in) {
    Set<Step.Modifier> said = EnumSet.noneOf(Step.Modifier.class);
    for (Step.Modifier modifier : Step.Modifier.values()) {
      String tag = modifier.name().toLowerCase(Locale.ROOT);
      boolean is =
          switch (modifier) {
            case QUOTEREGEX -> in.flag(tag, "regex");
            case ENCODEURL -> in.flag(tag, "enotify");
            case LOWER, UPPER, LOWERFIRST, UPPERFIRST, QUOTEWILDCARD, LENGTH -> in.flag(tag);
          };
      if (is && said.stream().anyMatch(other -> other.precedence() == modifier.precedence())) {
        in.error("\":" + tag + "\" excludes another modifier of this command");
      }
      if (is) {
        said.add(modifier);
      }
    }
    return said;
  }
}

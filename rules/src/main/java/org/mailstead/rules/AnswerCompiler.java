package org.mailstead.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.sieve.SieveCommand;

/** Checks the actions that send something, and those that change a message's parts. */
final class AnswerCompiler {
  private static final long DAY = 24 * 3600;

  private final Dialect dialect;
  private final ActionCompiler actions;

  AnswerCompiler(Dialect dialect, ActionCompiler actions) {
    this.dialect = dialect;
    this.actions = actions;
  }

  Optional<Step> step(SieveCommand command, Arguments in) {
    return switch (command.name()) {
      case "reject" -> Optional.of(reject(in, "reject"));
      case "ereject" -> Optional.of(reject(in, "ereject"));
      case "vacation" -> Optional.of(vacation(in));
      case "notify" -> Optional.of(inform(in));
      case "replace" -> Optional.of(replace(in));
      case "enclose" -> Optional.of(enclose(in));
      case "extracttext" -> Optional.of(extractText(in));
      case String name -> {
        in.error("the command \"" + name + "\" is not known");
        in.takeAll();
        yield Optional.empty();
      }
    };
  }

  // reject <reason: string>
  private Step reject(Arguments in, String name) {
    dialect.demand(in.place(), "\"" + name + "\"", name);
    return new Step.Reject(in.place(), in.text("a reason"), name.equals("ereject"));
  }

  // vacation [":days" n] [":subject" s] [":from" s] [":addresses" l] [":mime"] [":handle" s]
  // <reason>
  private Step vacation(Arguments in) {
    dialect.demand(in.place(), "\"vacation\"", "vacation");
    Optional<Long> days = in.tagNumber("days", "");
    Optional<Long> seconds = in.tagNumber("seconds", "vacation-seconds");
    if (days.isPresent() && seconds.isPresent()) {
      in.error("\":days\" and \":seconds\" exclude each other");
    }
    Optional<Text> subject = in.tagText("subject", "");
    Optional<Text> from = in.tagText("from", "");
    from.ifPresent(this::address);
    List<Text> addresses = in.tagTexts("addresses", "").orElse(List.of());
    boolean mime = in.flag("mime");
    Optional<Text> handle = in.tagText("handle", "");
    Optional<Step.Copy> copy = copy(in);
    long wait = seconds.orElseGet(() -> DAY * Math.min(days.orElse(7L), 1000));
    return new Step.Vacation(
        in.place(), wait, subject, from, addresses, mime, handle, copy, in.text("a reason"));
  }

  private void address(Text text) {
    text.constant()
        .filter(address -> Addresses.parse(address).isEmpty())
        .ifPresent(address -> dialect.error(text.place(), ActionCompiler.notAnAddress(address)));
  }

  // [":fcc" mailbox [":create"] [":flags" l] [":specialuse" s] [":mailboxid" s]]
  private Optional<Step.Copy> copy(Arguments in) {
    Optional<Text> mailbox = in.tagText("fcc", "fcc");
    return mailbox.map(name -> new Step.Copy(name, new CommonTags(in).filing()));
  }

  // notify [":from" s] [":importance" <"1" / "2" / "3">] [":options" l] [":message" s] <method>
  private Step inform(Arguments in) {
    dialect.demand(in.place(), "\"notify\"", "enotify");
    Optional<Text> from = in.tagText("from", "");
    from.ifPresent(this::address);
    Optional<Text> importance = in.tagText("importance", "");
    importance
        .flatMap(Text::constant)
        .filter(text -> !List.of("1", "2", "3").contains(text))
        .ifPresent(_ -> in.error("an importance is \"1\", \"2\" or \"3\""));
    List<Text> options = in.tagTexts("options", "").orElse(List.of());
    Optional<Text> message = in.tagText("message", "");
    Optional<Step.Copy> copy = copy(in);
    Text method = in.text("a method");
    method
        .constant()
        .flatMap(Mailto::complaint)
        .ifPresent(why -> dialect.error(method.place(), why));
    return new Step.Notify(in.place(), method, from, importance, options, message, copy);
  }

  // replace [":mime"] [":subject" string] [":from" string] <replacement: string>
  private Step replace(Arguments in) {
    dialect.demand(in.place(), "\"replace\"", "replace");
    boolean mime = in.flag("mime");
    Optional<Text> subject = in.tagText("subject", "");
    Optional<Text> from = in.tagText("from", "");
    from.ifPresent(this::address);
    return new Step.Replace(in.place(), mime, subject, from, in.text("a replacement"));
  }

  // enclose [":subject" string] [":headers" string-list] string
  private Step enclose(Arguments in) {
    dialect.demand(in.place(), "\"enclose\"", "enclose");
    Optional<Text> subject = in.tagText("subject", "");
    List<Text> fields = in.tagTexts("headers", "").orElse(List.of());
    return new Step.Enclose(in.place(), subject, fields, in.text("a text"));
  }

  // extracttext [MODIFIER] [":first" number] <varname: string>
  private Step extractText(Arguments in) {
    dialect.demand(in.place(), "\"extracttext\"", "extracttext");
    dialect.demand(in.place(), "\"extracttext\"", "foreverypart");
    dialect.demand(in.place(), "\"extracttext\"", "variables");
    Optional<Long> first = in.tagNumber("first", "");
    Set<Step.Modifier> modifiers = actions.modifiers(in);
    Text named = in.text("a variable's name");
    String name = named.constant().orElse("");
    if (!TextReader.isName(name)) {
      dialect.error(named.place(), ControlCompiler.notAName(name));
    }
    return new Step.ExtractText(in.place(), first, modifiers, name.toLowerCase(Locale.ROOT));
  }
}

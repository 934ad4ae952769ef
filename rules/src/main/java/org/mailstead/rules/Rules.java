package org.mailstead.rules;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;

/** Runs scripts on a message. Nothing is done: what is to be done is the answer. */
public final class Rules {
  private Rules() {}

  /**
   * Runs the scripts in their order. The next one runs only as long as the message would be kept in
   * INBOX: it then decides that anew.
   */
  public static Outcome run(
      List<Program> programs, ByteSource message, MailEnvelope envelope, Surroundings around) {
    return run(programs, message, Optional.of(envelope), Set.of(), around);
  }

  /**
   * Runs a script since something happened to a message that lies in a mailbox (RFC 6785). A keep
   * among what is to be done names the flags that the message shall have.
   *
   * @param flags that it has now
   */
  public static Outcome event(
      Program program, ByteSource message, Set<String> flags, Surroundings around) {
    return run(List.of(program), message, Optional.empty(), flags, around);
  }

  private static Outcome run(
      List<Program> programs,
      ByteSource message,
      Optional<MailEnvelope> envelope,
      Set<String> has,
      Surroundings around) {
    var mail = new Mail(message);
    var budget = new Budget(around.limits());
    var evaluation = new Evaluation(mail, envelope, around, budget);
    var decisions = new Decisions(around.limits());
    var flags = new FlagList(has);
    var shared = new HashMap<String, String>();
    Rule last = new Rule("", 0);
    for (Program program : programs) {
      decisions.handOn();
      last = new Rule(program.name(), 0);
      var scene =
          new Scene(program, new Variables(around.limits(), shared), flags, new ArrayList<>());
      var run = new Run(mail, evaluation, around, budget, decisions);
      try {
        run.program(scene);
      } catch (Failed e) {
        return failed(run.rule(e.place()), message, e.why());
      } catch (UncheckedIOException e) {
        return failed(last, message, "the message cannot be read");
      }
      if (!decisions.isKept()) {
        break;
      }
    }
    if (decisions.implicitKeep()) {
      decisions.actions().add(new Action.Keep(last, new HashSet<>(flags.all()), mail.content()));
    }
    return new Outcome(decisions.actions(), evaluation.tracked(), Optional.empty());
  }

  private static Outcome failed(Rule rule, ByteSource message, String why) {
    var keep = new Action.Keep(rule, Set.of(), new Content(message, false));
    return new Outcome(List.of(keep), List.of(), Optional.of(new Outcome.Failure(rule, why)));
  }
}

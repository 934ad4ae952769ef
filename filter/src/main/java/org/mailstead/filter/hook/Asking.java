package org.mailstead.filter.hook;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.origin.MessageFlow;
import org.mailstead.filter.verdict.Clue;

/** All hooks are told of one message. */
public final class Asking implements MessageFlow.Eyes, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Asking.class.getName());

  private final List<One> talks;
  private final boolean laterWhenDown;

  record One(String name, HookTalk talk) {}

  Asking(List<One> talks, boolean laterWhenDown) {
    this.talks = talks;
    this.laterWhenDown = laterWhenDown;
  }

  @Override
  public void header(SignedMessage header) {
    talks.forEach(one -> one.talk().header(header));
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    talks.forEach(one -> one.talk().body(bytes, off, len));
  }

  /**
   * What all said.
   *
   * @param action the strongest of them
   * @param why whoever wanted that
   * @param clues for the verdict
   * @param fields in their form, each with its line end
   */
  public record Said(Opinion.Action action, String why, List<Clue> clues, String fields) {
    /** Nobody was asked. */
    public static final Said NOTHING = new Said(Opinion.Action.NONE, "", List.of(), "");

    public Said {
      clues = List.copyOf(clues);
    }
  }

  /**
   * The message is over.
   *
   * @param junk points that are enough for Junk
   */
  public Said finish(int junk) {
    Opinion.Action action = Opinion.Action.NONE;
    String why = "";
    List<Clue> clues = new ArrayList<>();
    var fields = new StringBuilder();
    for (One one : talks) {
      Opinion opinion = ask(one);
      boolean isJunk =
          opinion.action() == Opinion.Action.JUNK
              || opinion.fields().stream().anyMatch(FieldRules::saysJunk);
      int points = opinion.points() + (isJunk ? Math.max(0, junk - opinion.points()) : 0);
      if (points != 0 || !opinion.ignored().isEmpty()) {
        clues.add(Clue.named("hook", one.name(), points, sentence(one.name(), opinion, isJunk)));
      }
      fields.append(FieldRules.write(opinion.fields()));
      if (opinion.action().compareTo(action) > 0) {
        action = opinion.action();
        why = opinion.why();
      }
      if (ends(action)) {
        break;
      }
    }
    return new Said(action, why, clues, fields.toString());
  }

  private static boolean ends(Opinion.Action action) {
    return switch (action) {
      case REJECT, LATER, DISCARD -> true;
      case NONE, JUNK -> false;
    };
  }

  private Opinion ask(One one) {
    try {
      return one.talk().finish();
    } catch (IOException e) {
      LOG.log(WARNING, "the hook {0} cannot be asked: {1}", one.name(), e.getMessage());
      return laterWhenDown
          ? Opinion.of(Opinion.Action.LATER, "a filter is not there now; try again later")
          : new Opinion(Opinion.Action.NONE, "", 0, List.of(), List.of("it could not be asked"));
    }
  }

  private static String sentence(String name, Opinion opinion, boolean junk) {
    var text = new StringBuilder(name).append(junk ? " takes it for junk" : " was asked");
    if (!opinion.why().isEmpty()) {
      text.append(": ").append(opinion.why());
    }
    if (!opinion.ignored().isEmpty()) {
      text.append("; not done: ").append(String.join(", ", opinion.ignored()));
    }
    return text.toString();
  }

  @Override
  public void close() {
    talks.forEach(one -> one.talk().close());
  }
}

package org.mailstead.filter.milter;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.filter.hook.Opinion;

/** What a filter answers. */
sealed interface MilterAnswer {
  /** Go on; or, at the end, that is all. */
  record Continue() implements MilterAnswer {}

  /** It has seen enough of the body. */
  record Skip() implements MilterAnswer {}

  /** It works, and wants more time. */
  record Progress() implements MilterAnswer {}

  /** It has decided, and wants to see no more. */
  record Final(Opinion opinion) implements MilterAnswer {}

  record AddField(Opinion.Field field) implements MilterAnswer {}

  /** The message should be held for somebody to look at. */
  record Quarantine(String why) implements MilterAnswer {}

  /** It wants something changed that is not changed here. */
  record Other(String what) implements MilterAnswer {}

  /** An SMTP reply, with or without an enhanced status code. */
  Pattern REPLY = Pattern.compile("([45])[0-9]{2}[ -](?:[45]\\.[0-9]{1,3}\\.[0-9]{1,3}\\s+)?(.*)");

  /**
   * @throws MilterSyntaxException when there is no such answer
   */
  static MilterAnswer parse(MilterPacket packet) throws MilterSyntaxException {
    return switch (packet.what()) {
      case 'c' -> new Continue();
      case 's' -> new Skip();
      case 'p' -> new Progress();
      case 'a' -> new Final(Opinion.NONE);
      case 'd' -> new Final(Opinion.of(Opinion.Action.DISCARD, ""));
      case 'r' -> new Final(Opinion.of(Opinion.Action.REJECT, "a filter does not want it"));
      case 't', 'f' -> new Final(Opinion.of(Opinion.Action.LATER, "a filter says: not now"));
      case 'y' -> reply(first(packet));
      case 'h' -> field(packet.strings(0));
      case 'i' -> {
        packet.number(0); // where it is wanted: they all go to the top
        yield field(packet.strings(Integer.BYTES));
      }
      case 'q' -> new Quarantine(first(packet));
      case 'm' -> new Other("change a field");
      case 'b' -> new Other("change the body");
      case '+', '2' -> new Other("add a recipient");
      case '-' -> new Other("leave out a recipient");
      case 'e' -> new Other("change the sender");
      default -> throw new MilterSyntaxException("no such answer: " + (int) packet.what());
    };
  }

  private static String first(MilterPacket packet) {
    List<String> strings = packet.strings(0);
    return strings.isEmpty() ? "" : strings.getFirst();
  }

  private static Final reply(String text) throws MilterSyntaxException {
    String line = text.lines().findFirst().orElse("");
    Matcher parts = REPLY.matcher(line);
    if (!parts.matches()) {
      throw new MilterSyntaxException("no reply of an SMTP server");
    }
    var action = parts.group(1).equals("4") ? Opinion.Action.LATER : Opinion.Action.REJECT;
    return new Final(Opinion.of(action, parts.group(2).strip()));
  }

  private static AddField field(List<String> strings) throws MilterSyntaxException {
    if (strings.isEmpty()) {
      throw new MilterSyntaxException("a field without a name");
    }
    return new AddField(
        new Opinion.Field(strings.getFirst(), strings.size() > 1 ? strings.get(1) : ""));
  }
}

package org.mailstead.jmap.mail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.post.Deed;

/** What a deed is called by clients: a letter and three numbers in base 32. */
public final class UndoId {
  private static final int RADIX = 32;
  private static final Pattern FORM =
      Pattern.compile("U([1-9a-v][0-9a-v]{0,12})-([0-9a-v]{1,13})-([0-9a-v]{1,13})");

  private UndoId() {}

  public static String write(Deed deed) {
    List<String> numbers =
        List.of(
            Long.toString(deed.id(), RADIX),
            Long.toString(deed.from(), RADIX),
            Long.toString(deed.to(), RADIX));
    return "U" + String.join("-", numbers);
  }

  /** Empty for what is none. */
  public static Optional<Deed> parse(String id) {
    Matcher form = FORM.matcher(id);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Deed(number(form, 1), number(form, 2), number(form, 3)));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // more than there can be, or the end before the beginning
    }
  }

  private static long number(Matcher form, int group) {
    return Long.parseLong(form.group(group), RADIX);
  }
}

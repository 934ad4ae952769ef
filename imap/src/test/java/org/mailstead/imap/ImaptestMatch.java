package org.mailstead.imap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a response is what a script of imaptest wants. {@code $name} takes what stands there and
 * stands for it ever after, {@code $3} is where the third message of the beginning is now.
 */
final class ImaptestMatch {
  private final Map<String, String> variables;
  private final List<Integer> numbers;

  /** By the name of a list, how it is compared unless its directives say otherwise. */
  private static final Map<String, List<String>> USUAL =
      Map.of(
          "FETCH", List.of("$!unordered=2"),
          "FLAGS", List.of("$!unordered", "$!noextra", "$!ignore=\\recent"),
          "LIST", List.of("$!unordered"),
          "LSUB", List.of("$!unordered"),
          "STATUS", List.of("$!unordered=2"));

  /**
   * @param numbers where each message of the beginning is now; 0 for one that is gone
   */
  ImaptestMatch(Map<String, String> variables, List<Integer> numbers) {
    this.variables = variables;
    this.numbers = numbers;
  }

  /** Compares a whole response; what it took is forgotten again when it is another one. */
  boolean response(String wanted, String response) {
    Map<String, String> before = new HashMap<>(variables);
    List<ImaptestArg> got = ImaptestArg.parse(response);
    boolean open =
        !got.isEmpty()
            && got.getFirst() instanceof ImaptestArg.Text(String word, _)
            && List.of("ok", "no", "bad", "bye").contains(word.toLowerCase(Locale.ROOT));
    boolean same = all(ImaptestArg.parse(wanted), got, "", open);
    if (!same) {
      variables.clear();
      variables.putAll(before);
    }
    return same;
  }

  /** What a command of a script sends. */
  String expand(String text) {
    var out = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) != '$') {
        out.append(text.charAt(at++));
      } else if (text.startsWith("$$", at)) {
        out.append('$');
        at += 2;
      } else {
        Name name = name(text, at);
        out.append(value(name.text).orElseThrow(() -> new AssertionError("no $" + name.text)));
        at = name.end;
      }
    }
    return out.toString();
  }

  private record Name(String text, int end) {}

  private static Name name(String text, int dollar) {
    if (text.startsWith("${", dollar)) {
      int close = text.indexOf('}', dollar);
      return new Name(text.substring(dollar + 2, close), close + 1);
    }
    int end = dollar + 1;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return new Name(text.substring(dollar + 1, end), end);
  }

  private Optional<String> value(String name) {
    if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
      int number = Integer.parseInt(name);
      return Optional.of(number > numbers.size() ? "?" : "" + numbers.get(number - 1));
    }
    return Optional.ofNullable(variables.get(name));
  }

  /** Compares one after the other; an open end may go on with what a person reads. */
  private boolean all(
      List<ImaptestArg> wanted, List<ImaptestArg> got, String name, boolean openEnd) {
    if (wanted.size() > got.size() || (wanted.size() < got.size() && !openEnd)) {
      return false;
    }
    String last = name;
    for (int i = 0; i < wanted.size(); i++) {
      boolean prefix = openEnd && i == wanted.size() - 1;
      if (!one(wanted.get(i), got.get(i), last, prefix)) {
        return false;
      }
      if (got.get(i) instanceof ImaptestArg.Text(String text, boolean atom)
          && atom
          && !last.equals("STATUS")) {
        last = text.toUpperCase(Locale.ROOT);
      }
    }
    return true;
  }

  private boolean one(ImaptestArg wanted, ImaptestArg got, String name, boolean prefix) {
    return switch (wanted) {
      case ImaptestArg.Nil() -> got instanceof ImaptestArg.Nil;
      case ImaptestArg.Items(var items) ->
          got instanceof ImaptestArg.Items(var others) && list(items, others, name);
      case ImaptestArg.Text(String pattern, _) ->
          switch (got) {
            case ImaptestArg.Items _ -> pattern.equals("$");
            case ImaptestArg.Nil() -> text(pattern, "NIL", prefix);
            case ImaptestArg.Text(String text, _) -> text(pattern, text, prefix);
          };
    };
  }

  // ---- lists

  private boolean list(List<ImaptestArg> wanted, List<ImaptestArg> got, String name) {
    List<String> directives = new ArrayList<>();
    List<ImaptestArg> items = new ArrayList<>();
    for (ImaptestArg item : wanted) {
      if (item instanceof ImaptestArg.Text(String text, boolean atom)
          && atom
          && text.startsWith("$!")) {
        directives.add(text);
      } else {
        items.add(item);
      }
    }
    if (directives.isEmpty()) {
      directives.addAll(USUAL.getOrDefault(name, List.of()));
    }
    for (String directive : directives) {
      if (directive.startsWith("$!unordered")) {
        int chain = directive.contains("=") ? Integer.parseInt(directive.split("=", 2)[1]) : 1;
        return unordered(items, got, chain, directives);
      }
    }
    return all(items, got, name, false);
  }

  private boolean unordered(
      List<ImaptestArg> wanted, List<ImaptestArg> got, int chain, List<String> directives) {
    if (got.size() % chain != 0 || wanted.size() % chain != 0) {
      return false;
    }
    List<List<ImaptestArg>> left = new ArrayList<>();
    for (int i = 0; i < got.size(); i += chain) {
      left.add(got.subList(i, i + chain));
    }
    for (int i = 0; i < wanted.size(); i += chain) {
      List<ImaptestArg> some = wanted.subList(i, i + chain);
      Optional<List<ImaptestArg>> found =
          left.stream().filter(other -> all(some, other, "", false)).findFirst();
      if (found.isEmpty()) {
        return false;
      }
      left.remove(found.get());
    }
    return !directives.contains("$!noextra")
        || left.stream().allMatch(other -> ignored(other.getFirst(), directives));
  }

  private static boolean ignored(ImaptestArg extra, List<String> directives) {
    return extra instanceof ImaptestArg.Text(String text, _)
        && directives.contains("$!ignore=" + text.toLowerCase(Locale.ROOT));
  }

  // ---- words

  /** What follows a NUL counts for nothing, as in imaptest itself, and one script relies on it. */
  private boolean text(String pattern, String text, boolean prefix) {
    return whole(upToNul(pattern), upToNul(text), prefix);
  }

  private static String upToNul(String text) {
    int nul = text.indexOf(0);
    return nul < 0 ? text : text.substring(0, nul);
  }

  private boolean whole(String pattern, String text, boolean prefix) {
    int in = 0;
    for (int at = 0; at < pattern.length(); ) {
      if (pattern.charAt(at) != '$' || pattern.startsWith("$$", at)) {
        at += pattern.charAt(at) == '$' ? 1 : 0;
        if (in == text.length() || !same(pattern.charAt(at), text.charAt(in))) {
          return false;
        }
        at++;
        in++;
        continue;
      }
      Name name = name(pattern, at);
      at = name.end;
      Optional<String> known = value(name.text);
      String value = known.orElse("");
      if (known.isEmpty()) {
        int end = at == pattern.length() ? text.length() : until(pattern.charAt(at), text, in);
        value = text.substring(in, end);
        variables.put(name.text, value);
      }
      if (!text.regionMatches(true, in, value, 0, value.length())) {
        return false;
      }
      in += value.length();
    }
    return prefix || in == text.length();
  }

  private static int until(char c, String text, int from) {
    int at = from;
    while (at < text.length() && !same(c, text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean same(char one, char other) {
    return Character.toLowerCase(one) == Character.toLowerCase(other);
  }
}

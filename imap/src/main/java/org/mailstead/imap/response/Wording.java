package org.mailstead.imap.response;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.imap.ModifiedUtf7;

/**
 * The language in which a session is spoken to (RFC 5255 section 3). Texts are written in English
 * where they are said; here they are exchanged for those of a table, and what has none stays.
 */
public final class Wording {
  /** What is before a text and is none: a response code, whatever stands in it. */
  private static final Pattern CODE = Pattern.compile("(?s)(\\[[^\\]]*\\] )?(.*)");

  private static final Pattern CONDITION = Pattern.compile("(?s)(OK|NO|BAD|BYE) (.*)");
  private static final Pattern PREFIX = Pattern.compile("\\(\"([^\"]+)\" \"(.)\"\\)");

  private Map<String, String> texts = Map.of();

  /** Speaks another language from now on. */
  public void speak(Language language) {
    texts = language.texts();
  }

  /** The text of a status response, with or without a response code. */
  public String of(String text) {
    if (texts.isEmpty()) {
      return text;
    }
    Matcher parts = CODE.matcher(text);
    if (!parts.matches()) {
      return text;
    }
    String code = Optional.ofNullable(parts.group(1)).orElse("");
    return code + translated(parts.group(2)).orElse(parts.group(2));
  }

  /** An untagged response: those that carry text for people, and the names of namespaces. */
  public String untagged(String response) {
    if (texts.isEmpty()) {
      return response;
    }
    Matcher condition = CONDITION.matcher(response);
    if (condition.matches()) {
      return condition.group(1) + " " + of(condition.group(2));
    }
    return response.startsWith("NAMESPACE ") ? namespace(response) : response;
  }

  // namespace-trans = SP DQUOTE "TRANSLATION" DQUOTE SP "(" string ")"
  private String namespace(String response) {
    return PREFIX
        .matcher(response)
        .replaceAll(prefix ->
            Matcher.quoteReplacement(
                translated(prefix.group(1))
                    .map(name ->
                        prefix.group().substring(0, prefix.group().length() - 1)
                            + " \"TRANSLATION\" ("
                            + Responses.string(ModifiedUtf7.encode(name), false)
                            + "))")
                    .orElse(prefix.group())));
  }

  private Optional<String> translated(String english) {
    String whole = texts.get(english);
    if (whole != null) {
      return Optional.of(whole);
    }
    // One word of it may be what the text speaks of.
    int colon = english.indexOf(": ");
    if (colon > 0) {
      String start = texts.get(english.substring(0, colon + 2) + "{}");
      return Optional.ofNullable(start)
          .map(text -> text.replace("{}", english.substring(colon + 2)));
    }
    if (english.endsWith(" is missing")) {
      String what = english.substring(0, english.length() - " is missing".length());
      String named = texts.getOrDefault(what, what);
      return Optional.ofNullable(texts.get("{} is missing")).map(text -> text.replace("{}", named));
    }
    return Optional.empty();
  }

  /** A language that the server speaks. */
  public enum Language {
    /** English without anything that an old client could not show (RFC 2277 section 4.5). */
    DEFAULT("i-default"),
    ENGLISH("EN"),
    GERMAN("DE"),
    FRENCH("FR");

    private static final Map<Language, Map<String, String>> TEXTS =
        Map.of(GERMAN, read("de"), FRENCH, read("fr"));

    public final String tag;

    Language(String tag) {
      this.tag = tag;
    }

    /** What is said instead of the English texts; empty for English. */
    public Map<String, String> texts() {
      return TEXTS.getOrDefault(this, Map.of());
    }

    private static Map<String, String> read(String name) {
      String file = "language/" + name + ".tsv";
      try (InputStream in = Wording.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("missing: " + file);
        }
        Map<String, String> texts = new HashMap<>();
        new String(in.readAllBytes(), UTF_8)
            .lines()
            .filter(line -> line.indexOf('\t') > 0)
            .forEach(line -> {
              int tab = line.indexOf('\t');
              texts.put(line.substring(0, tab), line.substring(tab + 1));
            });
        return Map.copyOf(texts);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

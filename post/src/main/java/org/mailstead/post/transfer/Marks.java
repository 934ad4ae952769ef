package org.mailstead.post.transfer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.HeaderField;

/**
 * What other programs have written into a message's header about it: flags of mutt and Dovecot
 * (Status, X-Status, X-Keywords), of Thunderbird (X-Mozilla-Status), labels of Gmail
 * (X-Gmail-Labels).
 *
 * @param flags names of flags
 * @param folders paths of where it lay, {@code /} between names; none when nothing says so
 * @param known whether anything was said: of what nothing is said, nobody knows if it was read
 * @param gone whether it was removed, and only not yet taken out of the file
 */
record Marks(Set<String> flags, List<String> folders, boolean known, boolean gone) {
  private static final int MOST_KEYWORDS = 20;
  private static final int MOST_FOLDERS = 20;
  private static final String KEYWORD = "[A-Za-z0-9$_.+-]{1,60}";

  Marks {
    flags = Set.copyOf(flags);
    folders = List.copyOf(folders);
  }

  static Marks of(List<HeaderField> header) {
    var reading = new Reading();
    reading.status(value(header, "Status") + value(header, "X-Status"));
    reading.keywords(value(header, "X-Keywords"));
    reading.mozilla(value(header, "X-Mozilla-Status").strip());
    HeaderField.first(header, "X-Gmail-Labels").ifPresent(field -> reading.labels(field.text()));
    return new Marks(reading.flags, reading.folders, reading.known, reading.gone);
  }

  private static String value(List<HeaderField> header, String name) {
    return HeaderField.first(header, name).map(field -> field.unfolded().text()).orElse("");
  }

  private static final class Reading {
    final Set<String> flags = new LinkedHashSet<>();
    final List<String> folders = new ArrayList<>();
    boolean known;
    boolean gone;

    private void flag(boolean on, String name) {
      if (on) {
        flags.add(name);
      }
    }

    void status(String letters) {
      known |= !letters.isBlank();
      flag(letters.indexOf('R') >= 0, "\\Seen");
      flag(letters.indexOf('A') >= 0, "\\Answered");
      flag(letters.indexOf('F') >= 0, "\\Flagged");
      flag(letters.indexOf('T') >= 0, "\\Draft");
      gone |= letters.indexOf('D') >= 0;
    }

    void keywords(String words) {
      words
          .strip()
          .lines()
          .flatMap(line -> java.util.Arrays.stream(line.split("[ ,]+", -1)))
          .filter(word -> word.matches(KEYWORD))
          .limit(MOST_KEYWORDS)
          .forEach(flags::add);
    }

    /** Bits in hexadecimal. */
    void mozilla(String hex) {
      if (hex.matches("[0-9A-Fa-f]{4}")) {
        int bits = Integer.parseInt(hex, 16);
        known = true;
        flag((bits & 0x0001) != 0, "\\Seen");
        flag((bits & 0x0002) != 0, "\\Answered");
        flag((bits & 0x0004) != 0, "\\Flagged");
        flag((bits & 0x1000) != 0, "$Forwarded");
        gone |= (bits & 0x0008) != 0;
      }
    }

    void labels(String text) {
      known = true;
      boolean unread = false;
      for (String label : split(text)) {
        switch (label.toLowerCase(Locale.ROOT)) {
          case "unread" -> unread = true;
          case "starred" -> flags.add("\\Flagged");
          case "opened", "important", "chat" -> {}
          case String lower when lower.startsWith("category ") -> {}
          case "archived" -> folder("Archive");
          default -> folder(label);
        }
      }
      flag(!unread, "\\Seen");
    }

    private void folder(String path) {
      if (folders.size() < MOST_FOLDERS) {
        folders.add(path);
      }
    }

    /** At commas, but for those between quotes. */
    private static List<String> split(String text) {
      List<String> parts = new ArrayList<>();
      var part = new StringBuilder();
      boolean quoted = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          parts.add(part.toString().strip());
          part.setLength(0);
        } else {
          part.append(c);
        }
      }
      parts.add(part.toString().strip());
      parts.removeIf(String::isEmpty);
      return parts;
    }
  }

  /** With what somebody else knows of it: that counts instead. */
  Marks or(Optional<Marks> better) {
    return better.orElse(this);
  }
}

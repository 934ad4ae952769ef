package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailstead.formats.imap.ModifiedUtf7;

/** Which mailboxes there are that are one's own, and what they are called. */
final class FolderList {
  /** More is no mailbox of a person. */
  private static final int MOST = 10_000;

  private final Dialogue dialogue;
  private final boolean utf8;

  /** What LIST says of one: the delimiter is empty where there are no levels. */
  private record Listed(String wireName, String delimiter, List<String> attributes) {}

  /** What stands before the names of others' mailboxes, and before one's own. */
  private record Prefixes(List<String> own, List<String> others) {}

  /**
   * @param utf8 whether names are in UTF-8
   */
  FolderList(Dialogue dialogue, boolean utf8) {
    this.dialogue = dialogue;
    this.utf8 = utf8;
  }

  List<Folder> read() throws ImapFailure {
    List<Listed> all = list();
    Prefixes prefixes = prefixes(all);
    List<Folder> folders = new ArrayList<>();
    for (Listed one : all) {
      boolean there =
          !one.attributes.contains("\\NOSELECT") && !one.attributes.contains("\\NONEXISTENT");
      boolean own = prefixes.others.stream().noneMatch(one.wireName::startsWith);
      if (there && own) {
        folders.add(new Folder(one.wireName, path(one, prefixes.own), use(one.attributes)));
      }
    }
    return folders;
  }

  private List<Listed> list() throws ImapFailure {
    boolean asked = dialogue.offers("SPECIAL-USE") && dialogue.offers("LIST-EXTENDED");
    Map<String, Listed> all = new LinkedHashMap<>();
    Response.State state =
        dialogue.run(
            Words.of("LIST \"\" \"*\"").plain(asked ? " RETURN (SPECIAL-USE)" : ""),
            response -> {
              if (response instanceof Response.Data(String name, _, var values)
                  && name.equals("LIST")
                  && values.size() >= 3) {
                listed(values).ifPresent(one -> all.putIfAbsent(one.wireName, one));
              }
              if (all.size() > MOST) {
                throw new ImapFailure(
                    false, dialogue.host() + " has more than " + MOST + " folders");
              }
            });
    if (!state.isOk()) {
      throw new ImapFailure(
          true, dialogue.host() + " does not tell its folders: " + Told.of(state.text()));
    }
    return List.copyOf(all.values());
  }

  // mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
  private static Optional<Listed> listed(List<Value> values) {
    return values
        .get(2)
        .string()
        .filter(name -> !name.isEmpty())
        .map(
            name -> new Listed(name, values.get(1).string().orElse(""), values.getFirst().words()));
  }

  /** RFC 2342; without it, whoever has all folders below INBOX means that for a prefix. */
  private Prefixes prefixes(List<Listed> all) throws ImapFailure {
    List<String> own = new ArrayList<>();
    List<String> others = new ArrayList<>();
    if (dialogue.offers("NAMESPACE")) {
      Response.State _ =
          dialogue.run(
              Words.of("NAMESPACE"),
              response -> {
                if (response instanceof Response.Data(String name, _, var kinds)
                    && name.equals("NAMESPACE")) {
                  for (int i = 0; i < kinds.size(); i++) {
                    (i == 0 ? own : others).addAll(names(kinds.get(i)));
                  }
                }
              });
    } else if (all.stream().allMatch(FolderList::isAtInbox)) {
      all.stream().findFirst().ifPresent(one -> own.add("INBOX" + one.delimiter));
    }
    own.removeIf(String::isEmpty);
    others.removeIf(String::isEmpty);
    return new Prefixes(own, others);
  }

  private static List<String> names(Value kind) {
    return kind.list().stream()
        .flatMap(one -> one.list().stream().findFirst().stream())
        .flatMap(prefix -> prefix.string().stream())
        .toList();
  }

  private static boolean isAtInbox(Listed one) {
    String name = one.wireName.toUpperCase(Locale.ROOT);
    return name.equals("INBOX")
        || (!one.delimiter.isEmpty() && name.startsWith("INBOX" + one.delimiter));
  }

  private List<String> path(Listed one, List<String> prefixes) {
    if (one.wireName.equalsIgnoreCase("INBOX")) {
      return List.of("INBOX");
    }
    String name =
        prefixes.stream()
            .filter(prefix -> startsWith(one.wireName, prefix))
            .map(prefix -> one.wireName.substring(prefix.length()))
            .filter(rest -> !rest.isEmpty())
            .findFirst()
            .orElse(one.wireName);
    List<String> path = new ArrayList<>();
    String[] names =
        one.delimiter.isEmpty()
            ? new String[] {name}
            : name.split(Pattern.quote(one.delimiter), -1);
    for (String level : names) {
      path.add(name(level, utf8).replace('/', '-')); // which parts levels here
    }
    return path;
  }

  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** A name as people read it; one that is spelt wrong is taken for UTF-8. */
  static String name(String octets, boolean utf8) {
    boolean ascii = octets.chars().allMatch(c -> c < 0x80);
    Optional<String> decoded = ascii && !utf8 ? ModifiedUtf7.decode(octets) : Optional.empty();
    return decoded.orElseGet(() -> new String(octets.getBytes(ISO_8859_1), UTF_8));
  }

  private static Optional<Folder.Use> use(List<String> attributes) {
    for (Folder.Use use : Folder.Use.values()) {
      if (attributes.contains("\\" + use.name()) || attributes.contains(older(use))) {
        return Optional.of(use);
      }
    }
    return Optional.empty();
  }

  /** What some said before there was a standard. */
  private static String older(Folder.Use use) {
    return switch (use) {
      case ALL -> "\\ALLMAIL";
      case JUNK -> "\\SPAM";
      case FLAGGED -> "\\STARRED";
      case ARCHIVE, DRAFTS, IMPORTANT, SENT, TRASH -> "\\" + use.name();
    };
  }
}

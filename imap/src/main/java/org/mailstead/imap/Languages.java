package org.mailstead.imap;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.mailbox.Folders;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.response.Wording;
import org.mailstead.imap.state.Client;

/** LANGUAGE (RFC 5255 section 3.2): valid in all states. */
record Languages(Responses out, Optional<Client> client) {
  /** What an operator would have us speak unless asked; nobody can set another one yet. */
  private static final Wording.Language PREFERRED = Wording.Language.ENGLISH;

  void run(String tag, Command.Language command) throws IOException {
    if (command.ranges().isEmpty()) {
      String known =
          Arrays.stream(Wording.Language.values())
              .map(language -> language.tag)
              .collect(Collectors.joining(" "));
      out.untagged("LANGUAGE (" + known + ")");
      out.ok(tag, "these are spoken here");
      return;
    }
    Optional<Wording.Language> found = find(command.ranges());
    if (found.isEmpty()) {
      out.no(tag, "[CANNOT] none of these languages is spoken here");
      return;
    }
    out.untagged("LANGUAGE (" + found.get().tag + ")");
    out.wording().speak(found.get());
    if (client.isPresent()) {
      new Folders(client.get()).tellNamespace();
    }
    out.ok(tag, "now in this language");
  }

  /** The first range that names a language of ours, as RFC 4647 section 3.4 looks one up. */
  private static Optional<Wording.Language> find(List<String> ranges) {
    for (String range : ranges) {
      if (range.equalsIgnoreCase("default")) {
        return Optional.of(PREFERRED);
      }
      String left = range.toLowerCase(Locale.ROOT);
      while (!left.isEmpty()) {
        String tag = left;
        Optional<Wording.Language> found =
            Arrays.stream(Wording.Language.values())
                .filter(language -> language.tag.equalsIgnoreCase(tag))
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
        left = shorter(left);
      }
    }
    return Optional.empty();
  }

  /** Without its last part, and without a single letter or digit that then stands last. */
  private static String shorter(String range) {
    String shorter = range.substring(0, Math.max(0, range.lastIndexOf('-')));
    boolean single = shorter.length() > 2 && shorter.charAt(shorter.length() - 2) == '-';
    return single ? shorter.substring(0, shorter.length() - 2) : shorter;
  }
}

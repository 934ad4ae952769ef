package org.mailstead.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Debian's notmuch over a folder of mail: newest first, as it shows what it finds. */
final class Notmuch {
  private static final Set<String> OPERATORS = Set.of("and", "or", "not", "xor", "near", "adj");

  private final Path config;

  Notmuch(Path home, List<byte[]> mails) throws IOException {
    Path mail = Files.createDirectories(home.resolve("mail/cur"));
    for (int i = 0; i < mails.size(); i++) {
      Files.write(mail.resolve(i + ".eml"), mails.get(i));
    }
    config = home.resolve("config");
    Files.writeString(
        config,
        "[database]\npath=%s\n[user]\nname=Ann\nprimary_email=ann@example.test\n[new]\ntags=\n"
            .formatted(home.resolve("mail")));
    run(List.of("new", "--quiet"));
  }

  List<Long> find(List<String> words, String order) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("search", "--output=files", "--limit=10", "--sort=" + order));
    // Words that it would take for operators are left away.
    command.add(
        String.join(" ", words.stream().filter(word -> !OPERATORS.contains(word)).toList()));
    return run(command)
        .lines()
        .filter(line -> line.endsWith(".eml"))
        .map(line -> line.substring(line.lastIndexOf('/') + 1).replace(".eml", ""))
        .map(Long::valueOf)
        .toList();
  }

  private String run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("notmuch", "--config=" + config));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}

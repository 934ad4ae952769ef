package org.mailstead.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The account that foreign tests run in. */
record SvtestWorld(Path file, Set<String> mailboxes, Set<String> seen)
    implements Surroundings.MailboxNames {
  Surroundings surroundings() {
    Surroundings nowhere = Svtest.nowhere(InstantSource.system());
    return new Surroundings(
        nowhere.clock(),
        nowhere.zone(),
        this,
        seen::contains,
        nowhere.lists(),
        nowhere.verdicts(),
        this::fact,
        this::find,
        RuleLimits.DEFAULT);
  }

  private Optional<String> fact(String item) {
    return Optional.ofNullable(
        switch (item) {
          case "name" -> "Pigeonhole Sieve";
          case "location" -> "MS";
          case "phase" -> "post";
          case "remote-host" -> "host.example.com";
          case String _ -> null;
        });
  }

  private Optional<Compiled> find(boolean everybodys, String name) {
    Path script =
        file.resolveSibling(everybodys ? "included-global" : "included").resolve(name + ".sieve");
    try {
      return Files.exists(script)
          ? Optional.of(ScriptCompiler.compile(name, Files.readAllBytes(script)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean exists(String name) {
    return mailboxes.contains(name);
  }

  @Override
  public boolean idExists(String id) {
    return false;
  }

  @Override
  public boolean hasUses(Optional<String> mailbox, Set<String> uses) {
    return false;
  }

  /** An account without lists. */
  record NoLists() implements Surroundings.Lists {
    @Override
    public boolean exists(String list) {
      return false;
    }

    @Override
    public boolean contains(String list, String value) {
      return false;
    }

    @Override
    public List<String> members(String list) {
      return List.of();
    }
  }
}

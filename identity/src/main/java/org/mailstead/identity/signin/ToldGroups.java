package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.identity.Directory;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.Domain;
import org.mailstead.identity.Group;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Refused;

/**
 * Keeps groups as the directories of their domains have them. Groups that were made here are left
 * alone, whatever a directory tells.
 */
public final class ToldGroups {
  private static final System.Logger LOG = System.getLogger(ToldGroups.class.getName());
  private static final Duration BETWEEN = Duration.ofMinutes(5);

  private final Directory directory;
  private final DirectoryChanges changes;
  private final Elsewhere elsewhere;
  private final InstantSource clock;
  private Instant next = Instant.MIN;

  ToldGroups(
      Directory directory, DirectoryChanges changes, Elsewhere elsewhere, InstantSource clock) {
    this.directory = directory;
    this.changes = changes;
    this.elsewhere = elsewhere;
    this.clock = clock;
  }

  /** Reads them again when it is time to. */
  void round() {
    if (!elsewhere.checksAny() || clock.instant().isBefore(next)) {
      return;
    }
    next = clock.instant().plus(BETWEEN);
    for (Domain domain : directory.domains()) {
      var _ = read(domain.name());
    }
  }

  /** Reads those of a domain now, and takes them over; what was told. */
  public Elsewhere.Groups read(String domain) {
    Elsewhere.Groups groups = elsewhere.groups(domain);
    switch (groups) {
      case Elsewhere.Groups.None() -> {}
      case Elsewhere.Groups.Told(List<Elsewhere.ToldGroup> told) -> take(domain, told);
      case Elsewhere.Groups.Unknown(String why) ->
          LOG.log(WARNING, "the groups of {0} stay as they were: {1}", domain, why);
    }
    return groups;
  }

  private void take(String domain, List<Elsewhere.ToldGroup> told) {
    Map<String, Group> before = new HashMap<>();
    of(domain).forEach(group -> before.put(group.address().canonical(), group));
    for (Elsewhere.ToldGroup group : told) {
      Group known = before.remove(group.address().canonical());
      List<String> members = group.members().stream().map(EmailAddress::toString).toList();
      if (known == null || !known.members().equals(members)) {
        set(group);
      }
    }
    for (Group gone : before.values()) {
      changes.removeToldGroup(gone.address());
      LOG.log(INFO, "group {0} is gone from the directory", gone.address());
    }
  }

  private void set(Elsewhere.ToldGroup group) {
    try {
      changes.setToldGroup(group.address(), group.members());
      LOG.log(
          INFO, "group {0}: {1} members by the directory", group.address(), group.members().size());
    } catch (Refused e) {
      LOG.log(WARNING, "group {0} is not taken over: {1}", group.address(), e.problem());
    }
  }

  /** Those of a domain that a directory has told of. */
  private List<Group> of(String domain) {
    return directory.groups().stream()
        .filter(group -> group.told() && group.address().domain().equals(domain))
        .toList();
  }

  /** The domain's directory tells of groups no more: they stay, and are ours from now on. */
  public void release(String domain) {
    of(domain).forEach(changes::keepGroup);
  }
}

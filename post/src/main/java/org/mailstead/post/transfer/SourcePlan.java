package org.mailstead.post.transfer;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.Mailbox;
import org.mailstead.post.transfer.imap.Folder;

/**
 * Which mailboxes of another server are read, in which order: always the same, so that it is known
 * where to go on.
 *
 * @param labelled whether a message's labels say where it lies
 */
record SourcePlan(List<Folder> folders, boolean labelled) {
  /** They show what lies in other mailboxes, too. */
  private static final Set<Folder.Use> VIEWS =
      Set.of(Folder.Use.ALL, Folder.Use.FLAGGED, Folder.Use.IMPORTANT);

  /** What is in Gmail's mailbox of all. */
  private static final Set<Folder.Use> BESIDE_LABELS =
      Set.of(Folder.Use.ALL, Folder.Use.JUNK, Folder.Use.TRASH);

  /** Below them are Gmail's own mailboxes, which are none of somebody's. */
  private static final Set<String> OWN = Set.of("[Gmail]", "[Google Mail]");

  private static final Comparator<Folder> ORDER =
      Comparator.comparing((Folder folder) -> !folder.isInbox()).thenComparing(Folder::wireName);

  SourcePlan {
    folders = List.copyOf(folders);
  }

  /**
   * @param labels whether the server has labels; they count where the mailbox of all is shown
   */
  static SourcePlan of(List<Folder> all, boolean labels) {
    boolean labelled = labels && all.stream().anyMatch(one -> is(one, Set.of(Folder.Use.ALL)));
    return new SourcePlan(
        all.stream()
            .filter(one -> labelled ? is(one, BESIDE_LABELS) : !is(one, VIEWS))
            .sorted(ORDER)
            .toList(),
        labelled);
  }

  private static boolean is(Folder folder, Set<Folder.Use> uses) {
    return folder.use().filter(uses::contains).isPresent();
  }

  /** Where reading goes on that was in a mailbox; it may be gone. */
  int indexOf(String wireName) {
    if (wireName.equalsIgnoreCase("INBOX")) {
      return 0;
    }
    int at = 0;
    while (at < folders.size()
        && (folders.get(at).isInbox() || folders.get(at).wireName().compareTo(wireName) < 0)) {
      at++;
    }
    return at;
  }

  /** What a mailbox is for here, by what the server says of it. */
  static Optional<Mailbox.Role> role(Folder folder) {
    return folder
        .use()
        .map(use ->
            switch (use) {
              case ALL, ARCHIVE -> Mailbox.Role.ARCHIVE;
              case DRAFTS -> Mailbox.Role.DRAFTS;
              case JUNK -> Mailbox.Role.JUNK;
              case SENT -> Mailbox.Role.SENT;
              case TRASH -> Mailbox.Role.TRASH;
              case FLAGGED, IMPORTANT -> Mailbox.Role.NONE;
            })
        .filter(role -> role != Mailbox.Role.NONE);
  }

  /** Where it would lie here by its name. */
  static String path(Folder folder) {
    List<String> path = folder.path();
    boolean own = path.size() > 1 && OWN.contains(path.getFirst());
    return String.join("/", own ? path.subList(1, path.size()) : path);
  }
}

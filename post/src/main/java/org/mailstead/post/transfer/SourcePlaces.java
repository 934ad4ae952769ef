package org.mailstead.post.transfer;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.post.Mailbox;
import org.mailstead.post.transfer.imap.Described;
import org.mailstead.post.transfer.imap.Folder;
import org.mailstead.words.MailboxId;

/** Where messages of another server come to lie here, and with which flags. */
final class SourcePlaces {
  private static final int MOST_KEYWORDS = 20;
  private static final int MOST_LABELS = 20;
  private static final String KEYWORD = "[A-Za-z0-9$_.+-]{1,60}";

  /** Flags of the system that mean the same everywhere. */
  private static final List<String> KEPT = List.of("\\Seen", "\\Answered", "\\Flagged", "\\Draft");

  private final Folders folders;

  SourcePlaces(Folders folders) {
    this.folders = folders;
  }

  TakingIn.Place of(Described message, Folder folder, boolean labelled) {
    Set<MailboxId> mailboxes = new HashSet<>();
    if (labelled) {
      message.labels().stream().limit(MOST_LABELS).forEach(label -> add(label, mailboxes));
    }
    boolean beside = labelled && folder.use().filter(use -> use != Folder.Use.ALL).isPresent();
    if (mailboxes.isEmpty() || beside) {
      mailboxes.add(mailbox(folder));
    }
    return new TakingIn.Place(mailboxes, flags(message), message.received());
  }

  private MailboxId mailbox(Folder folder) {
    String path = SourcePlan.path(folder);
    Optional<Mailbox.Role> role = SourcePlan.role(folder);
    return role.map(some -> folders.find(some, path)).orElseGet(() -> folders.find(path));
  }

  private void add(String label, Set<MailboxId> mailboxes) {
    switch (label.toLowerCase(Locale.ROOT)) {
      case "\\inbox" -> mailboxes.add(folders.find("INBOX"));
      case "\\sent" -> mailboxes.add(folders.find("Sent"));
      case "\\draft", "\\drafts" -> mailboxes.add(folders.find("Drafts"));
      case String system when system.startsWith("\\") -> {} // flagged, important: no places
      default -> mailboxes.add(folders.find(label));
    }
  }

  private static Set<String> flags(Described message) {
    Set<String> flags = new HashSet<>();
    KEPT.stream().filter(message::has).forEach(flags::add);
    message.flags().stream()
        .filter(flag -> flag.matches(KEYWORD))
        .sorted()
        .limit(MOST_KEYWORDS)
        .forEach(flags::add);
    return flags;
  }
}

package org.mailstead.post.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Finds the mailbox that a folder elsewhere is to be, and makes it when it is not there. */
final class Folders {
  /** What has no folder, and what has one that no mailbox can be called. */
  private static final String OTHERS = "Imported";

  private static final int MOST_DEEP = 10;
  private static final int MAX_NAME = 80;

  /** What other programs call those that every account has. */
  private static final Map<String, Mailbox.Role> ROLES =
      Map.ofEntries(
          Map.entry("inbox", Mailbox.Role.INBOX),
          Map.entry("sent", Mailbox.Role.SENT),
          Map.entry("sent mail", Mailbox.Role.SENT),
          Map.entry("sent items", Mailbox.Role.SENT),
          Map.entry("sent messages", Mailbox.Role.SENT),
          Map.entry("drafts", Mailbox.Role.DRAFTS),
          Map.entry("draft", Mailbox.Role.DRAFTS),
          Map.entry("trash", Mailbox.Role.TRASH),
          Map.entry("bin", Mailbox.Role.TRASH),
          Map.entry("deleted", Mailbox.Role.TRASH),
          Map.entry("deleted items", Mailbox.Role.TRASH),
          Map.entry("deleted messages", Mailbox.Role.TRASH),
          Map.entry("junk", Mailbox.Role.JUNK),
          Map.entry("junk e-mail", Mailbox.Role.JUNK),
          Map.entry("junk email", Mailbox.Role.JUNK),
          Map.entry("spam", Mailbox.Role.JUNK),
          Map.entry("bulk mail", Mailbox.Role.JUNK),
          Map.entry("archive", Mailbox.Role.ARCHIVE),
          Map.entry("archives", Mailbox.Role.ARCHIVE));

  private final Post post;
  private final AccountId account;
  private final Optional<MailboxId> below;
  private final Map<String, MailboxId> known = new HashMap<>();

  /**
   * @param below in which all lie; empty for the top, where folders may be those that are there
   */
  Folders(Post post, AccountId account, Optional<MailboxId> below) {
    this.post = post;
    this.account = account;
    this.below = below;
  }

  /**
   * The mailbox for a path; an empty one says nothing.
   *
   * @throws Refused NOT_FOUND when that in which all lie is gone, OVER_QUOTA for one more mailbox
   */
  MailboxId find(String path) {
    MailboxId found = known.get(path);
    if (found == null) {
      found = provide(path);
      known.put(path, found);
    }
    return found;
  }

  /**
   * The mailbox of a role; that of a path where all lies in one mailbox, or nothing has the role.
   */
  MailboxId find(Mailbox.Role role, String path) {
    Optional<Mailbox> same =
        below.isPresent() ? Optional.empty() : post.mailboxes().tree(account).find(role);
    return same.map(Mailbox::id).orElseGet(() -> find(path));
  }

  private MailboxId provide(String path) {
    List<String> names = names(path);
    MailboxTree tree = post.mailboxes().tree(account);
    if (below.isEmpty() && names.size() == 1) {
      Mailbox.Role role = ROLES.get(names.getFirst().toLowerCase(Locale.ROOT));
      Optional<Mailbox> same =
          role == null ? Optional.empty() : tree.find(names.getFirst()).or(() -> tree.find(role));
      if (same.isPresent()) {
        return same.get().id();
      }
    }
    String top = below.map(id -> tree.path(there(tree, id))).orElse("");
    if (names.isEmpty() && !top.isEmpty()) {
      return below.get();
    }
    String rest = names.isEmpty() ? OTHERS : String.join("/", names);
    String whole = top.isEmpty() ? rest : top + "/" + rest;
    return tree.find(whole).map(Mailbox::id).orElseGet(() -> make(whole, top));
  }

  private static Mailbox there(MailboxTree tree, MailboxId id) {
    return tree.find(id)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", "" + id));
  }

  private MailboxId make(String path, String top) {
    try {
      return post.mailboxes().create(account, path, Mailbox.Role.NONE);
    } catch (Refused e) {
      Problem.Kind why = e.problem().kind();
      String others = top.isEmpty() ? OTHERS : top + "/" + OTHERS;
      if (why == Problem.Kind.EXISTS) {
        return there(path).orElseThrow();
      }
      boolean badName = why == Problem.Kind.INVALID || why == Problem.Kind.TOO_LARGE;
      if (badName && !path.equals(others)) {
        return there(others).orElseGet(() -> make(others, top));
      }
      throw e;
    }
  }

  private Optional<MailboxId> there(String path) {
    return post.mailboxes().tree(account).find(path).map(Mailbox::id);
  }

  /** Names that a mailbox can have. */
  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      String clean = name.replaceAll("\\p{Cntrl}", " ").strip();
      if (!clean.isEmpty() && !clean.equals(".") && !clean.equals("..")) {
        int end =
            clean.offsetByCodePoints(
                0, Math.min(MAX_NAME, clean.codePointCount(0, clean.length())));
        names.add(clean.substring(0, end));
      }
    }
    return names.size() > MOST_DEEP ? names.subList(0, MOST_DEEP) : names;
  }
}

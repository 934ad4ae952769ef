package org.mailstead.post;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mailstead.words.MailboxId;

/** All mailboxes of an account at one version, by id and by path. Paths are cut at slashes. */
public final class MailboxTree {
  public static final char SEPARATOR = '/';
  public static final String INBOX = "INBOX";

  /** Where protocols show what others share; no mailbox of one's own has that name. */
  public static final String OTHER_USERS = "Other Users";

  private final long version;
  private final Map<MailboxId, Mailbox> byId;
  private final Map<String, Mailbox> byPath;
  private final Map<MailboxId, String> paths;
  private final Map<MailboxId, List<Mailbox>> children;
  private final List<String> oldSubscriptions;

  MailboxTree(long version, List<Mailbox> mailboxes, List<String> oldSubscriptions) {
    this.version = version;
    this.oldSubscriptions = List.copyOf(oldSubscriptions);
    byId = new HashMap<>();
    byPath = new TreeMap<>();
    paths = new HashMap<>();
    children = new HashMap<>();
    mailboxes.forEach(mailbox -> byId.put(mailbox.id(), mailbox));
    for (Mailbox mailbox : mailboxes) {
      String path = path(mailbox, 0);
      byPath.put(path, mailbox);
      paths.put(mailbox.id(), path);
    }
    for (Mailbox mailbox : byPath.values()) {
      mailbox
          .parent()
          .ifPresent(above -> children.computeIfAbsent(above, _ -> new ArrayList<>()).add(mailbox));
    }
  }

  private MailboxTree(long version, MailboxTree same) {
    this.version = version;
    oldSubscriptions = same.oldSubscriptions;
    byId = same.byId;
    byPath = same.byPath;
    paths = same.paths;
    children = same.children;
  }

  /** The same mailboxes at a later version. */
  MailboxTree at(long later) {
    return new MailboxTree(later, this);
  }

  /** What it takes in memory, in mailboxes. */
  int weight() {
    return 1 + byId.size() + oldSubscriptions.size();
  }

  private String path(Mailbox mailbox, int depth) {
    Optional<Mailbox> parent = mailbox.parent().flatMap(this::find);
    // A circle cannot be made; a damaged row must not hang the reader all the same.
    return parent.isEmpty() || depth > 100
        ? mailbox.name()
        : path(parent.get(), depth + 1) + SEPARATOR + mailbox.name();
  }

  public long version() {
    return version;
  }

  public Optional<Mailbox> find(MailboxId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Looks a path up; INBOX in any case (RFC 9051 section 5.1). */
  public Optional<Mailbox> find(String path) {
    return Optional.ofNullable(byPath.get(canonical(path)));
  }

  /** The path in Unicode NFC, its first part spelt INBOX when it is that in any case. */
  public static String canonical(String given) {
    String path = Normalizer.normalize(given, Normalizer.Form.NFC);
    int end = path.indexOf(SEPARATOR);
    String first = end < 0 ? path : path.substring(0, end);
    return first.equalsIgnoreCase(INBOX) ? INBOX + path.substring(first.length()) : path;
  }

  public Optional<Mailbox> find(Mailbox.Role role) {
    return byId.values().stream()
        .filter(mailbox -> mailbox.role() == role)
        .min(Comparator.comparing(Mailbox::id));
  }

  public Mailbox inbox() {
    return find(Mailbox.Role.INBOX).orElseThrow();
  }

  public String path(Mailbox mailbox) {
    String path = paths.get(mailbox.id());
    return path == null ? mailbox.name() : path;
  }

  /** All of them, INBOX first, then by path. */
  public List<Mailbox> all() {
    List<Mailbox> all = new ArrayList<>(byPath.values());
    all.sort(Comparator.comparing(mailbox -> mailbox.role() != Mailbox.Role.INBOX));
    return all;
  }

  public List<Mailbox> children(MailboxId id) {
    return List.copyOf(children.getOrDefault(id, List.of()));
  }

  /** Paths that are subscribed to although their mailboxes are gone (RFC 9051 section 6.3.7). */
  public List<String> oldSubscriptions() {
    return oldSubscriptions;
  }
}

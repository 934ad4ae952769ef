package org.mailstead.post.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.identity.Account;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.Annotations;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.Filed;
import org.mailstead.rules.ScriptCompiler;
import org.mailstead.rules.Surroundings;
import org.mailstead.words.MailboxId;

/** What an account's scripts can ask of the account and this server. */
final class AccountSurroundings implements Surroundings.MailboxNames {
  private final Post post;
  private final Account account;
  private final String hostname;

  AccountSurroundings(Post post, Account account, String hostname) {
    this.post = post;
    this.account = account;
    this.hostname = hostname;
  }

  static String tracked(String key) {
    return "duplicate\n" + key;
  }

  private MailboxTree tree() {
    return post.mailboxes().tree(account.id());
  }

  @Override
  public boolean exists(String name) {
    return tree().find(MailboxTree.canonical(name)).isPresent();
  }

  @Override
  public boolean idExists(String id) {
    return byId(id).flatMap(tree()::find).isPresent();
  }

  /** The mailbox of an object id (RFC 8474) of this account. */
  Optional<MailboxId> byId(String id) {
    String start = "F" + Long.toString(account.id().value(), 32) + "-";
    if (!id.startsWith(start)) {
      return Optional.empty();
    }
    try {
      long number = Long.parseLong(id.substring(start.length()), 32);
      return number > 0 ? Optional.of(new MailboxId(number)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The mailbox that something is to be put into, if it is there. */
  Optional<MailboxId> find(Filed into) {
    MailboxTree tree = tree();
    return into.id()
        .flatMap(this::byId)
        .flatMap(tree::find)
        .or(() -> into.specialUse().flatMap(AccountSurroundings::role).flatMap(tree::find))
        .or(() -> tree.find(MailboxTree.canonical(into.mailbox())))
        .map(Mailbox::id);
  }

  @Override
  public boolean hasUses(Optional<String> mailbox, Set<String> uses) {
    MailboxTree tree = tree();
    Optional<Mailbox> named = mailbox.flatMap(name -> tree.find(MailboxTree.canonical(name)));
    if (mailbox.isPresent()) {
      return named.isPresent()
          && uses.stream()
              .allMatch(use -> role(use).filter(named.get().role()::equals).isPresent());
    }
    return uses.stream().allMatch(use -> role(use).flatMap(tree::find).isPresent());
  }

  @Override
  public Optional<String> note(Optional<String> mailbox, String name) {
    Optional<Mailbox> named = mailbox.flatMap(path -> tree().find(MailboxTree.canonical(path)));
    Optional<AnnotationName> parsed = AnnotationName.parse(name);
    if (parsed.isEmpty() || (mailbox.isPresent() && named.isEmpty())) {
      return Optional.empty();
    }
    var subject = new Annotations.Subject(account.id(), named.map(Mailbox::id), account.id());
    return post.annotations().get(subject, List.of(parsed.get())).stream()
        .findFirst()
        .flatMap(Annotation::value)
        .map(value -> new String(value, UTF_8));
  }

  /** RFC 6154 section 2. */
  static Optional<Mailbox.Role> role(String use) {
    return switch (use.toLowerCase(Locale.ROOT)) {
      case "\\drafts" -> Optional.of(Mailbox.Role.DRAFTS);
      case "\\sent" -> Optional.of(Mailbox.Role.SENT);
      case "\\junk" -> Optional.of(Mailbox.Role.JUNK);
      case "\\trash" -> Optional.of(Mailbox.Role.TRASH);
      case "\\archive" -> Optional.of(Mailbox.Role.ARCHIVE);
      case String _ -> Optional.empty();
    };
  }

  /** RFC 5183 section 4.1. */
  Optional<String> fact(String item) {
    return switch (item) {
      case "domain" -> Optional.of(account.address().domain());
      case "host" -> Optional.of(hostname);
      case "location" -> Optional.of("MDA");
      case "name" -> Optional.of("Mailstead");
      case "phase" -> Optional.of("during");
      case "imap.user", "imap.email" -> Optional.of(""); // RFC 6785 section 4.2
      case String _ -> Optional.empty();
    };
  }

  Optional<Compiled> script(boolean everybodys, String name) {
    Scripts.Of whose =
        everybodys ? new Scripts.Everybody(account.tenant()) : new Scripts.Account(account.id());
    return post.scripts().find(whose, name).map(text -> ScriptCompiler.compile(name, text));
  }
}

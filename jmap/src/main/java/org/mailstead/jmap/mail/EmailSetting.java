package org.mailstead.jmap.mail;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.formats.jmap.NewEmail;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Deed;
import org.mailstead.post.Email;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.Keywords;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.SignedMail;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes emails (RFC 8621 section 4.6). */
final class EmailSetting implements Setting.Work {
  private static final Set<String> MUTABLE = Set.of("mailboxIds", "keywords");

  private final Post post;
  private final SignedMail signed;
  private final MailStates states;
  private final EmailMaking making;
  private final Exchange exchange;
  private final Access access;
  private final long deed;

  /**
   * @param deed what its changes and removals belong to ({@link Deed})
   */
  EmailSetting(
      Post post,
      SignedMail signed,
      MailStates states,
      EmailMaking making,
      Exchange exchange,
      Access access,
      long deed) {
    this.deed = deed;
    this.post = post;
    this.signed = signed;
    this.states = states;
    this.making = making;
    this.exchange = exchange;
    this.access = access;
  }

  @Override
  public String state() {
    return states.now(access, MailStates.Kind.EMAIL);
  }

  private AccountEmail find(String id) {
    return ObjectIds.parseEmail(id)
        .flatMap(origin -> access.find(post, origin))
        .orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    NewEmail email = EmailInput.read(object);
    MailboxSight sight = MailboxSight.of(post, access);
    Set<MailboxId> mailboxes =
        EmailPlacing.mailboxes(exchange, access, sight, object.path("mailboxIds"));
    Set<String> flags = EmailPlacing.flags(object.path("keywords"));
    EmailPlacing.needToAdd(access, mailboxes, flags);
    var where = new EmailMaking.Where(mailboxes, flags, EmailPlacing.receivedAt(object));
    return making.write(access, exchange.caller(), email, where);
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    AccountEmail email = find(id);
    Keywords keywords = post.keywords(access.owner());
    ObjectNode before = JmapJson.object();
    before.set("mailboxIds", EmailPlacing.json(access, Set.copyOf(email.mailboxes())));
    before.set("keywords", EmailKeywords.json(email, keywords));
    ObjectNode after = Patch.apply(before, normal(patch));
    checkRest(email, after, keywords);
    EmailEdit.Change<MailboxId> places = places(email, patch, after.path("mailboxIds"));
    EmailEdit.Change<String> flags = flags(email, keywords, patch, after.path("keywords"));
    var edit = new EmailEdit(email.number(), places, flags);
    Map<Long, Problem> problems = post.edits().apply(access.owner(), List.of(edit), deed);
    if (!problems.isEmpty()) {
      throw error(problems.values().iterator().next()).thrown();
    }
    return Optional.empty();
  }

  private static SetError error(Problem problem) {
    return switch (problem.key()) {
      case "message.nowhere", "mailbox.missing" ->
          SetError.invalid("it is to lie in mailboxes that there are", "mailboxIds");
      case "keywords.limit" -> new SetError("tooManyKeywords", "the account has too many");
      case "keyword.name" -> SetError.invalid("that is no keyword", "keywords");
      case String _ -> SetError.of(problem);
    };
  }

  /** Keywords have no case, and mailboxes may be named by what made them. */
  private ObjectNode normal(ObjectNode patch) {
    ObjectNode normal = JmapJson.object();
    patch
        .properties()
        .forEach(entry -> {
          String path = entry.getKey();
          JsonNode value = entry.getValue();
          if (path.startsWith("keywords/")) {
            normal.set(path.toLowerCase(java.util.Locale.ROOT), value);
          } else if (path.startsWith("mailboxIds/#")) {
            String real = exchange.real(path.substring("mailboxIds/".length())).orElse("");
            normal.set("mailboxIds/" + real, value);
          } else {
            normal.set(path, value);
          }
        });
    return normal;
  }

  /** Whatever cannot change may only be what it is. */
  private void checkRest(AccountEmail email, ObjectNode after, Keywords keywords) {
    List<String> names =
        after.propertyNames().stream().filter(name -> !MUTABLE.contains(name)).toList();
    if (names.isEmpty()) {
      return;
    }
    boolean known =
        names.stream().allMatch(name -> isProperty(name) || HeaderProperty.parse(name).isPresent());
    if (!known) {
      throw SetError.invalid("there is no such property", names).thrown();
    }
    ObjectNode now = now(email, names, keywords);
    List<String> changed =
        names.stream().filter(name -> !after.get(name).equals(now.get(name))).toList();
    if (!changed.isEmpty()) {
      throw SetError.invalid("it cannot be changed", changed).thrown();
    }
  }

  private boolean isProperty(String name) {
    return EmailSchema.isProperty(name) && EmailSchema.mayUse(exchange, name);
  }

  private ObjectNode now(AccountEmail email, List<String> names, Keywords keywords) {
    Email row = post.emails().get(access.owner(), email.number());
    try (SignedMail.Round signatures = signed.round(access.owner())) {
      var source = EmailSource.of(post, access, email, row, keywords, signatures);
      return EmailSchema.write(source, EmailFetch.usual(names));
    }
  }

  private EmailEdit.Change<MailboxId> places(
      AccountEmail email, ObjectNode patch, JsonNode wanted) {
    boolean whole = patch.has("mailboxIds");
    boolean some = patch.propertyNames().stream().anyMatch(name -> name.startsWith("mailboxIds/"));
    if (!whole && !some) {
      return EmailEdit.Change.none();
    }
    MailboxSight sight = MailboxSight.of(post, access);
    Set<MailboxId> to = EmailPlacing.mailboxes(exchange, access, sight, wanted);
    Set<MailboxId> now = new HashSet<>(email.mailboxes());
    Set<MailboxId> in = new HashSet<>(to);
    in.removeAll(now);
    Set<MailboxId> out = new HashSet<>(now);
    out.removeAll(to);
    in.forEach(mailbox -> access.need(mailbox, Right.INSERT));
    out.forEach(mailbox -> access.need(mailbox, Right.DELETE_MESSAGES, Right.EXPUNGE));
    return whole && access.isOwn() ? EmailEdit.Change.to(to) : EmailEdit.Change.by(in, out);
  }

  private EmailEdit.Change<String> flags(
      AccountEmail email, Keywords keywords, ObjectNode patch, JsonNode wanted) {
    boolean whole = patch.has("keywords");
    boolean some = patch.propertyNames().stream().anyMatch(name -> name.startsWith("keywords/"));
    if (!whole && !some) {
      return EmailEdit.Change.none();
    }
    Set<String> to = EmailPlacing.flags(wanted);
    Set<String> now = EmailKeywords.flags(EmailKeywords.names(email, keywords));
    Set<String> in = without(to, now);
    Set<String> out = without(now, to);
    Set<String> changed = new HashSet<>(in);
    changed.addAll(out);
    EmailPlacing.needToFlag(access, Set.copyOf(email.mailboxes()), changed);
    return whole ? EmailEdit.Change.to(to) : EmailEdit.Change.by(in, out);
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> left = new HashSet<>();
    for (String one : some) {
      if (others.stream().noneMatch(one::equalsIgnoreCase)) {
        left.add(one);
      }
    }
    return left;
  }

  @Override
  public void destroy(String id) {
    AccountEmail email = find(id);
    email
        .mailboxes()
        .forEach(mailbox -> access.need(mailbox, Right.DELETE_MESSAGES, Right.EXPUNGE));
    List<Long> missing =
        post.edits().destroy(access.owner(), List.of(email.number()), access.visible(), deed);
    if (!missing.isEmpty()) {
      throw SetError.notFound().thrown();
    }
  }
}

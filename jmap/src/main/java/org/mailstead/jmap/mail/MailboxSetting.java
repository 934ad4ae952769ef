package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Mailboxes;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.post.SharedSubscription;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes, changes and removes mailboxes (RFC 8621 section 2.5). */
final class MailboxSetting implements Setting.Work {
  private static final Set<String> SETTABLE =
      Set.of("name", "parentId", "role", "sortOrder", "isSubscribed", "shareWith");
  private static final Set<String> REFUSED_CODES = Set.of("mailbox.exists", "mailbox.role");
  private static final long MAX_ORDER = Integer.MAX_VALUE;

  private final Post post;
  private final MailStates states;
  private final Exchange exchange;
  private final Access access;
  private final boolean removeEmails;
  private final long deed;

  /**
   * @param deed what it belongs to ({@link org.mailstead.post.Deed})
   */
  MailboxSetting(
      Post post,
      MailStates states,
      Exchange exchange,
      Access access,
      boolean removeEmails,
      long deed) {
    this.deed = deed;
    this.post = post;
    this.states = states;
    this.exchange = exchange;
    this.access = access;
    this.removeEmails = removeEmails;
  }

  @Override
  public String state() {
    return states.now(access, MailStates.Kind.MAILBOX);
  }

  private MailboxSight sight() {
    MailboxSight sight = MailboxSight.of(post, access);
    return exchange.uses(MailMethods.SHARE) ? sight.sharing(post) : sight;
  }

  /** What others stand on is made first. */
  @Override
  public List<String> order(Map<String, ObjectNode> creates) {
    List<String> order = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    creates.keySet().forEach(id -> place(id, creates, seen, order));
    return order;
  }

  private static void place(
      String id, Map<String, ObjectNode> creates, Set<String> seen, List<String> order) {
    ObjectNode object = creates.get(id);
    if (object == null || !seen.add(id)) {
      return;
    }
    String parent = object.path("parentId").asString("");
    if (parent.startsWith("#")) {
      place(parent.substring(1), creates, seen, order);
    }
    order.add(id);
  }

  /** The lowest first. */
  @Override
  public List<String> destroyOrder(List<String> ids) {
    MailboxSight sight = sight();
    return ids.stream()
        .sorted(
            Comparator.comparingInt(id ->
                -exchange
                    .real(id)
                    .flatMap(sight::find)
                    .map(mailbox -> sight.ancestry(mailbox).size())
                    .orElse(0)))
        .toList();
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    for (String name : object.propertyNames()) {
      if (!SETTABLE.contains(name)) {
        throw SetError.invalid("it cannot be given", name).thrown();
      }
    }
    MailboxSight sight = sight();
    Mailboxes.Wanted wanted = wanted(sight, object, true);
    needAbove(wanted.parent());
    var shares = new MailboxShares(post, exchange, access);
    shares.check(access.isOwn() ? Rights.ALL : Rights.NONE, object, JmapJson.object());
    MailboxId made =
        put(sight, wanted, () -> post.mailboxes().create(access.owner(), wanted, deed));
    if (!access.isOwn() && object.path("isSubscribed").asBoolean(false)) {
      subscribe(made, true);
    }
    shares.put(made, object, JmapJson.object());
    MailboxSight now = sight();
    Mailbox mailbox = now.tree().find(made).orElseThrow();
    ObjectNode all = MailboxSchema.SCHEMA.write(new MailboxSchema.Seen(now, mailbox));
    if (all.path("shareWith").isNull()) {
      all.remove("shareWith"); // as is to be expected
    }
    object.propertyNames().stream()
        .filter(name -> object.get(name).equals(all.get(name)))
        .forEach(all::remove);
    return all;
  }

  private void needAbove(Optional<MailboxId> parent) {
    if (parent.isPresent()) {
      access.need(parent.get(), Right.CREATE);
    } else if (!post.sharing().rightsAbove(access.viewer(), access.owner()).has(Right.CREATE)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
  }

  private interface Putting<T> {
    T put();
  }

  /** Says which property it was, and which mailbox is there already. */
  private <T> T put(MailboxSight sight, Mailboxes.Wanted wanted, Putting<T> putting) {
    try {
      return putting.put();
    } catch (Refused e) {
      String key = e.problem().key();
      if (REFUSED_CODES.contains(key)) {
        throw exists(sight, wanted, key).thrown();
      }
      throw switch (key) {
        case "mailbox.name" -> SetError.invalid("it is no name of a mailbox", "name").thrown();
        case "mailbox.inside-itself", "mailbox.depth" ->
            SetError.invalid("it cannot lie there", "parentId").thrown();
        case "mailbox.missing" -> SetError.invalid("there is no such mailbox", "parentId").thrown();
        case String _ -> e;
      };
    }
  }

  private static SetError exists(MailboxSight sight, Mailboxes.Wanted wanted, String key) {
    if (key.equals("mailbox.role")) {
      return SetError.invalid("another mailbox has that role", "role");
    }
    Optional<Mailbox> there =
        sight.all().stream()
            .filter(one -> one.parent().equals(wanted.parent()))
            .filter(one ->
                java.text.Normalizer.normalize(wanted.name(), java.text.Normalizer.Form.NFC)
                    .equals(one.name()))
            .findFirst();
    return there
        .map(one ->
            new SetError(
                "alreadyExists",
                "there is one of that name",
                Map.of("existingId", JmapJson.NODES.stringNode(sight.id(one.id())))))
        .orElseGet(() -> SetError.invalid("the name is taken", "name"));
  }

  /** Reads a whole object. */
  private Mailboxes.Wanted wanted(MailboxSight sight, ObjectNode object, boolean subscribed) {
    String name = text(object, "name").orElse("");
    if (name.isEmpty()) {
      throw SetError.invalid("a mailbox has a name", "name").thrown();
    }
    return new Mailboxes.Wanted(
        name, parent(sight, object), role(object), flag(object, subscribed), sortOrder(object));
  }

  private static Optional<String> text(ObjectNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw SetError.invalid("it is to be a text", name).thrown();
    }
    return Optional.of(value.asString());
  }

  private Optional<MailboxId> parent(MailboxSight sight, ObjectNode object) {
    return text(object, "parentId")
        .map(id ->
            exchange
                .real(id)
                .flatMap(sight::find)
                .map(Mailbox::id)
                .orElseThrow(
                    () -> SetError.invalid("there is no such mailbox", "parentId").thrown()));
  }

  private static Mailbox.Role role(ObjectNode object) {
    Optional<String> given = text(object, "role");
    if (given.isEmpty()) {
      return Mailbox.Role.NONE;
    }
    for (Mailbox.Role role : Mailbox.Role.values()) {
      if (MailboxSight.role(role).equals(given)) {
        return role;
      }
    }
    throw SetError.invalid("there is no such role", "role").thrown();
  }

  private static boolean flag(ObjectNode object, boolean otherwise) {
    JsonNode value = object.path("isSubscribed");
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw SetError.invalid("it is to be true or false", "isSubscribed").thrown();
    }
    return value.asBoolean();
  }

  private static OptionalLong sortOrder(ObjectNode object) {
    JsonNode value = object.path("sortOrder");
    if (value.isMissingNode() || value.isNull()) {
      return OptionalLong.empty();
    }
    boolean good =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.asLong() >= 0
            && value.asLong() <= MAX_ORDER;
    if (!good) {
      throw SetError.invalid("it is to be a number from 0 to 2^31-1", "sortOrder").thrown();
    }
    return OptionalLong.of(value.asLong());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    MailboxSight sight = sight();
    Mailbox mailbox = sight.find(id).orElseThrow(() -> SetError.notFound().thrown());
    ObjectNode before = MailboxSchema.SCHEMA.write(new MailboxSchema.Seen(sight, mailbox));
    ObjectNode after = Patch.apply(before, patch);
    after
        .properties()
        .forEach(entry -> {
          String name = entry.getKey();
          if (!SETTABLE.contains(name) && !entry.getValue().equals(before.get(name))) {
            throw SetError.invalid("only the server sets it", name).thrown();
          }
        });
    if (mailbox.role() == Mailbox.Role.INBOX && after.get("name").equals(before.get("name"))) {
      after.put("name", mailbox.name());
    }
    Mailboxes.Wanted wanted = wanted(sight, after, mailbox.subscribed());
    needToChange(mailbox, wanted);
    var shares = new MailboxShares(post, exchange, access);
    shares.check(access.rights(mailbox.id()), after, before);
    if (!access.isOwn()) {
      if (wanted.subscribed() != sight.isSubscribed(mailbox)) {
        subscribe(mailbox.id(), wanted.subscribed());
      }
      wanted =
          new Mailboxes.Wanted(
              wanted.name(),
              wanted.parent(),
              wanted.role(),
              mailbox.subscribed(),
              wanted.sortOrder());
    }
    if (!after.get("sortOrder").equals(before.get("sortOrder")) || isOther(mailbox, wanted)) {
      Mailboxes.Wanted now = wanted;
      put(
          sight,
          now,
          () -> {
            post.mailboxes().update(access.owner(), mailbox.id(), now, deed);
            return true;
          });
    }
    shares.put(mailbox.id(), after, before);
    return Optional.empty();
  }

  private static boolean isOther(Mailbox mailbox, Mailboxes.Wanted wanted) {
    return !mailbox.name().equals(wanted.name())
        || !mailbox.parent().equals(wanted.parent())
        || mailbox.role() != wanted.role()
        || mailbox.subscribed() != wanted.subscribed();
  }

  private void needToChange(Mailbox mailbox, Mailboxes.Wanted wanted) {
    boolean moves = !mailbox.parent().equals(wanted.parent());
    Rights rights = access.rights(mailbox.id());
    boolean renames = moves || !mailbox.name().equals(wanted.name());
    if ((renames || mailbox.role() != wanted.role()) && !rights.has(Right.DELETE)) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "mailbox.rights");
    }
    if (moves) {
      needAbove(wanted.parent());
    }
  }

  private void subscribe(MailboxId mailbox, boolean yes) {
    var tree = post.mailboxes().tree(access.owner());
    String path = tree.find(mailbox).map(tree::path).orElse("");
    var subscription = new SharedSubscription(access.owner(), mailbox, path);
    if (yes) {
      post.sharing().subscribe(access.viewer(), subscription);
    } else {
      post.sharing().unsubscribe(access.viewer(), subscription);
    }
  }

  @Override
  public void destroy(String id) {
    MailboxSight sight = sight();
    Mailbox mailbox = sight.find(id).orElseThrow(() -> SetError.notFound().thrown());
    access.need(mailbox.id(), Right.DELETE);
    if (!sight.tree().children(mailbox.id()).isEmpty()) {
      throw new SetError("mailboxHasChild", "other mailboxes lie in it").thrown();
    }
    if (!removeEmails && sight.counts(mailbox).emails() > 0) {
      throw new SetError("mailboxHasEmail", "emails lie in it").thrown();
    }
    if (removeEmails) {
      access.need(mailbox.id(), Right.DELETE_MESSAGES, Right.EXPUNGE);
    }
    post.mailboxes().delete(access.owner(), mailbox.id(), deed);
  }
}

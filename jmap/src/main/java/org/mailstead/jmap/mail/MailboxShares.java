package org.mailstead.jmap.mail;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.PrincipalIds;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import org.mailstead.post.SharedSubscription;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shares a mailbox with principals (RFC 9670 section 4). Whoever is given something for the first
 * time is subscribed to it, so that he sees it; he may say otherwise.
 */
final class MailboxShares {
  private static final String PROPERTY = "shareWith";
  private static final int MOST = 500;

  private final Post post;
  private final Exchange exchange;
  private final Access access;

  MailboxShares(Post post, Exchange exchange, Access access) {
    this.post = post;
    this.exchange = exchange;
    this.access = access;
  }

  private static boolean isChanged(ObjectNode after, ObjectNode before) {
    JsonNode now = after.path(PROPERTY);
    boolean none = now.isMissingNode() || now.isNull();
    JsonNode was = before.path(PROPERTY);
    return none ? !(was.isMissingNode() || was.isNull()) : !now.equals(was);
  }

  /**
   * Whether what is wanted can be done, before anything is.
   *
   * @param own what whoever asks may do there
   */
  void check(Rights own, ObjectNode after, ObjectNode before) {
    if (!isChanged(after, before)) {
      return;
    }
    if (!exchange.uses(MailMethods.SHARE)) {
      throw wrong("it is a property of " + MailMethods.SHARE);
    }
    if (!own.has(Right.ADMINISTER)) {
      throw SetError.forbidden("one may not say whom it is shared with").thrown();
    }
    Map<String, Rights> was = read(before);
    Map<String, Rights> now = read(after);
    if (now.size() > MOST) {
      throw wrong("at most " + MOST);
    }
    now.forEach((who, rights) -> {
      Rights more = rights.without(was.getOrDefault(who, Rights.NONE));
      if (!own.with(more).equals(own)) {
        throw SetError.forbidden("one cannot give a right that one does not have").thrown();
      }
      grantee(who);
    });
  }

  private static Map<String, Rights> read(ObjectNode object) {
    Map<String, Rights> all = new HashMap<>();
    if (object.path(PROPERTY) instanceof ObjectNode some) {
      some.properties()
          .forEach(one ->
              all.put(
                  one.getKey(),
                  MailboxRights.read(one.getValue())
                      .orElseThrow(() -> wrong("they are no rights: " + one.getKey()))));
    } else if (!object.path(PROPERTY).isMissingNode() && !object.path(PROPERTY).isNull()) {
      throw wrong("it is to be an object or null");
    }
    return all;
  }

  /** Empty for everybody. */
  private Optional<AccountId> grantee(String principal) {
    if (principal.equals(PrincipalIds.EVERYBODY)) {
      return Optional.empty();
    }
    return Optional.of(
        PrincipalIds.parse(principal)
            .filter(who -> !who.equals(access.owner()))
            .filter(who -> post.sharing().areTogether(access.owner(), who))
            .orElseThrow(() -> wrong("there is no such principal: " + principal)));
  }

  /** Does it. */
  void put(MailboxId mailbox, ObjectNode after, ObjectNode before) {
    if (!isChanged(after, before)) {
      return;
    }
    Map<String, Rights> was = read(before);
    Map<String, Rights> now = read(after);
    var all = new TreeSet<>(was.keySet());
    all.addAll(now.keySet());
    for (String principal : all) {
      Rights rights = now.getOrDefault(principal, Rights.NONE);
      if (!rights.equals(was.getOrDefault(principal, Rights.NONE))) {
        Optional<AccountId> who =
            principal.equals(PrincipalIds.EVERYBODY)
                ? Optional.empty()
                : PrincipalIds.parse(principal);
        post.sharing().change(access.viewer(), access.owner(), mailbox, who, false, _ -> rights);
        if (!was.containsKey(principal)) {
          who.ifPresent(account -> subscribe(account, mailbox));
        }
      }
    }
  }

  private void subscribe(AccountId who, MailboxId mailbox) {
    var tree = post.mailboxes().tree(access.owner());
    Optional<Mailbox> found = tree.find(mailbox);
    found.ifPresent(one ->
        post.sharing()
            .subscribe(who, new SharedSubscription(access.owner(), mailbox, tree.path(one))));
  }

  private static SetError.Thrown wrong(String why) {
    return SetError.invalid(why, PROPERTY).thrown();
  }
}

package org.mailstead.jmap.sharing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.PrincipalIds;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.AclEntry;
import org.mailstead.post.Mailbox;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.node.ObjectNode;

/**
 * Those whom somebody may share with, as far as he is shown them: himself, everybody as one, those
 * who share with him or with whom he shares, and all of his tenant where that is wished. Others are
 * found by their addresses only.
 */
final class Principals {
  /** Of one tenant's list. */
  private static final int MOST = 5_000;

  private static final int MOST_FOUND = 20_000;

  private record Finding(AccountId viewer, AccountId account) {}

  /** The newest by addresses. */
  private final Map<Finding, Boolean> found =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Finding, Boolean> eldest) {
          return size() > MOST_FOUND;
        }
      };

  private final Post post;
  private final Directory directory;
  private final Predicate<AccountId> listed;

  Principals(Post post, Directory directory, Predicate<AccountId> listed) {
    this.post = post;
    this.directory = directory;
    this.listed = listed;
  }

  /** By their ids. */
  Map<String, Principal> shown(Caller caller) {
    Map<String, Principal> all = new LinkedHashMap<>();
    put(all, caller, caller.account());
    all.put(
        PrincipalIds.EVERYBODY,
        new Principal(
            PrincipalIds.EVERYBODY, "group", "Everybody", Optional.empty(), Optional.empty()));
    post.sharing().sharers(caller.account()).forEach(owner -> put(all, caller, owner));
    sharedWith(caller.account()).forEach(account -> put(all, caller, account));
    if (listed.test(caller.account())) {
      Optional<Account> own = directory.account(caller.account());
      directory.accounts().stream()
          .filter(one -> own.isPresent() && one.tenant().equals(own.get().tenant()))
          .filter(one -> !one.isOff())
          .limit(MOST)
          .forEach(one -> put(all, caller, one.id()));
    }
    return all;
  }

  /** The one of an address, whether it is shown or not. From then on its id is known to him. */
  Optional<Principal> find(Caller caller, String address) {
    return EmailAddress.parse(address)
        .flatMap(parsed -> post.sharing().account(caller.account(), parsed))
        .flatMap(account -> {
          note(caller.account(), account);
          return principal(caller, account);
        });
  }

  /** One that he has found by its address, not long ago: numbers can be guessed. */
  Optional<Principal> found(Caller caller, String id) {
    return PrincipalIds.parse(id)
        .filter(account -> hasFound(caller.account(), account))
        .flatMap(account -> principal(caller, account));
  }

  private void note(AccountId viewer, AccountId account) {
    synchronized (found) {
      found.put(new Finding(viewer, account), true);
    }
  }

  private boolean hasFound(AccountId viewer, AccountId account) {
    synchronized (found) {
      return found.containsKey(new Finding(viewer, account));
    }
  }

  private List<AccountId> sharedWith(AccountId owner) {
    List<AccountId> all = new ArrayList<>();
    for (Mailbox mailbox : post.mailboxes().tree(owner).all()) {
      post.sharing().acl(owner, mailbox.id()).stream()
          .map(AclEntry::who)
          .flatMap(Optional::stream)
          .filter(who -> !all.contains(who))
          .forEach(all::add);
    }
    return all;
  }

  private void put(Map<String, Principal> all, Caller caller, AccountId account) {
    principal(caller, account).ifPresent(one -> all.putIfAbsent(one.id(), one));
  }

  private Optional<Principal> principal(Caller caller, AccountId id) {
    return directory
        .account(id)
        .map(account ->
            new Principal(
                PrincipalIds.write(id),
                "individual",
                account.name().isBlank() ? account.address().toString() : account.name(),
                Optional.of(account.address().toString()),
                accounts(caller, account)));
  }

  private Optional<ObjectNode> accounts(Caller caller, Account account) {
    return Access.find(caller, post, account.id())
        .map(access -> {
          ObjectNode json = JmapJson.object();
          json.putObject(ObjectIds.account(account.id()))
              .put("name", account.address().toString())
              .put("isPersonal", access.isOwn());
          return json;
        });
  }
}

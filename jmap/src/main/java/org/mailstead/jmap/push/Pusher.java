package org.mailstead.jmap.push;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells those who have subscribed what has changed, by the push service of their browser or phone
 * (RFC 8620 section 7.2, RFC 8030). What a service does not take is told with the next change.
 */
public final class Pusher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Pusher.class.getName());

  /** Posts at a time: a service that hangs holds back no more than these. */
  private static final int AT_ONCE = 32;

  private static final String SECONDS_KEPT = "86400";

  private final Post post;
  private final Directory directory;
  private final TypeStates states;
  private final PushService service;
  private final Vapid vapid;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<AccountId, Followed> followed = new ConcurrentHashMap<>();

  /** An account with subscriptions. */
  private static final class Followed {
    final List<Watchers.Watch> watches = new ArrayList<>();
    final Map<AccountId, Map<String, String>> told = new LinkedHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
  }

  public Pusher(
      Post post, Directory directory, PushService service, Vapid vapid, InstantSource clock) {
    this.post = post;
    this.directory = directory;
    this.states = new TypeStates(post);
    this.service = service;
    this.vapid = vapid;
    this.clock = clock;
  }

  /** Takes up where it ended; what happened meanwhile is told with the next change. */
  public void start(Collection<AccountId> accounts) {
    accounts.forEach(this::look);
  }

  /** Begins to follow an account that has a subscription, or ends that. */
  void look(AccountId account) {
    boolean any = !subscriptions(account).isEmpty();
    if (any) {
      followed.computeIfAbsent(account, this::follow);
    } else {
      end(Optional.ofNullable(followed.remove(account)));
    }
  }

  private static void end(Optional<Followed> gone) {
    gone.ifPresent(one -> one.watches.forEach(Watchers.Watch::close));
  }

  private List<Subscription> subscriptions(AccountId account) {
    return post.records().all(account, Records.Kind.PUSH).stream()
        .map(Subscription::of)
        .filter(one -> one.expires().isAfter(clock.instant()))
        .toList();
  }

  private Optional<Caller> caller(AccountId account) {
    return directory
        .account(account)
        .filter(known -> !known.isOff())
        .map(known -> new Caller(account, known.address(), Optional.empty(), "", true));
  }

  private Followed follow(AccountId account) {
    var one = new Followed();
    List<AccountId> owners = new ArrayList<>(List.of(account));
    owners.addAll(post.sharing().shown(account));
    caller(account)
        .ifPresent(caller ->
            owners.forEach(owner -> {
              one.watches.add(post.watch(owner, _ -> changed(account, one)));
              one.told.put(owner, states.of(caller, owner));
            }));
    return one;
  }

  /** Does not block: what has changed is looked at by a thread of its own. */
  private void changed(AccountId account, Followed one) {
    if (one.asked.getAndIncrement() == 0) {
      Thread.startVirtualThread(() -> {
        int before;
        do {
          before = one.asked.get();
          try {
            tell(account, one);
          } catch (RuntimeException e) {
            LOG.log(DEBUG, "a push was not made", e);
          }
        } while (!one.asked.compareAndSet(before, 0));
      });
    }
  }

  private void tell(AccountId account, Followed one) {
    Optional<Caller> caller = caller(account);
    if (caller.isEmpty()) {
      return;
    }
    Map<AccountId, Map<String, String>> changed = new LinkedHashMap<>();
    one.told.forEach((owner, known) -> {
      Map<String, String> other = new LinkedHashMap<>();
      states
          .of(caller.get(), owner)
          .forEach((type, state) -> {
            if (!state.equals(known.put(type, state))) {
              other.put(type, state);
            }
          });
      changed.put(owner, other);
    });
    for (Subscription subscription : subscriptions(account)) {
      Map<AccountId, Map<String, String>> wanted = new LinkedHashMap<>();
      changed.forEach((owner, types) -> {
        var some = new LinkedHashMap<>(types);
        some.keySet().removeIf(type -> !subscription.wants(type));
        if (!some.isEmpty()) {
          wanted.put(owner, some);
        }
      });
      if (subscription.isVerified() && !wanted.isEmpty()) {
        push(account, subscription, TypeStates.change(wanted));
      }
    }
  }

  /** Pushes the code that shows who gets it (RFC 8620 section 7.2.2). */
  void verify(AccountId account, Subscription subscription) {
    ObjectNode json =
        JmapJson.object()
            .put("@type", "PushVerification")
            .put("pushSubscriptionId", subscription.id())
            .put("verificationCode", subscription.text("code"));
    Thread.startVirtualThread(() -> push(account, subscription, json));
  }

  private void push(AccountId account, Subscription subscription, ObjectNode json) {
    URI url = URI.create(subscription.text("url"));
    Optional<byte[]> point = subscription.key("p256dh");
    Optional<byte[]> secret = subscription.key("auth");
    byte[] plain = json.toString().getBytes(UTF_8);
    boolean sealed = point.isPresent() && secret.isPresent();
    byte[] body = sealed ? PushMessage.encrypt(plain, point.get(), secret.get(), random) : plain;
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("TTL", SECONDS_KEPT);
    fields.put("Urgency", "normal");
    fields.put("Authorization", vapid.authorization("https://" + url.getHost()));
    if (sealed) {
      fields.put("Content-Encoding", "aes128gcm");
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String type = sealed ? "application/octet-stream" : "application/json";
    try {
      places.acquire();
      try {
        int status = service.post(url.getHost(), path + query, type, fields, body);
        if (status == 404 || status == 410) {
          LOG.log(INFO, "a push subscription of account={0} is gone", account);
          post.records().destroy(account, Records.Kind.PUSH, subscription.number());
          look(account);
        }
      } finally {
        places.release();
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "a push was not taken by its service", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    followed.values().forEach(one -> end(Optional.of(one)));
    followed.clear();
  }
}

package org.mailstead.jmap.push;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.wire.TokenBuckets;
import org.mailstead.words.AccountId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** PushSubscription/get and set (RFC 8620 sections 7.2.1 and 7.2.2). */
public final class SubscriptionMethods {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MAX_URL = 2_000;
  private static final int SECRET = 16;

  /** Of one account: each change is told to all of them. */
  private static final int MOST = 30;

  /** How often one may be made: each has an address pushed to that its owner did not ask for it. */
  private static final TokenBuckets.Rate RATE = new TokenBuckets.Rate(30, Duration.ofHours(1));

  private static final int REMEMBERED = 10_000;

  static final Schema<Subscription> SCHEMA =
      new Schema<Subscription>("PushSubscription")
          .text("id", "Names it.", Subscription::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .text(
              "deviceClientId",
              "Names the client on its device.",
              one -> one.text("deviceClientId"),
              Trait.IMMUTABLE)
          .optionalText(
              "verificationCode",
              "What was pushed first; until the client sets it nothing else is.",
              one -> one.isVerified() ? Optional.of(one.text("code")) : Optional.empty())
          .optionalText(
              "expires",
              "UTCDate; at most 30 days from now.",
              one -> Optional.of(one.text("expires")))
          .add(
              "types",
              "string[] | null",
              "Of which types it wants to hear; null for all.",
              one -> Optional.of(one.json().path("types")));

  private final Post post;
  private final Pusher pusher;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final TokenBuckets<AccountId> creations;

  public SubscriptionMethods(Post post, Pusher pusher, InstantSource clock) {
    this.post = post;
    this.pusher = pusher;
    this.clock = clock;
    this.creations = new TokenBuckets<>(RATE, REMEMBERED, clock);
  }

  public void addTo(Methods methods) {
    methods
        .add(Methods.CORE, "PushSubscription/get", this::get)
        .add(Methods.CORE, "PushSubscription/set", this::set);
  }

  /** The type that they speak of. */
  public static Schema<?> schema() {
    return SCHEMA;
  }

  private List<Subscription> all(Caller caller) {
    return post.records().all(caller.account(), Records.Kind.PUSH).stream()
        .map(Subscription::of)
        .filter(one -> one.expires().isAfter(clock.instant()))
        .toList();
  }

  private void get(Exchange exchange, Arguments in) {
    Optional<List<String>> ids = in.ids("ids");
    Optional<List<String>> properties = in.texts("properties");
    in.done();
    if (properties.isPresent()
        && (properties.get().contains("url") || properties.get().contains("keys"))) {
      throw new MethodError("forbidden", "where it is pushed to is told to nobody");
    }
    var wanted = SCHEMA.asked(properties);
    List<Subscription> all = all(exchange.caller());
    ArrayNode list = JmapJson.array();
    ArrayNode notFound = JmapJson.array();
    for (String id : ids.orElseGet(() -> all.stream().map(Subscription::id).toList())) {
      all.stream()
          .filter(one -> one.id().equals(id))
          .findFirst()
          .ifPresentOrElse(one -> list.add(SCHEMA.write(one, wanted)), () -> notFound.add(id));
    }
    ObjectNode json = JmapJson.object();
    json.set("list", list);
    json.set("notFound", notFound);
    exchange.reply(json);
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in, false);
    in.done();
    exchange.reply(setting.run(new Work(exchange.caller())));
    pusher.look(exchange.caller().account());
  }

  private final class Work implements Setting.Work {
    private final Caller caller;

    Work(Caller caller) {
      this.caller = caller;
    }

    @Override
    public String state() {
      return "";
    }

    @Override
    public ObjectNode create(ObjectNode object) {
      for (String name : object.propertyNames()) {
        if (!Set.of("deviceClientId", "url", "keys", "expires", "types").contains(name)) {
          throw SetError.invalid("it cannot be given", name).thrown();
        }
      }
      String device = object.path("deviceClientId").asString("");
      if (device.isEmpty() || device.length() > 255) {
        throw SetError.invalid("it names the client", "deviceClientId").thrown();
      }
      ObjectNode json = JmapJson.object();
      json.put("deviceClientId", device).put("url", url(object)).put("code", code());
      json.set("keys", keys(object));
      json.set("types", types(object));
      json.put("expires", expires(object.path("expires"))).put("verified", false);
      needRoom();
      long number = post.records().create(caller.account(), Records.Kind.PUSH, json.toString());
      pusher.verify(caller.account(), new Subscription(number, json));
      ObjectNode made = JmapJson.object().put("id", RecordIds.write(Subscription.LETTER, number));
      if (!json.path("expires").equals(object.path("expires"))) {
        made.put("expires", json.path("expires").asString());
      }
      return made;
    }

    private String code() {
      byte[] secret = new byte[SECRET];
      random.nextBytes(secret);
      return HexFormat.of().formatHex(secret);
    }

    /** RFC 8620 section 8.6: not many, and not often. */
    private void needRoom() {
      if (all(caller).size() >= MOST) {
        throw new SetError("overQuota", "at most " + MOST + " subscriptions").thrown();
      }
      if (!creations.take(caller.account())) {
        throw new SetError("rateLimit", "at most " + RATE.burst() + " in an hour").thrown();
      }
    }

    private static String url(ObjectNode object) {
      String url = object.path("url").asString("");
      try {
        URI uri = new URI(url);
        boolean good =
            "https".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && (uri.getPort() == -1 || uri.getPort() == 443)
                && url.length() <= MAX_URL;
        if (good) {
          return url;
        }
      } catch (URISyntaxException _) {
        // told below
      }
      throw SetError.invalid("it is to be an https address", "url").thrown();
    }

    private static JsonNode keys(ObjectNode object) {
      JsonNode keys = object.path("keys");
      if (keys.isMissingNode() || keys.isNull()) {
        return JmapJson.NODES.nullNode();
      }
      Optional<byte[]> point = Subscription.decoded(keys.path("p256dh").asString(""));
      Optional<byte[]> secret = Subscription.decoded(keys.path("auth").asString(""));
      boolean good =
          point.filter(PushMessage::isPoint).isPresent()
              && secret.filter(octets -> octets.length == SECRET).isPresent();
      if (!good) {
        throw SetError.invalid("they are no keys of a push service", "keys").thrown();
      }
      return keys;
    }

    private static JsonNode types(ObjectNode object) {
      JsonNode types = object.path("types");
      if (types.isMissingNode() || types.isNull()) {
        return JmapJson.NODES.nullNode();
      }
      boolean good = types.isArray() && types.size() <= 100;
      for (JsonNode one : types) {
        good &= one.isString();
      }
      if (!good) {
        throw SetError.invalid("they are to be names of types", "types").thrown();
      }
      return types;
    }

    private String expires(JsonNode given) {
      Instant latest = clock.instant().plus(LONGEST);
      Instant wanted = latest;
      if (!given.isMissingNode() && !given.isNull()) {
        wanted =
            Arguments.utcDate(given.asString(""))
                .orElseThrow(() -> SetError.invalid("it is no UTCDate", "expires").thrown());
      }
      return (wanted.isAfter(latest) ? latest : wanted).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private Subscription find(String id) {
      return all(caller).stream()
          .filter(one -> one.id().equals(id))
          .findFirst()
          .orElseThrow(() -> SetError.notFound().thrown());
    }

    @Override
    public Optional<ObjectNode> update(String id, ObjectNode patch) {
      Subscription known = find(id);
      ObjectNode before = SCHEMA.write(known);
      ObjectNode after = Patch.apply(before, patch);
      ObjectNode json = known.json().deepCopy();
      for (String name : after.propertyNames()) {
        JsonNode value = after.get(name);
        if (value.equals(before.get(name))) {
          continue;
        }
        switch (name) {
          case "types" -> json.set("types", types(after));
          case "expires" -> json.put("expires", expires(value));
          case "verificationCode" -> {
            if (!value.asString("").equals(known.text("code"))) {
              throw SetError.invalid("that is not what was pushed", name).thrown();
            }
            json.put("verified", true);
          }
          case String _ -> throw SetError.invalid("it cannot be changed", name).thrown();
        }
      }
      post.records()
          .update(caller.account(), Records.Kind.PUSH, known.number(), _ -> json.toString());
      boolean shorter = !json.path("expires").equals(after.path("expires"));
      return shorter
          ? Optional.of(JmapJson.object().put("expires", json.path("expires").asString()))
          : Optional.empty();
    }

    @Override
    public void destroy(String id) {
      post.records().destroy(caller.account(), Records.Kind.PUSH, find(id).number());
    }
  }
}

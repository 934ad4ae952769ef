package org.mailstead.jmap.mdn;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.mail.EmailSetMethods;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.jmap.submission.Identities;
import org.mailstead.post.Post;
import org.mailstead.post.queue.Counter;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** MDN/send and parse (RFC 9007). */
public final class MdnMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:mdn";

  private static final int MOST_PARSED = 100;

  private final Post post;
  private final BlobStore blobs;
  private final Identities identities;
  private final EmailSetMethods emails;
  private final MdnSending sending;
  private final MdnReading reading;

  /**
   * @param maxSize octets of a message
   */
  public MdnMethods(
      Post post,
      BlobStore blobs,
      Identities identities,
      Counter counter,
      EmailSetMethods emails,
      LongSupplier maxSize,
      InstantSource clock) {
    this.post = post;
    this.blobs = blobs;
    this.identities = identities;
    this.emails = emails;
    this.sending = new MdnSending(post, counter, maxSize, clock);
    this.reading = new MdnReading(post);
  }

  public void addTo(Methods methods) {
    methods.add(CAPABILITY, "MDN/send", this::send).add(CAPABILITY, "MDN/parse", this::parse);
  }

  /** The type that they speak of. */
  public static Schema<?> schema() {
    return Mdn.SCHEMA;
  }

  /** Here an account that is not there is an invalid argument (sections 2.1, 2.2). */
  private Access access(Exchange exchange, Arguments in) {
    Access access =
        Access.find(exchange.caller(), post, in.id("accountId"))
            .orElseThrow(() -> MethodError.invalidArguments("there is no such account"));
    if (!access.isOwn()) {
      throw new MethodError("accountNotSupportedByMethod", "only in one's own account");
    }
    return access;
  }

  // ---- telling

  private void send(Exchange exchange, Arguments in) {
    Access access = access(exchange, in);
    access.needChangeable();
    String identityId = in.id("identityId");
    Map<String, ObjectNode> send = in.objects("send");
    Map<String, ObjectNode> update = in.objects("onSuccessUpdateEmail");
    in.done();
    if (!exchange.uses(MailMethods.CAPABILITY)) {
      throw MethodError.invalidArguments("using is to name " + MailMethods.CAPABILITY);
    }
    if (send.size() > ServerLimits.MAX_OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_SET + " MDNs");
    }
    Identities.Identity identity =
        exchange
            .real(identityId)
            .flatMap(id -> identities.find(access, id))
            .orElseThrow(() -> MethodError.invalidArguments("there is no identity " + identityId));
    Map<String, ObjectNode> patches = patches(exchange, send, update);
    ObjectNode sent = JmapJson.object();
    ObjectNode notSent = JmapJson.object();
    Map<String, ObjectNode> updates = new LinkedHashMap<>();
    send.forEach((id, object) -> {
      try {
        MdnSending.Sent one = sending.send(exchange, access, identity, MdnInput.read(object));
        sent.set(id, told(one.mdn(), object));
        updates.put(one.emailId(), Objects.requireNonNull(patches.get(id)));
      } catch (SetError.Thrown e) {
        notSent.set(id, e.error().json());
      } catch (Refused e) {
        notSent.set(id, SetError.of(e.problem()).json());
      }
    });
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    put(json, "sent", sent);
    put(json, "notSent", notSent);
    exchange.reply(json);
    if (!updates.isEmpty()) {
      emails.implied(exchange, access, updates, List.of());
    }
  }

  /**
   * What is to be changed of the email of each MDN, which has to set the keyword (section 2.1). It
   * is named by the email's id, or by the MDN's.
   *
   * @throws MethodError invalidArguments
   */
  private static Map<String, ObjectNode> patches(
      Exchange exchange, Map<String, ObjectNode> send, Map<String, ObjectNode> update) {
    Map<String, ObjectNode> patches = new LinkedHashMap<>();
    for (Map.Entry<String, ObjectNode> one : send.entrySet()) {
      String email = one.getValue().path("forEmailId").asString("");
      Optional<ObjectNode> patch =
          update.entrySet().stream()
              .filter(some ->
                  some.getKey().equals("#" + one.getKey())
                      || some.getKey().equals(email)
                      || exchange.real(some.getKey()).equals(exchange.real(email)))
              .map(Map.Entry::getValue)
              .findFirst();
      if (patch.filter(MdnMethods::marks).isEmpty()) {
        throw MethodError.invalidArguments(
            "onSuccessUpdateEmail is to set " + MdnSending.KEYWORD + " for " + one.getKey());
      }
      patches.put(one.getKey(), patch.get());
    }
    return patches;
  }

  private static boolean marks(ObjectNode patch) {
    JsonNode one = patch.path("keywords/" + MdnSending.KEYWORD);
    JsonNode among = patch.path("keywords").path(MdnSending.KEYWORD);
    return one.asBoolean(false) || among.asBoolean(false);
  }

  /** What the client does not know. */
  private static ObjectNode told(Mdn mdn, ObjectNode given) {
    ObjectNode json = Mdn.SCHEMA.write(mdn);
    json.remove("forEmailId");
    given.properties().stream()
        .filter(one -> one.getValue().equals(json.get(one.getKey())))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(json::remove);
    return json;
  }

  private static void put(ObjectNode json, String name, ObjectNode map) {
    if (map.isEmpty()) {
      json.putNull(name);
    } else {
      json.set(name, map);
    }
  }

  // ---- reading

  private void parse(Exchange exchange, Arguments in) {
    Access access = access(exchange, in);
    List<String> ids =
        in.ids("blobIds").orElseThrow(() -> MethodError.invalidArguments("blobIds is to be given"));
    in.done();
    if (ids.size() > MOST_PARSED) {
      throw MethodError.requestTooLarge("at most " + MOST_PARSED + " blobs");
    }
    Map<String, Mdn> read = new LinkedHashMap<>();
    ArrayNode notParsable = JmapJson.array();
    ArrayNode notFound = JmapJson.array();
    for (String id : ids) {
      Optional<ByteSource> blob = exchange.real(id).flatMap(real -> blobs.find(access, real));
      Optional<Mdn> mdn = blob.flatMap(reading::read);
      if (blob.isEmpty()) {
        notFound.add(id);
      } else if (mdn.isEmpty()) {
        notParsable.add(id);
      } else {
        read.put(id, mdn.get());
      }
    }
    List<String> about =
        read.values().stream().flatMap(mdn -> MdnReading.messageId(mdn).stream()).toList();
    Map<String, String> emailIds = reading.find(access, about);
    ObjectNode parsed = JmapJson.object();
    long size = 0;
    for (Map.Entry<String, Mdn> one : read.entrySet()) {
      ObjectNode json = Mdn.SCHEMA.write(one.getValue());
      MdnReading.messageId(one.getValue())
          .flatMap(id -> Optional.ofNullable(emailIds.get(id)))
          .ifPresent(id -> json.put("forEmailId", id));
      size += JmapJson.size(json);
      exchange.needRoom(size);
      parsed.set(one.getKey(), json);
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    put(json, "parsed", parsed);
    put(json, "notParsable", notParsable);
    put(json, "notFound", notFound);
    exchange.reply(json);
  }

  private static void put(ObjectNode json, String name, ArrayNode list) {
    if (list.isEmpty()) {
      json.putNull(name);
    } else {
      json.set(name, list);
    }
  }
}

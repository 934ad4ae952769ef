package org.mailstead.jmap.mail;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Deed;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.SignedMail;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/** Email/set, import and copy (RFC 8621 sections 4.6 to 4.8): what changes. */
public final class EmailSetMethods {
  private final Post post;
  private final SignedMail signed;
  private final BlobStore blobs;
  private final MailStates states;
  private final EmailMaking making;
  private final UndoMethods undo;

  EmailSetMethods(
      Post post,
      SignedMail signed,
      BlobStore blobs,
      MailStates states,
      EmailMaking making,
      UndoMethods undo) {
    this.undo = undo;
    this.post = post;
    this.signed = signed;
    this.blobs = blobs;
    this.states = states;
    this.making = making;
  }

  void addTo(Methods methods, String capability) {
    methods
        .add(capability, "Email/set", this::set)
        .add(capability, "Email/import", this::importAll)
        .add(capability, "Email/copy", this::copy);
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toChange(exchange, post, in.id("accountId"));
    in.done();
    exchange.reply(
        undo.answering(
            exchange,
            access,
            List.of("updated", "destroyed"),
            deed -> run(exchange, access, setting, deed)));
  }

  private ObjectNode run(Exchange exchange, Access access, Setting setting, long deed) {
    return setting.run(new EmailSetting(post, signed, states, making, exchange, access, deed));
  }

  /** The Email/set that another method brings about; its answer follows that method's own. */
  public void implied(
      Exchange exchange, Access access, Map<String, ObjectNode> update, List<String> destroy) {
    var setting = new Setting(exchange, ObjectIds.account(access.owner()), update, destroy);
    exchange.reply("Email/set", run(exchange, access, setting, Deed.NONE));
  }

  private String checkState(Access access, Optional<String> ifInState) {
    String now = states.now(access, MailStates.Kind.EMAIL);
    if (ifInState.isPresent() && !ifInState.get().equals(now)) {
      throw MethodError.stateMismatch();
    }
    return now;
  }

  private interface One {
    ObjectNode make();
  }

  /** What became of each object. */
  private static final class Made {
    private final ObjectNode created = JmapJson.object();
    private final ObjectNode notCreated = JmapJson.object();

    void add(Exchange exchange, String creationId, One one) {
      try {
        ObjectNode made = one.make();
        exchange.made(creationId, made.path("id").asString());
        created.set(creationId, made);
      } catch (SetError.Thrown e) {
        notCreated.set(creationId, e.error().json());
      } catch (Refused e) {
        notCreated.set(creationId, SetError.of(e.problem()).json());
      }
    }

    void write(ObjectNode json) {
      put(json, "created", created);
      put(json, "notCreated", notCreated);
    }

    private static void put(ObjectNode json, String name, ObjectNode map) {
      if (map.isEmpty()) {
        json.putNull(name);
      } else {
        json.set(name, map);
      }
    }
  }

  private static void checkCount(int objects) {
    if (objects > ServerLimits.MAX_OBJECTS_IN_SET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_SET + " objects");
    }
  }

  private void importAll(Exchange exchange, Arguments in) {
    Access access = Access.toChange(exchange, post, in.id("accountId"));
    Optional<String> ifInState = in.text("ifInState");
    Map<String, ObjectNode> emails = in.objects("emails");
    in.done();
    checkCount(emails.size());
    String before = checkState(access, ifInState);
    var made = new Made();
    emails.forEach(
        (id, object) -> made.add(exchange, id, () -> importOne(exchange, access, object)));
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.put("oldState", before).put("newState", states.now(access, MailStates.Kind.EMAIL));
    made.write(json);
    exchange.reply(json);
  }

  private ObjectNode importOne(Exchange exchange, Access access, ObjectNode object) {
    for (String name : object.propertyNames()) {
      if (!Set.of("blobId", "mailboxIds", "keywords", "receivedAt").contains(name)) {
        throw SetError.invalid("it cannot be given", name).thrown();
      }
    }
    Optional<BlobName> blob = BlobName.parse(object.path("blobId").asString(""));
    ByteSource bytes =
        blob.flatMap(name -> blobs.find(access, name))
            .orElseThrow(() -> SetError.invalid("there is no such blob", "blobId").thrown());
    EmailMaking.Where where = where(exchange, access, object);
    var header = EmailSource.of(blob.orElseThrow(), bytes).header();
    if (header.isEmpty()) {
      throw new SetError("invalidEmail", "it is no message").thrown();
    }
    return making.take(access, bytes, header, where);
  }

  private EmailMaking.Where where(Exchange exchange, Access access, ObjectNode object) {
    MailboxSight sight = MailboxSight.of(post, access);
    Set<MailboxId> mailboxes =
        EmailPlacing.mailboxes(exchange, access, sight, object.path("mailboxIds"));
    Set<String> flags = EmailPlacing.flags(object.path("keywords"));
    EmailPlacing.needToAdd(access, mailboxes, flags);
    return new EmailMaking.Where(mailboxes, flags, EmailPlacing.receivedAt(object));
  }

  private void copy(Exchange exchange, Arguments in) {
    String fromId = in.id("fromAccountId");
    Access from =
        Access.find(exchange.caller(), post, fromId)
            .orElseThrow(() -> new MethodError("fromAccountNotFound", "there is no " + fromId));
    Access to = Access.toChange(exchange, post, in.id("accountId"));
    Optional<String> ifFromInState = in.text("ifFromInState");
    Optional<String> ifInState = in.text("ifInState");
    Optional<String> destroyFromIfInState = in.text("destroyFromIfInState");
    Map<String, ObjectNode> create = in.objects("create");
    boolean destroy = in.flag("onSuccessDestroyOriginal");
    in.done();
    checkCount(create.size());
    if (from.owner().equals(to.owner())) {
      throw MethodError.invalidArguments("the two accounts are the same");
    }
    checkState(from, ifFromInState);
    String before = checkState(to, ifInState);
    var made = new Made();
    List<String> originals = new ArrayList<>();
    create.forEach((id, object) ->
        made.add(
            exchange,
            id,
            () -> {
              ObjectNode copied = copyOne(exchange, from, to, object);
              originals.add(object.path("id").asString());
              return copied;
            }));
    ObjectNode json = JmapJson.object();
    json.put("fromAccountId", fromId).put("accountId", ObjectIds.account(to.owner()));
    json.put("oldState", before).put("newState", states.now(to, MailStates.Kind.EMAIL));
    made.write(json);
    exchange.reply(json);
    if (destroy && !originals.isEmpty()) {
      checkState(from, destroyFromIfInState);
      implied(exchange, from, Map.of(), originals);
    }
  }

  private ObjectNode copyOne(Exchange exchange, Access from, Access to, ObjectNode object) {
    for (String name : object.propertyNames()) {
      if (!Set.of("id", "mailboxIds", "keywords", "receivedAt").contains(name)) {
        throw SetError.invalid("it cannot be changed by copying", name).thrown();
      }
    }
    AccountEmail email =
        ObjectIds.parseEmail(object.path("id").asString(""))
            .flatMap(origin -> from.find(post, origin))
            .orElseThrow(() -> SetError.notFound().thrown());
    EmailMaking.Where where = where(exchange, to, object);
    Optional<AccountEmail> there = to.find(post, email.origin());
    if (there.isPresent()) {
      throw new SetError(
              "alreadyExists",
              "it is in that account",
              Map.of(
                  "existingId", JmapJson.NODES.stringNode(ObjectIds.email(there.get().origin()))))
          .thrown();
    }
    Set<String> flags =
        object.has("keywords")
            ? where.flags()
            : EmailKeywords.flags(EmailKeywords.names(email, post.keywords(from.owner())));
    Email row = post.emails().get(from.owner(), email.number());
    var received = where.received().orElse(email.received()).atOffset(ZoneOffset.UTC);
    var message = post.copies().message(from.owner(), row, to.owner(), flags, received);
    return making.put(to, where, message);
  }
}

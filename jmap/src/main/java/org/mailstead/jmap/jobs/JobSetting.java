package org.mailstead.jmap.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.mail.EmailBulk;
import org.mailstead.jmap.mail.UndoId;
import org.mailstead.post.Deed;
import org.mailstead.post.Jobs;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins jobs, stops them and forgets them. */
final class JobSetting implements Setting.Work {
  /** Emails up to which a deed is counted. */
  private static final int MOST_COUNTED = 1_000_000;

  /** What says what is done; each type has some of it. */
  private static final List<String> CONTENTS =
      List.of("filter", "patch", "undoOf", "blobId", "server", "mailboxId", "ruleIds");

  private final Post post;
  private final Jobs jobs;
  private final EmailBulk bulk;
  private final BulkWork work;
  private final JobMethods methods;
  private final JobRecords records;
  private final BlobStore blobs;
  private final Exchange exchange;
  private final Access access;

  /**
   * @param access to the account that keeps the jobs
   */
  JobSetting(
      Post post,
      Jobs jobs,
      EmailBulk bulk,
      BulkWork work,
      JobMethods methods,
      JobRecords records,
      Exchange exchange,
      Access access) {
    this.post = post;
    this.jobs = jobs;
    this.bulk = bulk;
    this.work = work;
    this.methods = methods;
    this.records = records;
    this.blobs = new BlobStore(post);
    this.exchange = exchange;
    this.access = access;
  }

  @Override
  public String state() {
    return methods.state(access);
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      boolean given =
          BulkJob.SCHEMA
              .find(one.getKey())
              .filter(property -> !property.traits().contains(Schema.Trait.SERVER_SET))
              .isPresent();
      if (!given || one.getKey().equals("state")) {
        throw SetError.invalid("it cannot be given", one.getKey()).thrown();
      }
    }
    String accountId = object.path("emailAccountId").asString(ObjectIds.account(access.viewer()));
    Access emails =
        Access.find(exchange.caller(), post, accountId)
            .orElseThrow(
                () -> SetError.invalid("there is no such account", "emailAccountId").thrown());
    ObjectNode json = records.beginning(object.path("type").asString(""), emails.owner());
    describe(emails, object, json);
    BulkJob job = records.keep(access.owner(), json, held(json));
    jobs.begin(BulkWork.job(access.owner(), job));
    ObjectNode told = BulkJob.SCHEMA.write(job);
    object.propertyNames().forEach(told::remove);
    return told;
  }

  /** What it does to what. */
  private void describe(Access emails, ObjectNode object, ObjectNode json) {
    switch (json.path("type").asString("")) {
      case "update" -> {
        only(object, "filter", "patch");
        json.set("patch", patch(emails, object));
        chosen(emails, object, json);
      }
      case "destroy" -> {
        only(object, "filter");
        chosen(emails, object, json);
      }
      case "undo" -> {
        only(object, "undoOf");
        undone(emails, object, json);
      }
      case "import" -> {
        boolean pulled = object.hasNonNull("server");
        only(object, pulled ? "server" : "blobId", "mailboxId");
        if (pulled) {
          pulled(emails, object, json);
        } else {
          broughtIn(emails, object, json);
        }
      }
      case "rules" -> {
        only(object, "filter", "ruleIds");
        ruled(emails, object, json);
      }
      default -> throw SetError.invalid("there is no such type", "type").thrown();
    }
  }

  private static void only(ObjectNode object, String... some) {
    for (String name : CONTENTS) {
      boolean wanted = List.of(some).contains(name);
      boolean may = wanted && name.equals("mailboxId");
      if (object.hasNonNull(name) != wanted && !may) {
        throw SetError.invalid("that type of job has " + String.join(", ", some), name).thrown();
      }
    }
  }

  private void chosen(Access emails, ObjectNode object, ObjectNode json) {
    JsonNode filter = object.path("filter");
    try {
      bulk.check(emails, filter);
      long until = bulk.last(emails);
      json.set("filter", filter);
      json.put("position", 0).put("until", until);
      json.put("total", bulk.count(emails, filter, until));
    } catch (MethodError e) {
      throw SetError.invalid(e.getMessage() + "", "filter").thrown();
    }
  }

  private ObjectNode patch(Access emails, ObjectNode object) {
    if (!(object.get("patch") instanceof ObjectNode given)) {
      throw SetError.invalid("an object", "patch").thrown();
    }
    ObjectNode patch = JmapJson.object();
    given
        .properties()
        .forEach(entry -> {
          String path = entry.getKey();
          boolean named = path.startsWith("mailboxIds/#");
          String real =
              named
                  ? "mailboxIds/" + exchange.real(path.substring("mailboxIds/".length())).orElse("")
                  : path;
          patch.set(real, entry.getValue());
        });
    bulk.check(emails, patch);
    return patch;
  }

  private void ruled(Access emails, ObjectNode object, ObjectNode json) {
    List<String> ids = new ArrayList<>();
    object.path("ruleIds").forEach(id -> exchange.real(id.asString("")).ifPresent(ids::add));
    boolean all = !ids.isEmpty() && ids.size() == object.path("ruleIds").size();
    if (!emails.isOwn() || !all || work.rules(emails.owner(), ids).size() != ids.size()) {
      throw SetError.invalid("rules that there are, of one's own", "ruleIds").thrown();
    }
    json.set("ruleIds", JmapJson.array(ids));
    chosen(emails, object, json);
  }

  private void broughtIn(Access emails, ObjectNode object, ObjectNode json) {
    String blobId = object.path("blobId").asString("");
    if (blobs.find(emails, blobId).isEmpty()) {
      throw SetError.invalid("there is no such blob", "blobId").thrown();
    }
    below(emails, object, json);
    json.put("blobId", blobId).put("position", 0);
  }

  private void pulled(Access emails, ObjectNode object, ObjectNode json) {
    ServerAsked asked = ServerAsked.read(object.path("server"), work.pull());
    below(emails, object, json);
    methods.needPull(access.owner());
    work.pull().write(json, access.owner(), asked.server(), asked.password());
    json.put("position", 0);
  }

  private void below(Access emails, ObjectNode object, ObjectNode json) {
    if (!emails.isOwn()) {
      throw SetError.invalid("only into one's own account", "emailAccountId").thrown();
    }
    String mailboxId = exchange.real(object.path("mailboxId").asString("")).orElse("#");
    boolean there =
        ObjectIds.parseMailbox(emails.owner(), mailboxId)
            .flatMap(post.mailboxes().tree(emails.owner())::find)
            .isPresent();
    if (!there && !mailboxId.isEmpty()) {
      throw SetError.invalid("there is no such mailbox", "mailboxId").thrown();
    }
    if (there) {
      json.put("mailboxId", mailboxId);
    }
  }

  /** The file stays as long as the job needs it. */
  private static Set<Long> held(ObjectNode json) {
    return BlobName.parse(json.path("blobId").asString(""))
        .filter(name -> name.kind() == BlobName.Kind.UPLOAD)
        .map(name -> Set.of(name.origin().number()))
        .orElse(Set.of());
  }

  private void undone(Access emails, ObjectNode object, ObjectNode json) {
    Deed deed =
        UndoId.parse(object.path("undoOf").asString(""))
            .orElseThrow(() -> SetError.invalid("there is no such undoId", "undoOf").thrown());
    try {
      json.put("total", bulk.count(emails, deed, MOST_COUNTED));
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.EXPIRED) {
        throw new SetError("undoTooOld", "it is too long ago").thrown();
      }
      throw e;
    }
    json.put("undoOf", UndoId.write(deed)).put("position", deed.from());
  }

  private static long number(String id) {
    return BulkJob.parse(id).orElseThrow(() -> SetError.notFound().thrown());
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    boolean cancels = patch.size() == 1 && patch.path("state").asString("").equals("cancelled");
    if (!cancels) {
      throw SetError.invalid(
              "only its state, to cancelled", patch.propertyNames().toArray(String[]::new))
          .thrown();
    }
    ObjectNode told = JmapJson.object();
    boolean there =
        post.records()
            .change(
                access.owner(),
                Records.Kind.JOB,
                number(id),
                before -> {
                  ObjectNode now = JmapJson.parseObject(before.json());
                  if (now.path("state").asString("").equals("running")) {
                    work.end(now, "cancelled");
                    told.set("ended", now.path("ended"));
                    told.set("undoId", now.path("undoId"));
                  } else if (!now.path("state").asString("").equals("cancelled")) {
                    throw SetError.invalid("it has ended", "state").thrown();
                  }
                  return BulkWork.content(before, now);
                });
    if (!there) {
      throw SetError.notFound().thrown();
    }
    return told.isEmpty() ? Optional.empty() : Optional.of(told);
  }

  /** One that runs is stopped so, too. */
  @Override
  public void destroy(String id) {
    if (!records.forget(access.owner(), number(id))) {
      throw SetError.notFound().thrown();
    }
  }
}

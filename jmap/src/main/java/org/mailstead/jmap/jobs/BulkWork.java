package org.mailstead.jmap.jobs;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.mail.EmailBulk;
import org.mailstead.jmap.mail.UndoId;
import org.mailstead.jmap.rules.RuleMethods;
import org.mailstead.post.Deed;
import org.mailstead.post.Job;
import org.mailstead.post.Jobs;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.rules.OwnRules;
import org.mailstead.post.rules.RulesOnMail;
import org.mailstead.post.transfer.FileImport;
import org.mailstead.post.transfer.ServerImport;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does jobs. The record in the account of whoever began a job is what counts: it tells what is
 * wanted, how far it is and whether it is still wanted; the job of the server only says when.
 */
public final class BulkWork implements Jobs.Work {
  /** Stored: never change it. */
  public static final String KIND = "jmap.bulk";

  /** Emails of a part. */
  private static final int PART = 500;

  private final Post post;
  private final Directory directory;
  private final EmailBulk bulk;
  private final BlobStore blobs;
  private final FileImport imports;
  private final PullWork pull;
  private final RulesOnMail rulesOnMail;
  private final InstantSource clock;

  public BulkWork(
      Post post, Directory directory, EmailBulk bulk, PullWork pull, InstantSource clock) {
    this.post = post;
    this.directory = directory;
    this.bulk = bulk;
    this.blobs = new BlobStore(post);
    this.imports = new FileImport(post, clock);
    this.pull = pull;
    this.rulesOnMail = new RulesOnMail(post, directory, clock);
    this.clock = clock;
  }

  RulesOnMail rulesOnMail() {
    return rulesOnMail;
  }

  PullWork pull() {
    return pull;
  }

  /** The server's job for a record. */
  static Job job(AccountId account, BulkJob job) {
    String id = "mail-" + account + "-" + job.number();
    return Job.of(id, KIND, account, "emails: " + job.type(), cursor(job), job.count("total"));
  }

  private static byte[] cursor(BulkJob job) {
    return job.id().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static long number(Job job) {
    var id = new String(job.cursor(), java.nio.charset.StandardCharsets.US_ASCII);
    return BulkJob.parse(id).orElseThrow();
  }

  private Optional<BulkJob> find(AccountId account, long number) {
    return post.records()
        .find(account, Records.Kind.JOB, number)
        .map(item -> new BulkJob(number, JmapJson.parseObject(item.json())))
        .filter(BulkJob::isRunning);
  }

  @Override
  public Jobs.Step step(Job job) {
    Optional<BulkJob> found = find(job.account(), number(job));
    if (found.isEmpty()) {
      pull.end(job.account(), number(job));
      return new Jobs.Step.End(job.done(), "it was taken back");
    }
    BulkJob running = found.get();
    try {
      if (running.isPull()) {
        return pulled(job, running);
      }
      EmailBulk.Part came = work(job.account(), running);
      note(job.account(), running, now -> advanced(now, came));
      if (!came.more()) {
        forgetFile(job.account(), running);
      }
      long done = job.done() + came.done();
      return came.more() ? new Jobs.Step.More(job.cursor(), done) : new Jobs.Step.End(done, "done");
    } catch (MethodError | SetError.Thrown e) {
      return fail(job, running, "it can no longer be done");
    } catch (Refused e) {
      return switch (e.problem().kind()) {
        case EXPIRED -> fail(job, running, "it is too long ago");
        case OVER_QUOTA, TOO_MANY -> fail(job, running, "the account is full");
        case INVALID, TOO_LARGE -> fail(job, running, "the file is no mail that can be read");
        case NOT_FOUND, NOT_PERMITTED ->
            fail(job, running, "what it needs is not there for you any more");
        default -> throw e; // tried again later
      };
    }
  }

  private EmailBulk.Part work(AccountId viewer, BulkJob job) {
    Access access = access(viewer, job.text("emailAccountId"));
    long deed = job.count("deed");
    var span = new EmailBulk.Span(job.position(), job.count("until"));
    return switch (job.type()) {
      case "update" -> bulk.update(access, job.filter(), job.patch(), span, PART, deed);
      case "destroy" -> bulk.destroy(access, job.filter(), span, PART, deed);
      case "undo" ->
          bulk.undo(
              access, UndoId.parse(job.text("undoOf")).orElseThrow(), job.position(), PART, deed);
      case "import" -> bringIn(access, job);
      case "rules" -> {
        var rules = rulesOnMail.ready(access.owner(), OwnRules.write(rules(access.owner(), job)));
        yield bulk.edit(access, job.filter(), rules::edit, span, PART, deed);
      }
      case String other -> throw new IllegalStateException("a job of type " + other);
    };
  }

  private List<ObjectNode> rules(AccountId account, BulkJob job) {
    List<String> ids = new ArrayList<>();
    job.json().path("ruleIds").forEach(id -> ids.add(id.asString("")));
    return rules(account, ids);
  }

  /** The rules of these ids, in their order. */
  List<ObjectNode> rules(AccountId account, List<String> ids) {
    return ids.stream()
        .flatMap(id -> RecordIds.parse(RuleMethods.LETTER, id).stream())
        .flatMap(number -> post.records().find(account, Records.Kind.RULE, number).stream())
        .map(item -> JmapJson.parseObject(item.json()))
        .sorted(Comparator.comparingInt(rule -> rule.path("sortOrder").asInt(0)))
        .toList();
  }

  private EmailBulk.Part bringIn(Access access, BulkJob job) {
    ByteSource file =
        blobs
            .find(access, job.text("blobId"))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "blob.missing"));
    var below = ObjectIds.parseMailbox(access.owner(), job.text("mailboxId"));
    var wanted = new FileImport.Wanted(access.owner(), below, job.count("deed"));
    FileImport.Part part = imports.step(wanted, file, job.position());
    return new EmailBulk.Part(
        part.brought(), part.problems(), part.reached(), part.more(), part.percent());
  }

  private Jobs.Step pulled(Job job, BulkJob running) {
    Access access = access(job.account(), running.text("emailAccountId"));
    var below = ObjectIds.parseMailbox(access.owner(), running.text("mailboxId"));
    var wanted = new FileImport.Wanted(access.owner(), below, running.count("deed"));
    return switch (pull.step(running, wanted)) {
      case PullWork.Came.Waits() -> new Jobs.Step.More(job.cursor(), job.done());
      case PullWork.Came.Failed(var part, String why) -> {
        took(job, running, part);
        yield fail(job, running, why);
      }
      case PullWork.Came.Some(var part) -> {
        took(job, running, part);
        long done = job.done() + part.brought();
        if (part.more()) {
          yield new Jobs.Step.More(job.cursor(), done);
        }
        pull.end(job.account(), running.number());
        yield new Jobs.Step.End(done, "done");
      }
    };
  }

  private void took(Job job, BulkJob running, ServerImport.Part part) {
    long looked = running.position() + part.looked();
    int percent =
        part.more()
            ? part.total().map(all -> Math.clamp(looked * 100 / Math.max(1, all), 0, 99)).orElse(0)
            : 100;
    var came = new EmailBulk.Part(part.brought(), part.problems(), looked, part.more(), percent);
    note(
        job.account(),
        running,
        now -> {
          PullWork.note(now, part);
          return advanced(now, came);
        });
  }

  /** What whoever began it may do now: rights may have been taken away meanwhile. */
  private Access access(AccountId viewer, String accountId) {
    return directory
        .account(viewer)
        .map(account -> new Caller(viewer, account.address(), Optional.empty(), "", false))
        .flatMap(caller -> Access.find(caller, post, accountId))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing"));
  }

  private ObjectNode advanced(ObjectNode json, EmailBulk.Part came) {
    json.put("position", came.reached()).put("percent", came.percent());
    json.put("done", json.path("done").asLong(0) + came.done());
    ObjectNode problems = json.withObject("problems");
    came.problems()
        .forEach((type, count) -> problems.put(type, problems.path(type).asInt(0) + count));
    if (!json.path("state").asString("").equals("running")) {
      undoable(json); // what was being done when it was cancelled was done
    } else if (!came.more()) {
      end(json, "done");
    }
    return json;
  }

  /** Notes of one that has ended how, and what undoes it. */
  void end(ObjectNode json, String state) {
    json.remove(PullWork.SEALED);
    json.put("state", state).put("ended", clock.instant().truncatedTo(ChronoUnit.SECONDS) + "");
    undoable(json);
  }

  private void undoable(ObjectNode json) {
    if (json.path("done").asLong(0) > 0) {
      AccountId owner =
          ObjectIds.parseAccount(json.path("emailAccountId").asString("")).orElseThrow();
      long from = json.path("from").asLong(0);
      long to = Math.max(from, post.version(owner));
      json.put("undoId", UndoId.write(new Deed(json.path("deed").asLong(), from, to)));
    }
  }

  private Jobs.Step fail(Job job, BulkJob running, String why) {
    pull.end(job.account(), running.number());
    note(
        job.account(),
        running,
        now -> {
          end(now, "failed");
          return now.put("error", why);
        });
    return new Jobs.Step.End(job.done(), "failed: " + why);
  }

  private void note(AccountId account, BulkJob job, UnaryOperator<ObjectNode> change) {
    boolean _ =
        post.records()
            .change(
                account,
                Records.Kind.JOB,
                job.number(),
                now -> content(now, change.apply(JmapJson.parseObject(now.json()))));
  }

  /** There is to be room for the next file. */
  private void forgetFile(AccountId account, BulkJob job) {
    BlobName.parse(job.text("blobId"))
        .filter(name -> name.kind() == BlobName.Kind.UPLOAD)
        .ifPresent(name -> post.uploads().remove(account, List.of(name.origin().number())));
  }

  /** The file of one that has ended may go. */
  static Records.Content content(Records.Content before, ObjectNode json) {
    boolean running = json.path("state").asString("").equals("running");
    return new Records.Content(
        json.toString(), before.name(), running ? before.uploads() : Set.of());
  }

  /** An administrator has stopped it. */
  @Override
  public void stopped(Job job) {
    pull.end(job.account(), number(job));
    find(job.account(), number(job))
        .ifPresent(running ->
            note(
                job.account(),
                running,
                now -> {
                  end(now, "cancelled");
                  return now;
                }));
  }

  @Override
  public boolean isCancellable() {
    return true;
  }
}

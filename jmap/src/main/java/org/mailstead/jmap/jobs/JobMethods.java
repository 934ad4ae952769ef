package org.mailstead.jmap.jobs;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.mail.EmailBulk;
import org.mailstead.jmap.rules.RuleMethods;
import org.mailstead.post.Job;
import org.mailstead.post.Jobs;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.transfer.imap.ImapServer;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * Job/get, /changes and /set, in one's own account; the emails may be another's who shares them.
 */
public final class JobMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:jobs";

  /** From other servers, at a time in an account. */
  private static final int MOST_PULLS = 3;

  private final Post post;
  private final Jobs jobs;
  private final EmailBulk bulk;
  private final BulkWork work;
  private final RecordStates states;
  private final JobRecords records;
  private final RuleMethods rules;

  public JobMethods(
      Post post,
      Jobs jobs,
      EmailBulk bulk,
      BulkWork work,
      SecureRandom random,
      InstantSource clock) {
    this.post = post;
    this.jobs = jobs;
    this.bulk = bulk;
    this.work = work;
    this.states = new RecordStates(post, Records.Kind.JOB);
    this.records = new JobRecords(post, random, clock);
    this.rules = new RuleMethods(post, bulk, work.rulesOnMail());
  }

  public void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "Job/get", this::get)
        .add(CAPABILITY, "Job/changes", this::changes)
        .add(CAPABILITY, "Job/set", this::set);
    rules.addTo(methods);
  }

  public static Schema<?> schema() {
    return BulkJob.SCHEMA;
  }

  /** What the session object says of an account. */
  public static ObjectNode capability() {
    return JmapJson.object().put("maxJobs", JobRecords.MOST);
  }

  String state(Access access) {
    return states.now(access);
  }

  /**
   * A job of the operator's that brings in all mail from a server; whoever asks begins it.
   *
   * @throws Refused RATE_LIMITED when some go on already
   */
  public Job pull(AccountId account, ImapServer server, String password) {
    if (pulls(account) >= MOST_PULLS) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "job.too-many", "" + MOST_PULLS);
    }
    ObjectNode json = records.beginning("import", account).put("position", 0);
    json.put(PullWork.OPERATORS, true);
    work.pull().write(json, account, server, password);
    return BulkWork.job(account, records.keep(account, json, Set.of()));
  }

  void needPull(AccountId account) {
    if (pulls(account) >= MOST_PULLS || !work.pull().mayBegin(account)) {
      throw new SetError("rateLimit", "a few at a time, and not too often").thrown();
    }
  }

  private long pulls(AccountId account) {
    return records.all(account).stream().filter(job -> job.isRunning() && job.isPull()).count();
  }

  /** How the job ended, when it has failed. */
  public Optional<String> failure(Job job) {
    return records.all(job.account()).stream()
        .filter(one -> BulkWork.job(job.account(), one).id().equals(job.id()))
        .map(one -> one.text("error"))
        .filter(error -> !error.isEmpty())
        .findFirst();
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = BulkJob.SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    String state = states.now(access);
    List<BulkJob> all = records.all(access.owner());
    all.stream().filter(BulkJob::isRunning).forEach(job -> goOn(access, job));
    var got = new Got();
    for (String id : ids.orElseGet(() -> all.stream().map(BulkJob::id).toList())) {
      all.stream()
          .filter(one -> exchange.real(id).equals(Optional.of(one.id())))
          .findFirst()
          .ifPresentOrElse(
              one -> exchange.needRoom(got.add(BulkJob.SCHEMA.write(one, wanted))),
              () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  /** A crash may have come between the record and what makes the server do it. */
  private void goOn(Access access, BulkJob job) {
    Job wanted = BulkWork.job(access.owner(), job);
    if (jobs.find(wanted.id()).filter(Job::isRunning).isEmpty()) {
      jobs.begin(wanted);
    }
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    exchange.reply(states.changes(asked, in, access, BulkJob::id));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(
        setting.run(new JobSetting(post, jobs, bulk, work, this, records, exchange, access)));
  }
}

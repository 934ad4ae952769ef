package org.mailstead.jmap.jobs;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.mail.UndoMethods;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** The records of jobs in the accounts of those who began them. */
final class JobRecords {
  /** How long it is told how a job ended. */
  private static final Duration KEPT = Duration.ofDays(7);

  /** Of one account: running ones, and those that ended lately. */
  static final int MOST = 100;

  private final Post post;
  private final SecureRandom random;
  private final InstantSource clock;

  JobRecords(Post post, SecureRandom random, InstantSource clock) {
    this.post = post;
    this.random = random;
    this.clock = clock;
  }

  List<BulkJob> all(AccountId account) {
    return post.records().all(account, Records.Kind.JOB).stream()
        .map(item -> new BulkJob(item.id(), JmapJson.parseObject(item.json())))
        .toList();
  }

  /**
   * What a job begins with.
   *
   * @param emails whose emails
   */
  ObjectNode beginning(String type, AccountId emails) {
    ObjectNode json = JmapJson.object();
    json.put("type", type).put("emailAccountId", ObjectIds.account(emails));
    json.put("state", "running").put("done", 0).putObject("problems");
    json.put("deed", UndoMethods.newDeed(random)).put("from", post.version(emails));
    json.put("begun", clock.instant().truncatedTo(ChronoUnit.SECONDS) + "");
    return json;
  }

  /**
   * Keeps one.
   *
   * @param held uploads that stay as long as the job needs them
   */
  BulkJob keep(AccountId account, ObjectNode json, Set<Long> held) {
    makeRoom(account);
    var content = new Records.Content(json.toString(), Optional.empty(), held);
    return new BulkJob(post.records().create(account, Records.Kind.JOB, content), json);
  }

  /** Forgets those that ended long ago, and the oldest of those that ended when there are many. */
  private void makeRoom(AccountId account) {
    List<BulkJob> all = all(account);
    List<BulkJob> ended =
        all.stream()
            .filter(job -> job.ended().isPresent())
            .sorted(Comparator.comparing(job -> job.ended().orElseThrow()))
            .toList();
    int over = all.size() - MOST + 1;
    Instant old = clock.instant().minus(KEPT);
    for (int i = 0; i < ended.size(); i++) {
      if (i < over || ended.get(i).ended().orElseThrow().isBefore(old)) {
        boolean _ = forget(account, ended.get(i).number());
      }
    }
  }

  boolean forget(AccountId account, long number) {
    return post.records().destroy(account, Records.Kind.JOB, number);
  }
}

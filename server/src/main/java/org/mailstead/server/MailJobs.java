package org.mailstead.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.jmap.jobs.BulkWork;
import org.mailstead.jmap.jobs.JobMethods;
import org.mailstead.jmap.jobs.PullWork;
import org.mailstead.jmap.mail.EmailBulk;
import org.mailstead.post.Jobs;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;

/** The jobs that people begin: they go on with the timers, before the rooms are open. */
final class MailJobs {
  private final JobMethods methods;
  private volatile Optional<MailSearch> search = Optional.empty();

  /**
   * @param hosts servers that people bring their mail in from
   * @param secrets seals the passwords for that
   */
  MailJobs(
      Post post,
      Directory directory,
      Jobs jobs,
      PullWork.Reaching hosts,
      Secrets secrets,
      InstantSource clock) {
    var bulk = new EmailBulk(post, () -> search, clock);
    var pull = new PullWork(post, hosts, secrets, clock);
    var work = new BulkWork(post, directory, bulk, pull, clock);
    jobs.on(BulkWork.KIND, work);
    this.methods = new JobMethods(post, jobs, bulk, work, new SecureRandom(), clock);
  }

  /** From now on texts are looked for in the index. */
  void searchBy(Optional<MailSearch> index) {
    search = index;
  }

  JobMethods methods() {
    return methods;
  }
}

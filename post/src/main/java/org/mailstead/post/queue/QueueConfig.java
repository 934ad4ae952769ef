package org.mailstead.post.queue;

import java.time.Duration;
import org.mailstead.post.sending.SendingConfig;
import org.mailstead.post.sending.SendingRules;

/**
 * How the queue works.
 *
 * @param hostname what we call ourselves at other servers; reports come from its mailer-daemon
 * @param port where other servers listen
 * @param sending whether mail for other servers goes out; else it is held
 * @param firstRetry after the first failure; each further pause is twice the one before
 * @param longestRetry the longest pause
 * @param giveUp after this time a sender gets the report that it could not be done
 * @param quotaGiveUp the same for mailboxes of ours that are full
 * @param delayReport after this time a sender is told that it is still being tried
 * @param perDestination transactions at the same time with one destination, at most: how many it
 *     likes is found out
 * @param connections transactions at the same time with all of them
 * @param workers deliveries into mailboxes of ours at the same time
 * @param traced for how long it is kept what happened to messages; zero for not at all
 * @param tlsReports whether others are told how safe our connections to them were
 * @param ownSenders what our own people may send
 */
public record QueueConfig(
    String hostname,
    int port,
    boolean sending,
    Duration firstRetry,
    Duration longestRetry,
    Duration giveUp,
    Duration quotaGiveUp,
    Duration delayReport,
    int perDestination,
    int connections,
    int workers,
    Duration traced,
    boolean tlsReports,
    SendingRules ownSenders) {
  public QueueConfig {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
    if (firstRetry.toMillis() < 1 || longestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("pauses from " + firstRetry + " to " + longestRetry);
    }
    if (perDestination < 1 || connections < 1 || workers < 1) {
      throw new IllegalArgumentException("nothing could ever be delivered");
    }
  }

  /** The usual times and limits. */
  public static QueueConfig of(String hostname, int port, boolean sending) {
    return new QueueConfig(
        hostname,
        port,
        sending,
        Duration.ofMinutes(5),
        Duration.ofHours(4),
        Duration.ofDays(5),
        Duration.ofDays(2),
        Duration.ofHours(4),
        20,
        500,
        32,
        Duration.ofDays(30),
        true,
        _ -> SendingConfig.DEFAULT);
  }

  public QueueConfig traced(Duration time) {
    return with(giveUp, delayReport, perDestination, connections, time, tlsReports, ownSenders);
  }

  /** The same limits for all. */
  public QueueConfig withSenders(SendingConfig all) {
    return withSenders(_ -> all);
  }

  public QueueConfig withSenders(SendingRules rules) {
    return with(giveUp, delayReport, perDestination, connections, traced, tlsReports, rules);
  }

  /** How long mail is tried, and when its sender is told that it is late. */
  public QueueConfig withPatience(Duration end, Duration told) {
    return with(end, told, perDestination, connections, traced, tlsReports, ownSenders);
  }

  public QueueConfig withConnections(int withOne, int withAll) {
    return with(giveUp, delayReport, withOne, withAll, traced, tlsReports, ownSenders);
  }

  public QueueConfig withTlsReports(boolean sent) {
    return with(giveUp, delayReport, perDestination, connections, traced, sent, ownSenders);
  }

  private QueueConfig with(
      Duration end,
      Duration told,
      int withOne,
      int withAll,
      Duration trace,
      boolean reports,
      SendingRules senders) {
    return new QueueConfig(
        hostname,
        port,
        sending,
        firstRetry,
        longestRetry,
        end,
        quotaGiveUp,
        told,
        withOne,
        withAll,
        workers,
        trace,
        reports,
        senders);
  }
}

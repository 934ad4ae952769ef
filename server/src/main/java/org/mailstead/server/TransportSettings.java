package org.mailstead.server;

import java.time.Duration;
import java.util.List;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.post.queue.QueueConfig;
import org.mailstead.post.sending.SendingRules;

/**
 * Mail for other servers: whether it leaves, how it is kept safe on its way, how long it is tried.
 */
final class TransportSettings {
  private static final String GROUP = "Mail for other servers";
  private static final QueueConfig USUAL = QueueConfig.of("localhost", 25, false);

  /** Which resolver may say that DNSSEC vouches for an answer. */
  enum Dnssec {
    /** One on this machine. */
    LOCAL,
    /** Whichever is asked: the way to it is safe. */
    TRUSTED,
    NONE
  }

  static final Setting<Boolean> SENDING =
      Setting.of(
          GROUP,
          "sending",
          new Type.Flag(),
          false,
          """
          Whether mail for other servers is sent. While false it is held in the queue: "mailstead queue
          list" shows it. What was held leaves when this becomes true.\
          """);

  static final Setting<Dnssec> DNSSEC =
      Setting.of(
          GROUP,
          "dnssec",
          OriginSettings.words(List.of(Dnssec.values())),
          Dnssec.LOCAL,
          """
          Whether the resolver is believed when it says that DNSSEC vouches for an answer, on which
          DANE stands: "local" when it runs on this machine, "trusted" always (it validates, and the
          way to it is safe), or "none".\
          """);

  static final Setting<StsPolicy.Mode> POLICY =
      Setting.of(
              GROUP,
              "mta_sts",
              new Type.Choice<>(
                  List.of(StsPolicy.Mode.NONE, StsPolicy.Mode.TESTING, StsPolicy.Mode.ENFORCE),
                  StsPolicy.Mode::word),
              StsPolicy.Mode.NONE,
              """
              What a domain asks of servers that bring it mail (MTA-STS): "none", "testing" (they
              report what is wrong), or "enforce" (they deliver to the right server or not at all). It
              is served at https://mta-sts.DOMAIN/ when the https port is on; "mailstead doctor DOMAIN"
              tells what is lacking.\
              """)
          .downTo(Scope.Level.DOMAIN);

  static final Setting<Boolean> SEAL =
      Setting.of(
              GROUP,
              "arc_seal",
              new Type.Flag(),
              true,
              """
              Whether mail of others that is sent on (by an alias or a rule) tells in a seal of the
              domain that sends it on what was found when it came (ARC), so that the next server may
              believe it although SPF fails there.\
              """)
          .downTo(Scope.Level.DOMAIN);

  private static final Setting<Boolean> TLS_REPORTS =
      Setting.of(
          GROUP,
          "tls_reports",
          new Type.Flag(),
          true,
          """
          Whether domains that ask for it get a report each day of how many of our connections to them
          were as safe as they had to be (RFC 8460).\
          """);

  private static final Setting<Duration> GIVE_UP =
      Setting.of(
          GROUP,
          "give_up",
          new Type.Time(Duration.ofHours(1), Duration.ofDays(30)),
          USUAL.giveUp(),
          """
          For how long mail that cannot be delivered is tried; then its sender gets a report. RFC 5321
          asks for four days or more.\
          """);

  private static final Setting<Duration> DELAY_REPORT =
      Setting.of(
          GROUP,
          "delay_report",
          new Type.Time(Duration.ofMinutes(5), Duration.ofDays(30)),
          USUAL.delayReport(),
          """
          After this time a sender is told that a message is still being tried.\
          """);

  private static final Setting<Integer> PER_DESTINATION =
      Setting.of(
              GROUP,
              "queue_per_destination",
              new Type.Whole(1, 1000),
              USUAL.perDestination(),
              """
              How many connections one other server gets at most; how many it likes is found out.\
              """)
          .when(Effect.RESTART);

  private static final Setting<Integer> CONNECTIONS =
      Setting.of(
              GROUP,
              "queue_connections",
              new Type.Whole(1, 10_000),
              USUAL.connections(),
              """
              How many connections there are to all other servers together, at most.\
              """)
          .when(Effect.RESTART);

  private static final Setting<Integer> TRACE_DAYS =
      Setting.of(
          GROUP,
          "trace_days",
          new Type.Whole(0, 1000),
          (int) USUAL.traced().toDays(),
          """
          For how many days "mailstead trace" and "mailstead sent" know what happened to a message; 0
          for not at all.\
          """);

  private TransportSettings() {}

  static List<Setting<?>> all() {
    return List.of(
        SENDING,
        DNSSEC,
        POLICY,
        SEAL,
        TLS_REPORTS,
        GIVE_UP,
        DELAY_REPORT,
        PER_DESTINATION,
        CONNECTIONS,
        TRACE_DAYS);
  }

  /** How the queue works just now. */
  static QueueConfig queue(BootConfig config, Settings settings, SendingRules senders) {
    return QueueConfig.of(config.hostname(), config.outboundPort(), settings.get(SENDING))
        .traced(Duration.ofDays(settings.get(TRACE_DAYS)))
        .withPatience(settings.get(GIVE_UP), settings.get(DELAY_REPORT))
        .withConnections(settings.get(PER_DESTINATION), settings.get(CONNECTIONS))
        .withTlsReports(settings.get(TLS_REPORTS))
        .withSenders(senders);
  }
}

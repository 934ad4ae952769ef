package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.mailstead.jmap.jobs.PullWork;
import org.mailstead.testkit.FakeImap;
import org.mailstead.wire.Connector;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Where mail is brought in from in tests: one server of this process, made once. */
final class TestImap {
  private static final String ZONE =
      """
      imap.test.     A 127.0.0.1
      inside.test.   A 127.0.0.2
      """;

  static final FakeImap SERVER = new FakeImap(FakeImap.HOST, false);
  static final List<Duration> WAITS = List.of(Duration.ZERO, Duration.ZERO);
  static final PullWork.Reaching HOSTS = reaching();

  private TestImap() {}

  private static PullWork.Reaching reaching() {
    try {
      var resolver =
          new ZoneFileResolver(new ByteArrayInputStream(ZONE.getBytes(ISO_8859_1)), false);
      var connector = new Connector(new Wire(), SERVER.trusted());
      var here = InetAddress.ofLiteral("127.0.0.1");
      var hosts =
          new OutsideHosts(
              resolver,
              connector,
              new OutsideHosts.Reach(
                  here::equals, port -> OutsideHosts.Reach.IMAP.ports().test(port)));
      return new PullWork.Reaching(hosts, hosts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

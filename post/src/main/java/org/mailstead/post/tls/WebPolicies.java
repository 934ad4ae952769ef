package org.mailstead.post.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.wire.Connector;
import org.mailstead.wire.HttpReply;
import org.mailstead.wire.HttpsCalls;
import org.mailstead.wire.dns.Resolver;

/** Fetches policies where RFC 8461 section 3.3 says that they are. */
public final class WebPolicies implements PolicySource {
  private static final Duration WHOLE = Duration.ofMinutes(1);
  private static final String PATH = "/.well-known/mta-sts.txt";

  private final HttpsCalls web;

  /**
   * @param port where web servers listen: 443
   */
  public WebPolicies(Resolver resolver, Connector connector, int port) {
    this.web = new HttpsCalls(resolver, connector, port, WHOLE);
  }

  @Override
  public Fetched fetch(String domain) {
    try {
      HttpReply reply = web.get("mta-sts." + domain, PATH, StsPolicy.MAX_OCTETS);
      // RFC 8461 section 3.3: a redirect would lead out of what the certificate vouches for.
      if (reply.status() != 200) {
        return failed(
            TlsFailure.STS_POLICY_FETCH_ERROR, "the web server answers " + reply.status());
      }
      if (!reply.contentType().equals("text/plain")) {
        return failed(TlsFailure.STS_POLICY_INVALID, "the policy is not text/plain");
      }
      return new Fetched.Got(StsPolicy.parse(new String(reply.body(), ISO_8859_1)));
    } catch (HttpsCalls.Impostor e) {
      return failed(TlsFailure.STS_WEBPKI_INVALID, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(TlsFailure.STS_POLICY_FETCH_ERROR, String.valueOf(e.getMessage()));
    } catch (StsPolicy.Invalid e) {
      return failed(TlsFailure.STS_POLICY_INVALID, e.why());
    }
  }

  private static Fetched failed(TlsFailure failure, String why) {
    return new Fetched.Failed(new TlsProblem(failure, "MTA-STS: " + why));
  }
}

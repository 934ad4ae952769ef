package org.mailstead.filter.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.mailstead.filter.hook.Hook;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;

/**
 * A program that is asked by {@code POST}: {@code multipart/form-data} with a part {@code envelope}
 * (JSON) and a part {@code message}. It answers 204, or 200 and JSON: {@code {"action": "junk",
 * "reason": "…", "points": 3, "fields": {"X-Name": "value"}}}.
 */
public final class WebHook implements Hook {
  /** From the request to its answer. */
  public static final Duration TIME = Duration.ofSeconds(60);

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final URI uri;
  private final Optional<String> token;
  private final Duration time;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER) // the operator names who sees all mail
          .connectTimeout(CONNECT)
          .build();

  /**
   * @param uri http or https
   * @param token that proves us to the program, as a bearer token
   */
  public WebHook(URI uri, Optional<String> token, Duration time) {
    this.uri = uri;
    this.token = token;
    this.time = time;
  }

  /** Without what may be secret in it: user, query. */
  @Override
  public String name() {
    return uri.getScheme() + "://" + uri.getHost() + uri.getPath();
  }

  @Override
  public HookTalk begin(HookEnvelope envelope) {
    return new WebTalk(client, uri, token, time, envelope);
  }
}

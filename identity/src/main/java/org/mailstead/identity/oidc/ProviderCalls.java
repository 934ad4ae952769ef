package org.mailstead.identity.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.mailstead.identity.OidcSettings;
import org.mailstead.wire.Authorities;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Requests to a provider: to addresses that are safe, over in a given time, of bounded size. No
 * redirect is followed, no cookie kept.
 */
final class ProviderCalls implements AutoCloseable {
  private static final Duration WHOLE = Duration.ofSeconds(10);
  private static final int MOST_OCTETS = 256 << 10;

  private final HttpClient client;

  ProviderCalls(OidcSettings settings) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(WHOLE)
            .sslContext(trust(settings.authorities()))
            .build();
  }

  private static SSLContext trust(String pem) {
    try {
      return Authorities.context(pem);
    } catch (CertificateException _) {
      throw new Refused(Problem.Kind.INVALID, "oidc.setting", "ca");
    }
  }

  /** What a provider said. */
  record Said(int status, Map<String, Object> json) {}

  Said get(String address, Map<String, String> headers) throws IOException {
    return send(request(address, headers).GET().build());
  }

  Said post(String address, Map<String, String> headers, String form) throws IOException {
    return send(
        request(address, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private static HttpRequest.Builder request(String address, Map<String, String> headers)
      throws IOException {
    if (!OidcSettings.isAddress(address)) {
      throw new IOException("no safe address: " + address);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(WHOLE)
            .header("Accept", "application/json")
            .header("User-Agent", "Mailstead");
    headers.forEach(request::header);
    return request;
  }

  private Said send(HttpRequest request) throws IOException {
    var body =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_OCTETS);
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, body);
    try {
      HttpResponse<byte[]> got = answer.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
      return new Said(got.statusCode(), json(new String(got.body(), UTF_8)));
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw new IOException(request.uri().getHost() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Map<String, Object> json(String text) throws IOException {
    try {
      return JSONObjectUtils.parse(text, MOST_OCTETS);
    } catch (ParseException e) {
      throw new IOException("the provider's answer is no JSON object", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

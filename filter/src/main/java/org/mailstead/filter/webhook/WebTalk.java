package org.mailstead.filter.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;
import org.mailstead.filter.hook.Opinion;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One message's question. It is asked when the message is over. */
final class WebTalk implements HookTalk {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_ANSWER = 64 << 10;

  private final HttpClient client;
  private final URI uri;
  private final Optional<String> token;
  private final Duration time;
  private final HookEnvelope envelope;
  private final Spool spool = new Spool();
  private Optional<IOException> failure = Optional.empty();

  WebTalk(
      HttpClient client, URI uri, Optional<String> token, Duration time, HookEnvelope envelope) {
    this.client = client;
    this.uri = uri;
    this.token = token;
    this.time = time;
    this.envelope = envelope;
  }

  @Override
  public void header(SignedMessage header) {
    var text = new StringBuilder();
    for (var field : header.header().fields()) {
      text.append(field.name()).append(':').append(field.value().latin1()).append("\r\n");
    }
    byte[] octets = text.append("\r\n").toString().getBytes(ISO_8859_1);
    body(octets, 0, octets.length);
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    if (failure.isPresent()) {
      return;
    }
    try {
      spool.write(bytes, off, len);
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  @Override
  public Opinion finish() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
    try (spool) {
      HttpResponse<InputStream> response = client.send(request(), BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return switch (response.statusCode()) {
          case 204 -> Opinion.NONE;
          case 200 -> answer(in.readNBytes(MOST_ANSWER + 1));
          default -> throw new IOException("it answers " + response.statusCode());
        };
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    }
  }

  private static Opinion answer(byte[] json) throws IOException {
    if (json.length > MOST_ANSWER) {
      throw new IOException("its answer is over " + MOST_ANSWER + " octets");
    }
    return WebAnswer.parse(json);
  }

  private HttpRequest request() throws IOException {
    String boundary = "mailstead-" + UUID.randomUUID();
    String start =
        part(boundary, "envelope", "application/json")
            + json()
            + "\r\n"
            + part(boundary, "message", "message/rfc822");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(time)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofByteArray(start.getBytes(UTF_8)),
                    spool.publisher(),
                    BodyPublishers.ofByteArray(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8))));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request.build();
  }

  private static String part(String boundary, String name, String type) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"; filename=\""
        + name
        + "\"\r\nContent-Type: "
        + type
        + "\r\n\r\n";
  }

  private String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", envelope.id());
    json.put("server", envelope.hostname());
    json.put("client", envelope.client().getHostAddress());
    json.put("helo", envelope.helo());
    json.put("login", envelope.login());
    json.put("encrypted", envelope.encrypted());
    json.put("sender", envelope.sender());
    var recipients = json.putArray("recipients");
    envelope.recipients().forEach(recipients::add);
    return JSON.writeValueAsString(json);
  }

  @Override
  public void close() {
    spool.close();
  }
}

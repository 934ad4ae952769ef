package org.mailstead.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler.Abstract;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Takes a request to its route, and its answer to the client. */
final class Dispatch extends Abstract {
  private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** What every answer says unless it has its own word on it. */
  private static final List<Answer.Header> SAFE =
      List.of(
          new Answer.Header("X-Content-Type-Options", "nosniff"),
          new Answer.Header("X-Frame-Options", "DENY"),
          new Answer.Header("Referrer-Policy", "no-referrer"),
          new Answer.Header("Cross-Origin-Opener-Policy", "same-origin"),
          new Answer.Header("Cross-Origin-Resource-Policy", "same-origin"),
          new Answer.Header(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
                  + " form-action 'none'; frame-ancestors 'none'"),
          new Answer.Header("Cache-Control", "no-store"));

  private static final Answer.Header ONLY_TLS =
      new Answer.Header("Strict-Transport-Security", "max-age=31536000");

  private final Routes routes;
  private final ClientAddress client;
  private final Optional<String> safe;
  private final Sockets sockets;

  Dispatch(Routes routes, ClientAddress client, Optional<String> safe, Sockets sockets) {
    this.sockets = sockets;
    this.routes = routes;
    this.client = client;
    this.safe = safe;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Answer answer;
    try {
      answer = answer(request);
    } catch (Refused e) {
      answer = Problems.answer(e.problem());
    } catch (IOException e) {
      callback.failed(e);
      return true;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(ERROR, "a request failed by a defect: " + request.getMethod(), e);
      answer = Answer.text(500, "a defect of the server; its log has more");
    }
    send(answer, request, response, callback);
    return true;
  }

  private Answer answer(Request request) throws IOException {
    String encoded = Request.getPathInContext(request);
    List<String> path = segments(encoded);
    Optional<Routes.Found> found = routes.find(request.getMethod(), path);
    if (found.isEmpty()) {
      return unknown(request, path);
    }
    var asked = new WebRequest(request, encoded, found.get().captured(), client);
    if (safe.isPresent() && !isOpen(encoded) && !asked.secure() && !asked.isLocal()) {
      return elsewhere(asked, safe.get());
    }
    boolean own = found.get().route().origin() == Routes.Origin.OWN;
    if (own && !READING.contains(request.getMethod()) && asked.isFromElsewhere()) {
      throw new Refused(Problem.Kind.REFUSED, "request.elsewhere");
    }
    return found.get().handler().answer(asked);
  }

  /** What a CA fetches from a port in the clear (RFC 8555 section 8.3). */
  private static boolean isOpen(String path) {
    return path.startsWith("/.well-known/acme-challenge/");
  }

  /** To the same page with TLS; what was sent in the clear by mistake is not sent again. */
  private static Answer elsewhere(WebRequest asked, String origin) {
    if (!READING.contains(asked.method())) {
      throw new Refused(Problem.Kind.NEEDS_TLS, "request.tls");
    }
    String query = asked.query().isEmpty() ? "" : "?" + asked.query();
    return Answer.of(308).with("Location", origin + asked.path() + query);
  }

  private Answer unknown(Request request, List<String> path) {
    Set<String> methods = routes.methods(path);
    if (methods.isEmpty()) {
      return Answer.text(404, "there is no such page");
    }
    String allow = String.join(", ", methods);
    return request.getMethod().equals("OPTIONS")
        ? Answer.of(204).with("Allow", allow + ", OPTIONS")
        : Answer.text(405, "only " + allow).with("Allow", allow);
  }

  private static List<String> segments(String encoded) {
    List<String> segments = new ArrayList<>();
    for (String segment : Routes.segments(encoded)) {
      segments.add(URIUtil.decodePath(segment));
    }
    return segments;
  }

  private static Answer packed(Answer answer, Request request) {
    if (!answer.packable()) {
      return answer;
    }
    Answer varied = answer.with("Vary", "Accept-Encoding");
    String accepted = String.join(",", request.getHeaders().getValuesList("Accept-Encoding"));
    if (answer.body().length < Packing.LEAST || !Packing.takes(accepted, "gzip")) {
      return varied;
    }
    List<Answer.Header> headers = new ArrayList<>(varied.headers());
    headers.add(new Answer.Header("Content-Encoding", "gzip"));
    return new Answer(answer.status(), headers, Packing.gzip(answer.body()));
  }

  private void send(Answer plain, Request request, Response response, Callback callback) {
    Answer answer = packed(plain, request);
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    for (Answer.Header header : answer.headers()) {
      headers.add(header.name(), header.value());
    }
    for (Answer.Header header : SAFE) {
      if (!answer.has(header.name())) {
        headers.put(header.name(), header.value());
      }
    }
    if (request.isSecure()) {
      headers.put(ONLY_TLS.name(), ONLY_TLS.value());
    }
    if (answer.stream().isEmpty()) {
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
      return;
    }
    switch (answer.stream().get()) {
      case Answer.Stream stream -> send(stream, request, response, callback);
      case Answer.Events(var begin) -> {
        headers.put("X-Accel-Buffering", "no"); // proxies are to pass each event on at once
        begin.accept(new HeldAnswer(request, response, callback));
      }
      case Answer.Upgrade upgrade -> open(upgrade, request, response, callback);
    }
  }

  private void open(Answer.Upgrade upgrade, Request request, Response response, Callback callback) {
    String protocol = upgrade.terms().protocol();
    if (!Sockets.speaks(request, protocol)) {
      send(Answer.text(400, "the subprotocol is " + protocol), request, response, callback);
    } else if (!sockets.begin(upgrade, request, response, callback)) {
      Answer other = Answer.text(426, "this is a WebSocket").with("Upgrade", "websocket");
      send(other, request, response, callback);
    }
  }

  private static void send(
      Answer.Stream stream, Request request, Response response, Callback callback) {
    stream
        .length()
        .ifPresent(length -> response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length));
    if (request.getMethod().equals("HEAD")) {
      callback.succeeded();
      return;
    }
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      stream.writing().to(out);
    } catch (IOException | RuntimeException e) {
      // What was sent is too little; the connection is cut, so that nobody takes it for all.
      LOG.log(DEBUG, "an answer was not sent whole", e);
      callback.failed(e);
      return;
    }
    callback.succeeded();
  }

  /** What cannot even be read as a request is answered without a word about the server. */
  static final class Errors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      int status = response.getStatus();
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
      String line = status + " " + HttpStatus.getMessage(status) + "\n";
      response.write(
          true, ByteBuffer.wrap(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)), callback);
      return true;
    }
  }
}

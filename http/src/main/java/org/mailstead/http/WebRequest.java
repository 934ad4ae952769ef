package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What a client asks, with limits on all that it sends. */
public final class WebRequest {
  /** Octets of a body that is not wanted and is read all the same. */
  private static final int MOST_PASSED = 4 << 20;

  private static final int MAX_FIELDS = 200;

  private final Request request;
  private final String path;
  private final Map<String, String> captured;
  private final ClientAddress client;

  WebRequest(Request request, String path, Map<String, String> captured, ClientAddress client) {
    this.request = request;
    this.path = path;
    this.captured = captured;
    this.client = client;
  }

  public String method() {
    return request.getMethod();
  }

  /** As it was asked for, without the query. */
  public String path() {
    return path;
  }

  /** What stood for a name of the route, decoded. */
  public String captured(String name) {
    String value = captured.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no " + name);
    }
    return value;
  }

  /** The whole query as it was sent; empty without one. */
  public String query() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  /**
   * A parameter of the query.
   *
   * @throws Refused INVALID for one that stands there twice: readers would differ
   */
  public Optional<String> query(String name) {
    return Optional.ofNullable(fields(query()).get(name));
  }

  /** All parameters of the query, with the same limits. */
  public Map<String, String> queries() {
    return fields(query());
  }

  /** The parameters of a query that came in another way, with the same limits. */
  public static Map<String, String> queries(String query) {
    return fields(query);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** The value of a {@link Cookie} that this server gave. */
  public Optional<String> cookie(String name) {
    String sent = Cookie.sentName(name, secure());
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(sent))
        .map(cookie -> cookie.getValue())
        .findFirst();
  }

  /** The host that the client named, in lower case, without port. */
  public String host() {
    String name = Request.getServerName(request);
    return name == null ? "" : name.toLowerCase(java.util.Locale.ROOT);
  }

  /** Scheme, host and port as the client named them, such as {@code https://mail.example.org}. */
  public String origin() {
    String authority = header("Host").orElseGet(() -> request.getHttpURI().getAuthority());
    return (secure() ? "https://" : "http://") + authority;
  }

  /** Where the request comes from, past the proxies that are trusted. */
  public InetAddress from() {
    return client.of(request);
  }

  /** Whether nobody on the way could read it. */
  public boolean secure() {
    return request.isSecure() || client.cameSecured(request);
  }

  /** Whether the client is on this machine and no proxy stands between. */
  public boolean isLocal() {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        && peer.getAddress().isLoopbackAddress()
        && header("X-Forwarded-For").isEmpty();
  }

  /**
   * The body.
   *
   * @param most octets
   * @throws Refused TOO_LARGE
   */
  public byte[] body(int most) throws IOException {
    if (request.getLength() > most) {
      throw tooLarge(most);
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] read = in.readNBytes(most + 1);
      if (read.length > most) {
        throw new Refused(Problem.Kind.TOO_LARGE, "request.body", Integer.toString(most));
      }
      return read;
    }
  }

  /**
   * The body as it comes in, however long.
   *
   * @throws Refused TOO_LARGE when it is announced to be
   */
  public InputStream stream(long most) {
    if (request.getLength() > most) {
      throw tooLarge(most);
    }
    return Content.Source.asInputStream(request);
  }

  /**
   * Passes by what is not wanted, unless it is much: who is still sending when the answer comes
   * finds a broken connection in its place.
   */
  private Refused tooLarge(long most) {
    if (request.getLength() <= MOST_PASSED) {
      try (InputStream in = Content.Source.asInputStream(request)) {
        in.skipNBytes(MOST_PASSED);
      } catch (IOException _) {
        // that was all, or nobody is there any more
      }
    }
    return new Refused(Problem.Kind.TOO_LARGE, "request.body", Long.toString(most));
  }

  /**
   * The fields of a form in the body.
   *
   * @throws Refused INVALID when it is none, TOO_LARGE
   */
  public Map<String, String> form(int most) throws IOException {
    String type = header("Content-Type").orElse("");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
      throw new Refused(Problem.Kind.INVALID, "request.type", "application/x-www-form-urlencoded");
    }
    return fields(new String(body(most), UTF_8));
  }

  /** Whether it announces a body (RFC 9112 section 6.3). */
  public boolean hasBody() {
    return header("Transfer-Encoding").isPresent()
        || header("Content-Length").filter(length -> !length.strip().equals("0")).isPresent();
  }

  /**
   * The body as a JSON object.
   *
   * @throws Refused INVALID when it is none, TOO_LARGE
   */
  public Json json(int most) throws IOException {
    String type = header("Content-Type").orElse("");
    // A form of another site can send text/plain without asking; it cannot send this.
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw new Refused(Problem.Kind.INVALID, "request.type", "application/json");
    }
    return Json.parse(body(most));
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    if (text.isEmpty()) {
      return fields;
    }
    List<String> pairs = List.of(text.split("&", MAX_FIELDS + 1));
    if (pairs.size() > MAX_FIELDS) {
      throw new Refused(Problem.Kind.TOO_MANY, "request.fields", Integer.toString(MAX_FIELDS));
    }
    for (String pair : pairs) {
      int at = pair.indexOf('=');
      String name = decoded(at < 0 ? pair : pair.substring(0, at));
      String value = at < 0 ? "" : decoded(pair.substring(at + 1));
      if (!name.isEmpty() && fields.put(name, value) != null) {
        throw new Refused(Problem.Kind.INVALID, "request.twice", name);
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Refused(Problem.Kind.INVALID, "request.encoding");
    }
  }

  /**
   * Whether a browser says that a page of another site sent this. Browsers tell the origin of what
   * changes something; programs that are no browser tell none, and carry nobody's cookies.
   */
  public boolean isFromElsewhere() {
    Optional<String> site = header("Sec-Fetch-Site");
    if (site.isPresent()) {
      return !site.get().equals("same-origin") && !site.get().equals("none");
    }
    Optional<String> origin = Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN));
    return origin.isPresent() && !origin.get().equals(origin());
  }
}

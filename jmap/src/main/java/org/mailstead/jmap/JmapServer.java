package org.mailstead.jmap;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.http.Answer;
import org.mailstead.http.Handler;
import org.mailstead.http.Problems;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobMethods;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.contacts.ContactMethods;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.JmapRequest;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Processor;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.jmap.mdn.MdnMethods;
import org.mailstead.jmap.push.EventStreams;
import org.mailstead.jmap.push.Pusher;
import org.mailstead.jmap.push.SubscriptionMethods;
import org.mailstead.jmap.push.Vapid;
import org.mailstead.jmap.quota.QuotaMethods;
import org.mailstead.jmap.sieve.SieveMethods;
import org.mailstead.jmap.snooze.SnoozeMethods;
import org.mailstead.jmap.submission.Identities;
import org.mailstead.jmap.submission.SubmissionMethods;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.Snoozes;
import org.mailstead.post.Uploads;
import org.mailstead.post.queue.Counter;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/** The room of JMAP: hands its routes to the HTTP server. */
public final class JmapServer implements AutoCloseable {
  /** Where the session object is, below a server's origin. */
  public static final String SESSION = "/jmap/session";

  static final String API = "/jmap/api";
  static final String UPLOAD = "/jmap/upload";
  static final String DOWNLOAD = "/jmap/download";
  static final String EVENTS = "/jmap/events";

  private static final String NO_STORE = "no-cache, no-store, must-revalidate";

  private final Post post;
  private final Supplier<JmapConfig> config;
  private final SignedIn signedIn;

  /** Of an event stream. */
  private static final Duration STREAM_LIFE = Duration.ofHours(1);

  private final SessionObject sessionObject;
  private final Processor processor;
  private final BlobStore blobs;
  private final EventStreams events;
  private final Turns requests =
      new Turns("maxConcurrentRequests", ServerLimits.MAX_CONCURRENT_REQUESTS);
  private final Turns uploads =
      new Turns("maxConcurrentUpload", ServerLimits.MAX_CONCURRENT_UPLOAD);

  /**
   * @param sessions the session that a request's cookie belongs to
   */
  public JmapServer(
      Post post,
      Optional<MailSearch> search,
      Counter counter,
      Snoozes snoozes,
      Pusher pusher,
      Vapid vapid,
      Directory directory,
      Authenticator authenticator,
      Function<WebRequest, Optional<WebSession>> sessions,
      Supplier<JmapConfig> config,
      InstantSource clock) {
    this.post = post;
    this.config = config;
    this.signedIn = new SignedIn(authenticator, directory, sessions, clock);
    this.sessionObject = new SessionObject(post, new Capabilities(config, vapid));
    this.blobs = new BlobStore(post);
    this.events = new EventStreams(post, STREAM_LIFE);
    var methods = new Methods();
    LongSupplier maxMessage = () -> config.get().maxMessage();
    var mail = new MailMethods(methods, post, search, blobs, maxMessage, new SecureRandom(), clock);
    new SubmissionMethods(post, directory, counter, mail.setting(), maxMessage, clock)
        .addTo(methods);
    new BlobMethods(post, blobs, () -> config.get().maxUpload(), MailMethods.CAPABILITY)
        .addTo(methods);
    new SubscriptionMethods(post, pusher, clock).addTo(methods);
    new QuotaMethods(post).addTo(methods);
    new ContactMethods(post, blobs, clock).addTo(methods);
    new SieveMethods(post, blobs).addTo(methods);
    new SnoozeMethods(post, snoozes, clock).addTo(methods);
    var identities = new Identities(post, directory);
    new MdnMethods(post, blobs, identities, counter, mail.setting(), maxMessage, clock)
        .addTo(methods);
    methods.capability(Capabilities.VAPID);
    this.processor = new Processor(methods);
  }

  public Routes routes() {
    return new Routes()
        .on("GET", "/.well-known/jmap", Routes.Origin.ANY, this::session)
        .on("GET", SESSION, Routes.Origin.ANY, this::session)
        .on("POST", API, Routes.Origin.ANY, this::api)
        .on("POST", UPLOAD + "/{account}", Routes.Origin.ANY, this::upload)
        .on("POST", UPLOAD + "/{account}/{rest*}", Routes.Origin.ANY, this::upload)
        .on(
            "GET",
            EVENTS,
            Routes.Origin.ANY,
            request -> events.answer(request, signedIn.of(request)))
        .on("GET", DOWNLOAD + "/{account}/{blob}/{name*}", Routes.Origin.ANY, this::download)
        .wrapped(this::guarded);
  }

  /**
   * No password, no token and no mail over a line that others can read; errors as JMAP has them.
   */
  private Handler guarded(Handler handler) {
    return request -> {
      if (!request.secure() && !request.isLocal()) {
        throw new Refused(Problem.Kind.NEEDS_TLS, "request.tls");
      }
      try {
        return handler.answer(request);
      } catch (RequestError e) {
        return problem(e.status(), e.json());
      } catch (Refused e) {
        return refused(request, e);
      }
    };
  }

  private static Answer problem(int status, ObjectNode json) {
    return Answer.of(
        status,
        "application/problem+json",
        json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static Answer refused(WebRequest request, Refused e) {
    Answer answer = Problems.answer(e.problem());
    if (answer.status() != 401) {
      return answer;
    }
    // A browser would ask for a name and a password by itself; its pages know better.
    boolean browser = request.header("Sec-Fetch-Site").isPresent();
    Answer challenged = answer.with("WWW-Authenticate", "Bearer");
    return browser
        ? challenged
        : challenged.with("WWW-Authenticate", "Basic realm=\"mail\", charset=\"UTF-8\"");
  }

  private Answer session(WebRequest request) {
    Caller caller = signedIn.of(request);
    return Answer.json(200, sessionObject.of(caller, request.origin()))
        .with("Cache-Control", NO_STORE);
  }

  private Answer api(WebRequest request) throws IOException {
    Caller caller = signedIn.of(request);
    try (Turns.Turn _ = requests.take(caller.account())) {
      String type = request.header("Content-Type").orElse("");
      // A form of another site can send text/plain without asking; it cannot send this.
      if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
        throw RequestError.notJson("the content type is to be application/json");
      }
      JmapRequest asked = JmapRequest.parse(body(request));
      return Answer.json(200, processor.run(asked, caller, sessionObject.state(caller)));
    }
  }

  private static byte[] body(WebRequest request) throws IOException {
    try {
      return request.body(ServerLimits.MAX_SIZE_REQUEST);
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.TOO_LARGE) {
        throw RequestError.limit(
            "maxSizeRequest", "at most " + ServerLimits.MAX_SIZE_REQUEST + " octets");
      }
      throw e;
    }
  }

  private Access access(WebRequest request, Caller caller) {
    return Access.find(caller, post, request.captured("account"))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing"));
  }

  private Answer upload(WebRequest request) throws IOException {
    Caller caller = signedIn.of(request);
    Access access = access(request, caller);
    if (access.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.read-only");
    }
    try (Turns.Turn _ = uploads.take(caller.account());
        InputStream in = request.stream(config.get().maxUpload())) {
      Uploads.Upload made = blobs.upload(access, in, config.get().maxUpload());
      ObjectNode json = JmapJson.object();
      json.put("accountId", request.captured("account"));
      json.put("blobId", BlobName.upload(access.owner().value(), made.number()).toString());
      json.put("type", request.header("Content-Type").orElse("application/octet-stream"));
      json.put("size", made.size());
      return Answer.json(201, json);
    }
  }

  private Answer download(WebRequest request) {
    Caller caller = signedIn.of(request);
    Access access = access(request, caller);
    ByteSource octets =
        blobs
            .find(access, request.captured("blob"))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "blob.missing"));
    return Download.answer(octets, request.captured("name"), request.query("accept"));
  }

  @Override
  public void close() {
    events.close();
    signedIn.close();
  }
}

package org.mailstead.jmap;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.http.Answer;
import org.mailstead.http.CrossOrigin;
import org.mailstead.http.Handler;
import org.mailstead.http.Problems;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobLink;
import org.mailstead.jmap.blob.BlobLinkMethods;
import org.mailstead.jmap.blob.BlobLinks;
import org.mailstead.jmap.blob.BlobMethods;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.contacts.ContactMethods;
import org.mailstead.jmap.core.Caller;
import org.mailstead.jmap.core.Gate;
import org.mailstead.jmap.core.JmapRequest;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Processor;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.Turns;
import org.mailstead.jmap.images.Images;
import org.mailstead.jmap.jobs.JobMethods;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.jmap.mdn.MdnMethods;
import org.mailstead.jmap.push.EventStreams;
import org.mailstead.jmap.push.Pusher;
import org.mailstead.jmap.push.SubscriptionMethods;
import org.mailstead.jmap.push.Vapid;
import org.mailstead.jmap.quota.QuotaMethods;
import org.mailstead.jmap.quota.UsageMethod;
import org.mailstead.jmap.rules.SweepMethods;
import org.mailstead.jmap.search.SearchMethods;
import org.mailstead.jmap.settings.SettingsMethods;
import org.mailstead.jmap.sharing.SharingMethods;
import org.mailstead.jmap.sieve.SieveMethods;
import org.mailstead.jmap.snooze.SnoozeMethods;
import org.mailstead.jmap.socket.JmapSockets;
import org.mailstead.jmap.submission.Identities;
import org.mailstead.jmap.submission.SubmissionMethods;
import org.mailstead.jmap.thumbnails.Thumbnails;
import org.mailstead.jmap.trace.TraceMethods;
import org.mailstead.jmap.unsubscribe.UnsubscribeMethods;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.SignedMail;
import org.mailstead.post.Snoozes;
import org.mailstead.post.Uploads;
import org.mailstead.post.queue.Counter;
import org.mailstead.post.rules.Sweeps;
import org.mailstead.wire.OutsideWeb;
import org.mailstead.words.AccountId;
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
  private static final String PART = UPLOAD + "/{account}/{number}";
  static final String EVENTS = "/jmap/events";
  static final String SOCKET = "/jmap/ws";

  private static final String NO_STORE = "no-cache, no-store, must-revalidate";

  private final Post post;
  private final Supplier<JmapConfig> config;
  private final SignedIn signedIn;

  /** Of an event stream. */
  private static final Duration STREAM_LIFE = Duration.ofHours(1);

  /** After so long a silence a socket's client is asked whether it is there. */
  private static final Duration PING = Duration.ofMinutes(1);

  /** Requests of all accounts; beyond that they only take each other's time and memory. */
  private static final int AT_ONCE = Math.max(16, 8 * Runtime.getRuntime().availableProcessors());

  private static final int MOST_WAITING = 500;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final SessionObject sessionObject;
  private final Processor processor;
  private final BlobStore blobs;
  private final LinkCalls links;
  private final PartialUpload partial;
  private final Export export;
  private final AttachmentsZip attachments;
  private final Images images;
  private final Thumbnails thumbnails;
  private final EventStreams events;
  private final JmapSockets sockets;
  private final Turns requests =
      new Turns("maxConcurrentRequests", ServerLimits.MAX_CONCURRENT_REQUESTS);

  /** Of all accounts: requests that are read already and have their account's turn. */
  private final Gate gate = new Gate(AT_ONCE, MOST_WAITING, LONGEST_WAIT);

  private final Turns uploads =
      new Turns("maxConcurrentUpload", ServerLimits.MAX_CONCURRENT_UPLOAD);

  /**
   * @param browsers the sessions of browsers
   * @param listed whether an account is shown all others of its tenant
   */
  public JmapServer(
      Post post,
      Optional<MailSearch> search,
      SignedMail signed,
      Counter counter,
      Snoozes snoozes,
      Sweeps sweeps,
      JobMethods jobs,
      Pusher pusher,
      Vapid vapid,
      OutsideWeb web,
      Images images,
      Directory directory,
      Authenticator authenticator,
      Browsers browsers,
      Supplier<JmapConfig> config,
      Predicate<AccountId> listed,
      InstantSource clock) {
    this.post = post;
    this.config = config;
    this.signedIn = new SignedIn(authenticator, directory, browsers, clock);
    this.images = images;
    this.sessionObject = new SessionObject(post, new Capabilities(config, vapid, images::proxied));
    this.blobs = new BlobStore(post);
    this.thumbnails = new Thumbnails(blobs);
    this.events = new EventStreams(post, STREAM_LIFE);
    var methods = new Methods();
    LongSupplier maxMessage = () -> config.get().maxMessage();
    var mail =
        new MailMethods(
            methods, post, search, signed, blobs, maxMessage, new SecureRandom(), clock);
    new SubmissionMethods(post, directory, counter, snoozes, mail.setting(), maxMessage, clock)
        .addTo(methods);
    new BlobMethods(post, blobs, () -> config.get().maxBlob(), MailMethods.CAPABILITY)
        .addTo(methods);
    new SubscriptionMethods(post, pusher, clock).addTo(methods);
    new QuotaMethods(post).addTo(methods);
    new UsageMethod(post).addTo(methods);
    new ContactMethods(post, blobs, clock).addTo(methods);
    new SieveMethods(post, blobs).addTo(methods);
    new SharingMethods(post, directory, listed).addTo(methods);
    methods.capability(MailMethods.SHARE);
    methods.capability(MailMethods.SMIME);
    methods.capability(MailMethods.UNPACKED);
    methods.capability(SessionObject.ROLES);
    new SnoozeMethods(post, snoozes, clock).addTo(methods);
    new SettingsMethods(post).addTo(methods);
    jobs.addTo(methods);
    new SweepMethods(post, sweeps).addTo(methods);
    new TraceMethods(post).addTo(methods);
    new UnsubscribeMethods(post, web).addTo(methods);
    var identities = new Identities(post, directory);
    new MdnMethods(post, blobs, identities, counter, mail.setting(), maxMessage, clock)
        .addTo(methods);
    new SearchMethods(post, search, clock).addTo(methods);
    this.partial = new PartialUpload(post.partialUploads(), () -> config.get().maxUpload());
    var links =
        new BlobLinks(
            post, directory, blobs, authenticator::generation, authenticator::stands, clock);
    this.links = new LinkCalls(links);
    new BlobLinkMethods(post, blobs, links).addTo(methods);
    this.export = new Export(post);
    this.attachments = new AttachmentsZip(post);
    methods.capability(Export.CAPABILITY);
    methods.capability(Capabilities.VAPID);
    methods.capability(Images.CAPABILITY);
    methods.capability(Thumbnails.CAPABILITY);
    methods.capability(JmapSockets.CAPABILITY);
    this.processor = new Processor(methods);
    this.sockets = new JmapSockets(post, requests, this::run, PING);
  }

  public Routes routes() {
    Routes routes =
        new Routes()
            .on("GET", "/.well-known/jmap", Routes.Origin.ANY, this::session)
            .on("GET", SESSION, Routes.Origin.ANY, this::session)
            .on("POST", API, Routes.Origin.ANY, this::api)
            .on("POST", UPLOAD + "/{account}", Routes.Origin.ANY, uploading(this::upload))
            .on("POST", UPLOAD + "/{account}/{rest*}", Routes.Origin.ANY, uploading(this::upload))
            .on("HEAD", PART, Routes.Origin.ANY, uploading(partial::tell))
            .on("PATCH", PART, Routes.Origin.ANY, uploading(partial::append))
            .on("DELETE", PART, Routes.Origin.ANY, uploading(partial::cancel))
            .on("GET", EVENTS, Routes.Origin.ANY, this::events)
            .on("GET", SOCKET, Routes.Origin.ANY, this::socket)
            .on("GET", DOWNLOAD + "/{account}/{blob}/{name*}", Routes.Origin.ANY, this::download)
            .on("GET", Export.PATH + "/{account}/{name*}", Routes.Origin.ANY, this::export)
            .on(
                "GET",
                AttachmentsZip.PATH + "/{account}/{email}/{name*}",
                Routes.Origin.ANY,
                this::attachments)
            .on("GET", Images.PATH + "/{account}/{email}", Routes.Origin.ANY, this::image)
            .on("GET", Thumbnails.PATH + "/{account}/{blob}", Routes.Origin.ANY, this::thumbnail)
            .on("GET", BlobLink.PATH, Routes.Origin.ANY, links::get)
            .on("POST", BlobLink.PATH, Routes.Origin.ANY, links::post)
            .wrapped(this::guarded);
    return new CrossOrigin(() -> config.get().origins()).over(routes);
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
        .with("Cache-Control", NO_STORE)
        .asPackable();
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
      return Answer.json(200, run(asked, caller)).asPackable();
    }
  }

  private ObjectNode run(JmapRequest request, Caller caller) {
    try (Turns.Turn _ = gate.enter(caller.account())) {
      return processor.run(request, caller, sessionObject.state(caller));
    }
  }

  private Answer events(WebRequest request) {
    return events.answer(request, signedIn.of(request), signedIn.admission(request));
  }

  /**
   * A browser lets pages of all sites open sockets, sends its cookies with them, and asks nobody
   * before: who comes with a cookie has to come from a page of ours, and to say so.
   */
  private Answer socket(WebRequest request) {
    Caller caller = signedIn.of(request);
    boolean own = request.header("Origin").filter(request.origin()::equals).isPresent();
    if (request.header("Authorization").isEmpty() && !own) {
      throw new Refused(Problem.Kind.REFUSED, "request.elsewhere");
    }
    return sockets.answer(caller, signedIn.admission(request));
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

  /** What changes something in an account's uploads, one of some at once. */
  @FunctionalInterface
  private interface Uploading {
    Answer answer(WebRequest request, Access access) throws IOException;
  }

  private Handler uploading(Uploading work) {
    return request -> {
      Caller caller = signedIn.of(request);
      Access access = access(request, caller);
      if (access.readOnly()) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "login.read-only");
      }
      try (Turns.Turn _ = uploads.take(caller.account())) {
        return work.answer(request, access);
      }
    };
  }

  private Answer upload(WebRequest request, Access access) throws IOException {
    if (request.header(PartialUpload.COMPLETE).isPresent()) {
      return partial.begin(request, access);
    }
    try (InputStream in = request.stream(config.get().maxUpload())) {
      Uploads.Upload made = blobs.upload(access, in, config.get().maxUpload());
      String type = request.header("Content-Type").orElse("application/octet-stream");
      return Answer.json(201, PartialUpload.json(access, made, type));
    }
  }

  private Answer download(WebRequest request) {
    Caller caller = signedIn.of(request);
    Access access = access(request, caller);
    ByteSource octets =
        blobs
            .find(access, request.captured("blob"))
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "blob.missing"));
    return Download.answer(request, octets, request.captured("blob"), Download.FOR_EVER);
  }

  private Answer attachments(WebRequest request) {
    return attachments.answer(request, access(request, signedIn.of(request)));
  }

  private Answer export(WebRequest request) {
    return export.answer(request, access(request, signedIn.of(request)));
  }

  private Answer image(WebRequest request) {
    Access access = access(request, signedIn.of(request));
    String url = request.query("url").orElse("");
    return images.answer(access, request.captured("email"), url);
  }

  private Answer thumbnail(WebRequest request) {
    return thumbnails.answer(request, access(request, signedIn.of(request)));
  }

  @Override
  public void close() {
    events.close();
    thumbnails.close();
    signedIn.close();
  }
}

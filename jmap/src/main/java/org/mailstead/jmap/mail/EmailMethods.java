package org.mailstead.jmap.mail;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.QueryChanges;
import org.mailstead.jmap.core.Window;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.AccountView;
import org.mailstead.post.Difference;
import org.mailstead.post.Email;
import org.mailstead.post.Keywords;
import org.mailstead.post.MailSearch;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.SignedMail;
import tools.jackson.databind.node.ObjectNode;

/** Email/get, changes, query, queryChanges and parse (RFC 8621 section 4): what reads. */
final class EmailMethods {
  /** Ids of one answer to a query. */
  private static final int MOST_RESULTS = 50_000;

  private static final int MOST_PARSED = 100;

  private final Post post;
  private final BlobStore blobs;
  private final MailStates states;
  private final Optional<MailSearch> search;
  private final SignedMail signed;
  private final InstantSource clock;

  EmailMethods(
      Post post,
      Optional<MailSearch> search,
      SignedMail signed,
      BlobStore blobs,
      MailStates states,
      InstantSource clock) {
    this.post = post;
    this.clock = clock;
    this.search = search;
    this.signed = signed;
    this.blobs = blobs;
    this.states = states;
  }

  void addTo(Methods methods, String capability) {
    methods
        .add(capability, "Email/get", this::get)
        .add(capability, "Email/changes", this::changes)
        .add(capability, "Email/query", this::query)
        .add(capability, "Email/queryChanges", this::queryChanges)
        .add(capability, "Email/parse", this::parse);
  }

  private void get(Exchange exchange, Arguments in) {
    String account = in.id("accountId");
    Optional<List<String>> ids = in.ids("ids");
    EmailFetch fetch = EmailFetch.get(in, name -> EmailSchema.mayUse(exchange, name));
    in.done();
    Access access = Access.of(exchange, post, account);
    String before = states.now(access, MailStates.Kind.EMAIL);
    AccountView view = post.view(access.owner());
    var reached = new Difference.Point(view.version(), 0);
    String state = states.told(access, MailStates.Kind.EMAIL, before, reached);
    List<String> wanted = ids.orElseGet(() -> all(access, view));
    Got.needFew(wanted);
    var got = new Got();
    Map<String, AccountEmail> found = new LinkedHashMap<>();
    for (String id : wanted) {
      exchange
          .real(id)
          .flatMap(real -> find(access, view, real))
          .ifPresentOrElse(email -> found.put(id, email), () -> got.missing(id));
    }
    Keywords keywords = post.keywords(access.owner());
    Map<Long, Email> rows =
        post.emails()
            .get(access.owner(), found.values().stream().map(AccountEmail::number).toList());
    long size = 0;
    var unpacking = new Unpacked.Work(fetch);
    try (SignedMail.Round signatures = signed.round(access.owner())) {
      for (Map.Entry<String, AccountEmail> one : found.entrySet()) {
        AccountEmail email = one.getValue();
        Email row = rows.get(email.number());
        if (row == null) {
          got.missing(one.getKey()); // removed for good since the view was made
        } else {
          var source = EmailSource.of(post, access, email, row, keywords, signatures);
          unpacking.add(source);
          ObjectNode written = EmailSchema.write(source, fetch);
          size += JmapJson.size(written);
          exchange.needRoom(size);
          got.add(written);
        }
      }
    }
    exchange.reply(got.answer(account, state));
  }

  private static List<String> all(Access access, AccountView view) {
    List<String> ids = new ArrayList<>();
    view.each(email -> access.see(email).ifPresent(one -> ids.add(ObjectIds.email(one.origin()))));
    return ids;
  }

  private Optional<AccountEmail> find(Access access, AccountView view, String id) {
    return ObjectIds.parseEmail(id)
        .flatMap(origin ->
            post.emails()
                .find(access.owner(), origin)
                .flatMap(view::find)
                .filter(email -> email.origin().equals(origin)))
        .flatMap(access::see);
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    in.done();
    Access access = Access.of(exchange, post, asked.accountId());
    var since = MailStates.since(access, asked.sinceState());
    String now = states.now(access, MailStates.Kind.EMAIL);
    var difference =
        post.differences()
            .within(access.visible())
            .emails(access.owner(), post.view(access.owner()), since, asked.most())
            .orElseThrow(MethodError::cannotCalculateChanges);
    String state = states.told(access, MailStates.Kind.EMAIL, now, difference.reached());
    exchange.reply(MailStates.answer(asked, access, difference, state, ObjectIds::email));
  }

  private void query(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    EmailQuery query = read(exchange, access, in);
    Window window = Window.read(in);
    in.done();
    String state = states.now(access, MailStates.Kind.EMAIL);
    EmailQuery.Found found =
        query.run(post, search, signed, access, post.view(access.owner()), window.enough());
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.put("queryState", state).put("canCalculateChanges", !query.isOfTime());
    window.write(json, found.emails(), email -> ObjectIds.email(email.origin()), MOST_RESULTS);
    if (exchange.uses(TypedSearch.CAPABILITY) && query.looksForText()) {
      json.putObject("searched").put("done", found.searched()).put("total", found.total());
    }
    exchange.reply(json);
  }

  private EmailQuery read(Exchange exchange, Access access, Arguments in) {
    return EmailQuery.read(access, typed(exchange, access), exchange.uses(MailMethods.SMIME), in);
  }

  private Optional<TypedSearch> typed(Exchange exchange, Access access) {
    return TypedSearch.of(exchange, post, access, clock);
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    QueryChanges asked = QueryChanges.read(in);
    Access access = Access.of(exchange, post, asked.accountId());
    EmailQuery query = read(exchange, access, in);
    in.done();
    if (query.isOfTime()) {
      throw MethodError.cannotCalculateChanges(); // certificates expire without a change
    }
    var since = MailStates.since(access, asked.sinceQueryState());
    String now = states.now(access, MailStates.Kind.EMAIL);
    AccountView view = post.view(access.owner());
    Map<Long, Email.Origin> touched =
        post.differences()
            .within(access.visible())
            .touched(access.owner(), view, since.version())
            .orElseThrow(MethodError::cannotCalculateChanges);
    Set<String> ids = new LinkedHashSet<>();
    touched.values().forEach(origin -> ids.add(ObjectIds.email(origin)));
    if (query.isOfThread() && !touched.isEmpty()) {
      ids.addAll(ofThreads(access, view, touched.keySet()));
    }
    List<String> results =
        query.run(post, search, signed, access, view, Long.MAX_VALUE).emails().stream()
            .map(email -> ObjectIds.email(email.origin()))
            .toList();
    exchange.reply(asked.answer(now, ids, results));
  }

  /** All emails of the threads of some, those that are gone from there too. */
  private Set<String> ofThreads(Access access, AccountView view, Set<Long> numbers) {
    Set<Long> threads = new HashSet<>();
    post.emails()
        .get(access.owner(), numbers)
        .values()
        .forEach(email -> threads.add(email.thread()));
    Set<String> ids = new LinkedHashSet<>();
    view.each(email -> {
      if (threads.contains(email.thread()) && access.see(email).isPresent()) {
        ids.add(ObjectIds.email(email.origin()));
      }
    });
    return ids;
  }

  private void parse(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    List<String> ids =
        in.ids("blobIds").orElseThrow(() -> MethodError.invalidArguments("blobIds is to be given"));
    EmailFetch fetch = EmailFetch.parse(in, name -> EmailSchema.mayUse(exchange, name));
    in.done();
    if (ids.size() > MOST_PARSED) {
      throw MethodError.requestTooLarge("at most " + MOST_PARSED + " blobs");
    }
    ObjectNode parsed = JmapJson.object();
    List<String> notParsable = new ArrayList<>();
    List<String> notFound = new ArrayList<>();
    long size = 0;
    var unpacking = new Unpacked.Work(fetch);
    for (String id : ids) {
      Optional<BlobName> name = BlobName.parse(id);
      var bytes = name.flatMap(one -> blobs.find(access, one));
      if (bytes.isEmpty()) {
        notFound.add(id);
        continue;
      }
      EmailSource source = EmailSource.of(name.orElseThrow(), bytes.get());
      if (source.header().isEmpty()) {
        notParsable.add(id);
      } else {
        unpacking.add(source);
        parsed.set(id, EmailSchema.write(source, fetch));
        size += JmapJson.size(parsed.get(id));
        exchange.needRoom(size);
      }
    }
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    if (parsed.isEmpty()) {
      json.putNull("parsed");
    } else {
      json.set("parsed", parsed);
    }
    put(json, "notParsable", notParsable);
    put(json, "notFound", notFound);
    exchange.reply(json);
  }

  private static void put(ObjectNode json, String name, List<String> ids) {
    if (ids.isEmpty()) {
      json.putNull(name);
    } else {
      json.set(name, JmapJson.array(ids));
    }
  }
}

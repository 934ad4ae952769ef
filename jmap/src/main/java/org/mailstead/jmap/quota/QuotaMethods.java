package org.mailstead.jmap.quota;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.QueryChanges;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Window;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** Quota/get, changes, query and queryChanges (RFC 9425). */
public final class QuotaMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:quota";

  private final Post post;

  public QuotaMethods(Post post) {
    this.post = post;
  }

  public void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "Quota/get", this::get)
        .add(CAPABILITY, "Quota/changes", this::changes)
        .add(CAPABILITY, "Quota/query", this::query)
        .add(CAPABILITY, "Quota/queryChanges", this::queryChanges);
  }

  /** The type that they speak of. */
  public static Schema<?> schema() {
    return Limit.SCHEMA;
  }

  public static String state(Post post, AccountId account) {
    return Limit.state(Limit.of(post, account));
  }

  /** Section 4.1: no limits of types that the client does not know. */
  private List<Limit> limits(Exchange exchange, Access access) {
    return exchange.uses(MailMethods.CAPABILITY) ? Limit.of(post, access.owner()) : List.of();
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = Limit.SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    List<Limit> limits = limits(exchange, access);
    var got = new Got();
    for (String id : ids.orElseGet(() -> limits.stream().map(Limit::id).toList())) {
      limits.stream()
          .filter(one -> one.id().equals(id))
          .findFirst()
          .ifPresentOrElse(one -> got.add(Limit.SCHEMA.write(one, wanted)), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), Limit.state(limits)));
  }

  // ---- what has changed

  private record Changed(List<String> created, List<String> updated, List<String> destroyed) {}

  private static Optional<Limit> same(List<Limit> among, Limit one) {
    return among.stream().filter(other -> other.resource() == one.resource()).findFirst();
  }

  private static List<Limit> before(String state) {
    return Limit.parse(state).orElseThrow(MethodError::cannotCalculateChanges);
  }

  private static Changed compare(List<Limit> before, List<Limit> now) {
    List<String> created = new ArrayList<>();
    List<String> updated = new ArrayList<>();
    for (Limit one : now) {
      Optional<Limit> old = same(before, one);
      if (old.isEmpty()) {
        created.add(one.id());
      } else if (!old.get().equals(one)) {
        updated.add(one.id());
      }
    }
    List<String> destroyed =
        before.stream().filter(one -> same(now, one).isEmpty()).map(Limit::id).toList();
    return new Changed(created, updated, destroyed);
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    in.done();
    Access access = Access.toSend(exchange, post, asked.accountId());
    List<Limit> before = before(asked.sinceState());
    List<Limit> now = limits(exchange, access);
    Changed changed = compare(before, now);
    int count = changed.created.size() + changed.updated.size() + changed.destroyed.size();
    if (count > asked.most()) {
      throw MethodError.cannotCalculateChanges(); // there is nothing between two states
    }
    boolean limitsStay =
        now.stream()
            .allMatch(one -> same(before, one).map(old -> old.limit() == one.limit()).orElse(true));
    ObjectNode json =
        asked.answer(Limit.state(now), false, changed.created, changed.updated, changed.destroyed);
    if (limitsStay && !changed.updated.isEmpty()) {
      json.set("updatedProperties", JmapJson.array(List.of("used")));
    } else {
      json.putNull("updatedProperties");
    }
    exchange.reply(json);
  }

  // ---- looking for some

  private record Query(Optional<Filter<Predicate<Limit>>> filter, List<Comparing> sort) {
    static Query read(Arguments in) {
      return new Query(
          Filter.read(in.any("filter"), one -> condition(new Arguments(one))), Comparing.read(in));
    }

    private static Predicate<Limit> condition(Arguments in) {
      var name = in.text("name");
      var scope = in.text("scope");
      var resourceType = in.text("resourceType");
      var type = in.text("type");
      in.done();
      return one ->
          name.map(one.name()::contains).orElse(true)
              && scope.map("account"::equals).orElse(true)
              && resourceType.map(one.resourceType()::equals).orElse(true)
              && type.map(one.type()::equals).orElse(true);
    }

    List<Limit> run(List<Limit> all) {
      Predicate<Limit> matches =
          filter.map(some -> some.<Limit>predicate(one -> one)).orElse(_ -> true);
      Comparator<Limit> order = (_, _) -> 0;
      for (Comparing one : sort) {
        Comparator<Limit> next =
            switch (one.property()) {
              case "name" -> Comparator.comparing(Limit::name);
              case "used" -> Comparator.comparingLong(Limit::used);
              case String other -> throw new MethodError("unsupportedSort", other);
            };
        order = order.thenComparing(one.ascending() ? next : next.reversed());
      }
      return all.stream().filter(matches).sorted(order.thenComparing(Limit::resource)).toList();
    }
  }

  private void query(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Query query = Query.read(in);
    Window window = Window.read(in);
    in.done();
    List<Limit> limits = limits(exchange, access);
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    json.put("queryState", Limit.state(limits)).put("canCalculateChanges", true);
    window.write(json, query.run(limits), Limit::id, Integer.MAX_VALUE);
    exchange.reply(json);
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    QueryChanges asked = QueryChanges.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    Query query = Query.read(in);
    in.done();
    List<Limit> now = limits(exchange, access);
    Changed changed = compare(before(asked.sinceQueryState()), now);
    Set<String> touched = new LinkedHashSet<>(changed.created);
    touched.addAll(changed.updated);
    touched.addAll(changed.destroyed);
    exchange.reply(
        asked.answer(Limit.state(now), touched, query.run(now).stream().map(Limit::id).toList()));
  }
}

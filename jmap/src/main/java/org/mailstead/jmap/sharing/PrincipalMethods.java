package org.mailstead.jmap.sharing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.Window;
import org.mailstead.post.Post;
import tools.jackson.databind.node.ObjectNode;

/**
 * Principal/get, changes, set, query and queryChanges (RFC 9670 section 2). The directory keeps no
 * log that clients could follow: changes cannot be calculated, and a state is what there is now.
 */
final class PrincipalMethods {
  private static final String CAPABILITY = SharingMethods.CAPABILITY;

  private final Post post;
  private final Principals principals;

  PrincipalMethods(Post post, Principals principals) {
    this.post = post;
    this.principals = principals;
  }

  void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "Principal/get", this::get)
        .add(CAPABILITY, "Principal/changes", this::changes)
        .add(CAPABILITY, "Principal/set", this::set)
        .add(CAPABILITY, "Principal/query", this::query)
        .add(CAPABILITY, "Principal/queryChanges", this::queryChanges);
  }

  private static String state(Map<String, Principal> all) {
    return Integer.toUnsignedString(all.hashCode(), 36);
  }

  private void get(Exchange exchange, Arguments in) {
    Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = Principal.SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    Map<String, Principal> all = principals.shown(exchange.caller());
    var got = new Got();
    for (String id : ids.orElseGet(() -> List.copyOf(all.keySet()))) {
      Optional<Principal> one =
          Optional.ofNullable(all.get(id)).or(() -> principals.found(exchange.caller(), id));
      one.ifPresentOrElse(
          there -> exchange.needRoom(got.add(Principal.SCHEMA.write(there, wanted))),
          () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state(all)));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    in.done();
    Access.toSend(exchange, post, asked.accountId());
    String now = state(principals.shown(exchange.caller()));
    if (!now.equals(asked.sinceState())) {
      throw MethodError.cannotCalculateChanges();
    }
    exchange.reply(asked.answer(now, false, List.of(), List.of(), List.of()));
  }

  /** Who there is, and how he is called, is for administrators to say. */
  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    exchange.reply(
        setting.run(
            new Setting.Work() {
              @Override
              public String state() {
                return PrincipalMethods.state(principals.shown(exchange.caller()));
              }

              @Override
              public ObjectNode create(ObjectNode object) {
                throw forbidden();
              }

              @Override
              public Optional<ObjectNode> update(String id, ObjectNode patch) {
                throw principals.shown(exchange.caller()).containsKey(id)
                    ? forbidden()
                    : SetError.notFound().thrown();
              }

              @Override
              public void destroy(String id) {
                throw principals.shown(exchange.caller()).containsKey(id)
                    ? forbidden()
                    : SetError.notFound().thrown();
              }
            }));
  }

  private static SetError.Thrown forbidden() {
    return SetError.forbidden("administrators say who there is").thrown();
  }

  // ---- looking for some

  private record Condition(Predicate<Principal> holds, Optional<String> email) {}

  private static Condition condition(Arguments in) {
    List<Predicate<Principal>> all = new ArrayList<>();
    in.texts("accountIds")
        .ifPresent(ids ->
            all.add(one ->
                one.accounts().filter(some -> ids.stream().anyMatch(some::has)).isPresent()));
    Optional<String> email = in.text("email");
    Optional<String> text = in.text("text");
    email.ifPresent(sought -> all.add(one -> contains(one.email().orElse(""), sought)));
    in.text("name").ifPresent(sought -> all.add(one -> contains(one.name(), sought)));
    text.ifPresent(sought ->
        all.add(one -> contains(one.name(), sought) || contains(one.email().orElse(""), sought)));
    in.text("type").ifPresent(type -> all.add(one -> one.type().equals(type)));
    in.text("timeZone").ifPresent(_ -> all.add(_ -> false)); // nobody's is known
    in.done();
    return new Condition(
        one -> all.stream().allMatch(each -> each.test(one)), email.or(() -> text));
  }

  private static boolean contains(String text, String sought) {
    return text.toLowerCase(Locale.ROOT).contains(sought.toLowerCase(Locale.ROOT));
  }

  private void query(Exchange exchange, Arguments in) {
    Access.toSend(exchange, post, in.id("accountId"));
    var filter = Filter.read(in.any("filter"), one -> condition(new Arguments(one)));
    Comparator<Principal> order = order(Comparing.read(in));
    Window window = Window.read(in);
    in.done();
    Map<String, Principal> shown = principals.shown(exchange.caller());
    List<Principal> all = new ArrayList<>(shown.values());
    filter.stream()
        .flatMap(some -> some.conditions().stream())
        .flatMap(some -> some.email().stream())
        .flatMap(address -> principals.find(exchange.caller(), address).stream())
        .filter(one -> !shown.containsKey(one.id()))
        .forEach(all::add);
    Predicate<Principal> holds =
        filter.map(some -> some.<Principal>predicate(Condition::holds)).orElse(_ -> true);
    List<Principal> results = all.stream().distinct().filter(holds).sorted(order).toList();
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    json.put("queryState", state(shown)).put("canCalculateChanges", false);
    window.write(json, results, Principal::id, Integer.MAX_VALUE);
    exchange.reply(json);
  }

  private static Comparator<Principal> order(List<Comparing> by) {
    Comparator<Principal> order = (_, _) -> 0;
    for (Comparing one : by) {
      Comparator<Principal> next =
          switch (one.property()) {
            case "name" -> Comparator.comparing(Principal::name, one.collation().order());
            case "email" ->
                Comparator.comparing(
                    principal -> principal.email().orElse(""), one.collation().order());
            case String other -> throw new MethodError("unsupportedSort", other);
          };
      order = order.thenComparing(one.ascending() ? next : next.reversed());
    }
    return order;
  }

  private void queryChanges(Exchange exchange, Arguments in) {
    QueryChanges asked = QueryChanges.read(in);
    Filter.read(in.any("filter"), one -> condition(new Arguments(one)));
    Comparing.read(in);
    in.done();
    Access.toSend(exchange, post, asked.accountId());
    throw MethodError.cannotCalculateChanges();
  }
}

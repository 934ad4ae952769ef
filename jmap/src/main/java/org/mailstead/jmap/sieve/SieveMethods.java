package org.mailstead.jmap.sieve;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.core.State;
import org.mailstead.jmap.core.Window;
import org.mailstead.post.Post;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Extensions;
import org.mailstead.rules.RuleLimits;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** SieveScript/get, set, query and validate (RFC 9661): there is no /changes. */
public final class SieveMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:sieve";

  private final Post post;
  private final BlobStore blobs;

  public SieveMethods(Post post, BlobStore blobs) {
    this.post = post;
    this.blobs = blobs;
  }

  public void addTo(Methods methods) {
    methods
        .add(CAPABILITY, "SieveScript/get", this::get)
        .add(CAPABILITY, "SieveScript/set", this::set)
        .add(CAPABILITY, "SieveScript/query", this::query)
        .add(CAPABILITY, "SieveScript/validate", this::validate);
  }

  /** The type that they speak of. */
  public static Schema<?> schema() {
    return SieveScript.SCHEMA;
  }

  /** What the session object says of an account (section 1.2.1). */
  public static ObjectNode capability() {
    ObjectNode json = JmapJson.object();
    json.put("maxSizeScriptName", Scripts.MAX_NAME).put("maxSizeScript", Scripts.MAX_SIZE);
    json.put("maxNumberScripts", Scripts.MAX_SCRIPTS);
    json.put("maxNumberRedirects", RuleLimits.DEFAULT.redirects());
    json.set("sieveExtensions", JmapJson.array(Extensions.all()));
    json.set("notificationMethods", JmapJson.array(List.of("mailto")));
    json.set("externalLists", JmapJson.array(List.of())); // extlists is known, no list is there
    return json;
  }

  public static String state(Post post, AccountId account) {
    return new State(post.numberedScripts().version(account), "").toString();
  }

  private String state(Access access) {
    return state(post, access.owner());
  }

  private List<SieveScript> scripts(Access access) {
    return post.numberedScripts().all(access.owner()).stream()
        .map(one -> new SieveScript(access.owner(), one))
        .toList();
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = SieveScript.SCHEMA.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    String state = state(access); // before they are read: at worst a client asks once more
    List<SieveScript> scripts = scripts(access);
    var got = new Got();
    for (String id : ids.orElseGet(() -> scripts.stream().map(SieveScript::id).toList())) {
      scripts.stream()
          .filter(one -> one.id().equals(id))
          .findFirst()
          .ifPresentOrElse(
              one -> got.add(SieveScript.SCHEMA.write(one, wanted)), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    Optional<String> activate = in.text("onSuccessActivateScript");
    boolean deactivate = in.flag("onSuccessDeactivateScript");
    in.done();
    exchange.reply(
        setting.run(new SieveSetting(post, blobs, exchange, access, activate, deactivate)));
  }

  // ---- looking for some

  private static Predicate<SieveScript> condition(Arguments in) {
    var name = in.text("name");
    var isActive = in.optionalFlag("isActive");
    in.done();
    return one ->
        name.map(one.script().name()::contains).orElse(true)
            && isActive.map(wanted -> wanted == one.script().active()).orElse(true);
  }

  private static Comparator<SieveScript> order(List<Comparing> sort) {
    Comparator<SieveScript> order = (_, _) -> 0;
    for (Comparing one : sort) {
      Comparator<SieveScript> next =
          switch (one.property()) {
            case "name" ->
                Comparator.comparing(
                    (SieveScript script) -> script.script().name(), one.collation().order());
            case "isActive" -> Comparator.comparing(script -> script.script().active());
            case String other -> throw new MethodError("unsupportedSort", other);
          };
      order = order.thenComparing(one.ascending() ? next : next.reversed());
    }
    return order;
  }

  private void query(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<Filter<Predicate<SieveScript>>> filter =
        Filter.read(in.any("filter"), one -> condition(new Arguments(one)));
    Comparator<SieveScript> order = order(Comparing.read(in));
    Window window = Window.read(in);
    in.done();
    String state = state(access);
    Predicate<SieveScript> matches =
        filter.map(some -> some.<SieveScript>predicate(one -> one)).orElse(_ -> true);
    List<SieveScript> found = scripts(access).stream().filter(matches).sorted(order).toList();
    ObjectNode json = JmapJson.object();
    json.put("accountId", in.id("accountId"));
    json.put("queryState", state).put("canCalculateChanges", false);
    window.write(json, found, SieveScript::id, Integer.MAX_VALUE);
    exchange.reply(json);
  }

  // ---- whether one is right

  private void validate(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    String blobId = in.id("blobId");
    in.done();
    ByteSource blob =
        exchange
            .real(blobId)
            .flatMap(id -> blobs.find(access, id))
            .orElseThrow(() -> MethodError.invalidArguments("there is no blob " + blobId));
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    Optional<SetError> wrong =
        blob.length() > Scripts.MAX_SIZE
            ? Optional.of(ScriptCheck.invalid("more than " + Scripts.MAX_SIZE + " octets"))
            : ScriptCheck.wrong(ScriptCheck.octets(blob));
    wrong.ifPresentOrElse(error -> json.set("error", error.json()), () -> json.putNull("error"));
    exchange.reply(json);
  }
}

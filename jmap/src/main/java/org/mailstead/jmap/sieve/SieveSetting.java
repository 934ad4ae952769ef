package org.mailstead.jmap.sieve;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.blob.BlobStore;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Patch;
import org.mailstead.jmap.core.SetError;
import org.mailstead.jmap.core.Setting;
import org.mailstead.post.NumberedScripts;
import org.mailstead.post.NumberedScripts.Naming;
import org.mailstead.post.NumberedScripts.Numbered;
import org.mailstead.post.Post;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What SieveScript/set does (RFC 9661 section 2.4). */
final class SieveSetting implements Setting.Work {
  private static final Set<String> GIVEN = Set.of("name", "blobId");

  private final Post post;
  private final BlobStore blobs;
  private final Exchange exchange;
  private final Access access;
  private final Optional<String> activate;
  private final boolean deactivate;

  /**
   * @param activate the script that is to run when all went well, maybe by its creation id
   */
  SieveSetting(
      Post post,
      BlobStore blobs,
      Exchange exchange,
      Access access,
      Optional<String> activate,
      boolean deactivate) {
    this.post = post;
    this.blobs = blobs;
    this.exchange = exchange;
    this.access = access;
    this.activate = activate;
    this.deactivate = deactivate;
  }

  private NumberedScripts scripts() {
    return post.numberedScripts();
  }

  @Override
  public String state() {
    return SieveMethods.state(post, access.owner());
  }

  @Override
  public ObjectNode create(ObjectNode object) {
    for (String name : object.propertyNames()) {
      if (!GIVEN.contains(name)) {
        throw SetError.invalid("it cannot be given", name).thrown();
      }
    }
    Optional<String> name =
        switch (naming(object.path("name"))) {
          case NumberedScripts.To(String given) -> Optional.of(given);
          case NumberedScripts.Any _, NumberedScripts.Same _ -> Optional.empty();
        };
    byte[] text = text(object.path("blobId"));
    try {
      Numbered made = scripts().create(access.owner(), name, text);
      return told(made, name);
    } catch (Refused e) {
      throw error(e, name.orElse("")).thrown();
    }
  }

  /** What the client does not know of a script that it made: among that its own blob. */
  private ObjectNode told(Numbered made, Optional<String> name) {
    ObjectNode json = SieveScript.SCHEMA.write(new SieveScript(access.owner(), made));
    if (name.filter(made.name()::equals).isPresent()) {
      json.remove("name");
    }
    return json;
  }

  private static Naming naming(JsonNode name) {
    if (name.isNull() || name.isMissingNode()) {
      return new NumberedScripts.Any();
    }
    if (!name.isString()) {
      throw SetError.invalid("it is no text", "name").thrown();
    }
    return new NumberedScripts.To(name.asString());
  }

  private byte[] text(JsonNode blobId) {
    Optional<ByteSource> blob =
        blobId.isString()
            ? exchange.real(blobId.asString()).flatMap(id -> blobs.find(access, id))
            : Optional.empty();
    byte[] text =
        ScriptCheck.octets(
            blob.orElseThrow(() -> SetError.invalid("there is no such blob", "blobId").thrown()));
    ScriptCheck.wrong(text)
        .ifPresent(error -> {
          throw error.thrown();
        });
    return text;
  }

  @Override
  public Optional<ObjectNode> update(String id, ObjectNode patch) {
    Numbered now = find(id);
    ObjectNode before = SieveScript.SCHEMA.write(new SieveScript(access.owner(), now));
    ObjectNode after = Patch.apply(before, patch);
    for (String name : after.propertyNames()) {
      if (!GIVEN.contains(name) && !after.get(name).equals(before.path(name))) {
        throw SetError.invalid("it cannot be changed so", name).thrown();
      }
    }
    Naming naming =
        after.get("name").equals(before.get("name"))
            ? new NumberedScripts.Same()
            : naming(after.get("name"));
    Optional<byte[]> text =
        after.get("blobId").equals(before.get("blobId"))
            ? Optional.empty()
            : Optional.of(text(after.get("blobId")));
    try {
      Numbered changed = scripts().update(access.owner(), now.id(), naming, text);
      return more(SieveScript.SCHEMA.write(new SieveScript(access.owner(), changed)), after);
    } catch (Refused e) {
      throw error(e, naming instanceof NumberedScripts.To(String name) ? name : "").thrown();
    }
  }

  /** What is otherwise than the client asked for. */
  private static Optional<ObjectNode> more(ObjectNode now, ObjectNode asked) {
    ObjectNode more = JmapJson.object();
    for (Map.Entry<String, JsonNode> one : now.properties()) {
      if (!one.getValue().equals(asked.get(one.getKey()))) {
        more.set(one.getKey(), one.getValue());
      }
    }
    return more.isEmpty() ? Optional.empty() : Optional.of(more);
  }

  private Numbered find(String id) {
    return SieveScript.parse(id)
        .flatMap(number ->
            scripts().all(access.owner()).stream().filter(one -> one.id() == number).findFirst())
        .orElseThrow(() -> SetError.notFound().thrown());
  }

  private SetError error(Refused refused, String name) {
    Problem problem = refused.problem();
    return switch (problem.kind()) {
      case EXISTS ->
          new SetError(
              "alreadyExists",
              "there is one of that name",
              scripts()
                  .named(access.owner(), name)
                  .map(one ->
                      Map.<String, JsonNode>of(
                          "existingId", JmapJson.NODES.stringNode(SieveScript.id(one.id()))))
                  .orElse(Map.of()));
      case INVALID -> SetError.invalid("no script can have that name", "name");
      default -> SetError.of(problem);
    };
  }

  @Override
  public void destroy(String id) {
    try {
      scripts().destroy(access.owner(), find(id).id());
    } catch (Refused e) {
      throw (e.problem().kind() == Problem.Kind.BUSY
              ? new SetError("sieveIsActive", "it runs: deactivate it first")
              : SetError.of(e.problem()))
          .thrown();
    }
  }

  @Override
  public void succeeded(Setting setting) {
    Optional<Long> next = activate.flatMap(exchange::real).flatMap(SieveScript::parse);
    if (!deactivate && next.isEmpty()) {
      return;
    }
    NumberedScripts.Turned turned = scripts().turn(access.owner(), deactivate, next);
    turned.off().ifPresent(id -> tell(setting, id, false));
    turned.on().ifPresent(id -> tell(setting, id, true));
  }

  private static void tell(Setting setting, long id, boolean active) {
    setting.tell(SieveScript.id(id), "isActive", JmapJson.NODES.booleanNode(active));
  }
}

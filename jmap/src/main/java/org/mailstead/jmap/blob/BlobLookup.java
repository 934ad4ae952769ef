package org.mailstead.jmap.blob;

import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Blob/lookup (RFC 9404 section 4.3): where blobs are, as far as it can be found anyway. */
final class BlobLookup {
  static final List<String> TYPES = List.of("Mailbox", "Thread", "Email");

  private final Post post;
  private final BlobStore blobs;
  private final String needed;

  /**
   * @param needed the capability of the types
   */
  BlobLookup(Post post, BlobStore blobs, String needed) {
    this.post = post;
    this.blobs = blobs;
    this.needed = needed;
  }

  void lookup(Exchange exchange, Arguments in) {
    Access access = Access.of(exchange, post, in.id("accountId"));
    List<String> types = in.texts("typeNames").orElse(List.of());
    List<String> ids =
        in.ids("ids").orElseThrow(() -> MethodError.invalidArguments("ids is to be given"));
    in.done();
    if (!TYPES.containsAll(types) || !exchange.uses(needed)) {
      throw new MethodError("unknownDataType", "blobs are looked up in " + TYPES);
    }
    if (ids.size() > ServerLimits.MAX_OBJECTS_IN_GET) {
      throw MethodError.requestTooLarge("at most " + ServerLimits.MAX_OBJECTS_IN_GET + " ids");
    }
    ArrayNode list = JmapJson.array();
    ArrayNode notFound = JmapJson.array();
    for (String id : ids) {
      Optional<BlobName> name =
          exchange
              .real(id)
              .flatMap(BlobName::parse)
              .filter(one -> blobs.find(access, one).isPresent());
      if (name.isEmpty()) {
        notFound.add(id);
        continue;
      }
      ObjectNode one = list.addObject().put("id", name.get().toString());
      ObjectNode matched = one.putObject("matchedIds");
      types.forEach(type -> matched.set(type, matches(access, name.get(), type)));
    }
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    json.set("list", list);
    json.set("notFound", notFound);
    exchange.reply(json);
  }

  private ArrayNode matches(Access access, BlobName name, String type) {
    Optional<AccountEmail> email =
        name.kind() == BlobName.Kind.EMAIL
            ? access.find(post, name.origin())
            : Optional.empty(); // an upload is copied into what is made of it
    ArrayNode ids = JmapJson.array();
    email.ifPresent(one -> {
      switch (type) {
        case "Email" -> ids.add(ObjectIds.email(one.origin()));
        case "Thread" -> ids.add(ObjectIds.thread(access.owner(), one.thread()));
        default ->
            one.places().stream()
                .map(place -> ObjectIds.mailbox(access.owner(), place.mailbox()))
                .distinct()
                .forEach(ids::add);
      }
    });
    return ids;
  }
}

package org.mailstead.jmap.sharing;

import java.util.Optional;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import tools.jackson.databind.node.ObjectNode;

/**
 * Somebody with whom something can be shared (RFC 9670 section 2).
 *
 * @param type individual or group
 * @param accounts those that whoever asks may look into, by their ids
 */
record Principal(
    String id, String type, String name, Optional<String> email, Optional<ObjectNode> accounts) {
  static final Schema<Principal> SCHEMA =
      new Schema<Principal>("Principal")
          .text("id", "Names it.", Principal::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .text("type", "individual or group.", Principal::type, Trait.SERVER_SET)
          .text("name", "For people.", Principal::name, Trait.SERVER_SET)
          .optionalText("description", "None.", _ -> Optional.empty(), Trait.SERVER_SET)
          .optionalText("email", "The account's address.", Principal::email, Trait.SERVER_SET)
          .optionalText("timeZone", "Not known.", _ -> Optional.empty(), Trait.SERVER_SET)
          .add(
              "capabilities",
              "Record<string, object>",
              "Nothing of any.",
              _ -> Optional.of(JmapJson.object()),
              Trait.SERVER_SET)
          .add(
              "accounts",
              "Record<Id, object> | null",
              "What one may look into of theirs, subscribed or not.",
              one -> one.accounts().map(some -> some),
              Trait.SERVER_SET);
}

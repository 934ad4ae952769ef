package org.mailstead.jmap.snooze;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import tools.jackson.databind.node.ObjectNode;

/**
 * An email that lies aside.
 *
 * @param id the email's
 * @param mailboxes where it comes back to
 */
record Aside(String id, Instant until, List<String> mailboxes) {
  static final Schema<Aside> SCHEMA =
      new Schema<Aside>("Snooze")
          .text("id", "The id of the email.", Aside::id, Trait.SERVER_SET)
          .add(
              "until",
              "UTCDate",
              "When it comes back.",
              one -> Optional.of(JmapJson.NODES.stringNode(one.until.toString())),
              Trait.SERVER_SET)
          .add(
              "mailboxIds",
              "Record<Id, true>",
              "Where it comes back to; the inbox when none of them is there then.",
              one -> Optional.of(one.json()),
              Trait.SERVER_SET);

  Aside {
    mailboxes = List.copyOf(mailboxes);
  }

  private ObjectNode json() {
    ObjectNode json = JmapJson.object();
    mailboxes.forEach(id -> json.put(id, true));
    return json;
  }
}

package org.mailstead.jmap.mail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What somebody may do in a mailbox, in JMAP's words (RFC 8621 section 2) and in IMAP's. */
public final class MailboxRights {
  private static final Map<String, Rights> WORDS = words();

  private MailboxRights() {}

  private static Map<String, Rights> words() {
    Map<String, Rights> words = new LinkedHashMap<>();
    words.put("mayReadItems", Rights.of(Right.LOOKUP, Right.READ));
    words.put("mayAddItems", Rights.of(Right.INSERT));
    words.put("mayRemoveItems", Rights.of(Right.DELETE_MESSAGES, Right.EXPUNGE));
    words.put("maySetSeen", Rights.of(Right.SEEN));
    words.put("maySetKeywords", Rights.of(Right.WRITE));
    words.put("mayCreateChild", Rights.of(Right.CREATE));
    words.put("mayRename", Rights.of(Right.DELETE));
    words.put("mayDelete", Rights.of(Right.DELETE));
    words.put("maySubmit", Rights.of(Right.POST));
    words.put("mayShare", Rights.of(Right.ADMINISTER));
    return words;
  }

  /** With all words. */
  public static ObjectNode write(Rights rights) {
    ObjectNode json = JmapJson.object();
    WORDS.forEach((word, all) -> json.put(word, rights.with(all).equals(rights)));
    return json;
  }

  /**
   * What an object gives. Renaming and deleting are one right: both have to be true.
   *
   * @return empty for what is no such object
   */
  static Optional<Rights> read(JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      return Optional.empty();
    }
    Rights given = Rights.NONE;
    for (var one : object.properties()) {
      if (!WORDS.containsKey(one.getKey()) || !one.getValue().isBoolean()) {
        return Optional.empty();
      }
    }
    for (var word : WORDS.entrySet()) {
      boolean both =
          !word.getValue().has(Right.DELETE)
              || (is(object, "mayRename") && is(object, "mayDelete"));
      if (is(object, word.getKey()) && both) {
        given = given.with(word.getValue());
      }
    }
    return Optional.of(given);
  }

  private static boolean is(ObjectNode object, String word) {
    return object.path(word).asBoolean(false);
  }
}

package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mailstead.formats.mime.BaseSubject;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.post.rows.ThreadKeyRow;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;

/**
 * Finds a message's thread when it arrives: that of a message which shares an id with it in
 * Message-ID, In-Reply-To or References, and has the same base subject (RFC 8621 section 3, RFC
 * 5256 section 2.1).
 */
final class Threads {
  /** Ids of one message that are looked at: the last ones of References are the nearest. */
  private static final int MAX_IDS = 16;

  private Threads() {}

  /** The thread of a new email; one of its own number when there is none yet. */
  static long assign(Draft draft, MessageStructure structure, long email) {
    String subject = subject(structure);
    List<Key> keys = new ArrayList<>();
    for (String id : ids(structure)) {
      keys.add(MailKeys.threadKey(hash(id + "\0" + subject)));
    }
    Map<Key, byte[]> known = draft.multiGet(keys);
    long found =
        keys.stream()
            .map(known::get)
            .filter(Objects::nonNull)
            .findFirst()
            .map(bytes -> Row.read(bytes, ThreadKeyRow.parser()).getThread())
            .orElse(email);
    byte[] bytes = Row.write(ThreadKeyRow.newBuilder().setThread(found).build());
    for (Key key : keys) {
      if (!known.containsKey(key)) {
        draft.put(key, bytes);
      }
    }
    draft.put(MailKeys.thread(found, email), new byte[0]);
    return found;
  }

  /** The thread that a message would be in; empty for one that begins its own. */
  static Optional<Long> find(Rows rows, MessageStructure structure) {
    String subject = subject(structure);
    return ids(structure).stream()
        .flatMap(id -> rows.get(MailKeys.threadKey(hash(id + "\0" + subject))).stream())
        .findFirst()
        .map(bytes -> Row.read(bytes, ThreadKeyRow.parser()).getThread());
  }

  /** The thread that a message of the same Message-ID and subject is in, if there is any. */
  static Optional<Long> known(Rows rows, MessageStructure structure) {
    String subject = subject(structure);
    return id(structure)
        .flatMap(id -> rows.get(MailKeys.threadKey(hash(id + "\0" + subject))))
        .map(bytes -> Row.read(bytes, ThreadKeyRow.parser()).getThread());
  }

  private static Optional<String> id(MessageStructure structure) {
    return HeaderField.first(structure.header(), "Message-ID")
        .map(field -> MessageIds.parse(field.value()))
        .flatMap(ids -> ids.stream().findFirst());
  }

  private static String subject(MessageStructure structure) {
    String text = structure.field("Subject").map(Octets::decoded).orElse("");
    return BaseSubject.of(text).text();
  }

  /** Its own id first, then what it answers, then its references from the nearest. */
  private static List<String> ids(MessageStructure structure) {
    List<String> ids = new ArrayList<>();
    for (String name : List.of("Message-ID", "In-Reply-To", "References")) {
      List<String> found =
          HeaderField.first(structure.header(), name)
              .map(field -> MessageIds.parse(field.value()))
              .orElse(List.of());
      ids.addAll(found.reversed());
    }
    return ids.stream().distinct().limit(MAX_IDS).toList();
  }

  static byte[] hash(String text) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Arrays.copyOf(whole, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

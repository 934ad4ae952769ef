package org.mailstead.imap.state;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Responses;
import org.mailstead.post.ViewChange;
import org.mailstead.words.Refused;

/** The contexts of a selected mailbox, by the tags of their commands (RFC 5267). */
public final class Contexts {
  private static final System.Logger LOG = System.getLogger(Contexts.class.getName());

  /** Contexts of a session; each costs a search at every change. */
  public static final int MOST = 10;

  /** Results of all of them together. */
  private static final long MOST_RESULTS = 2_000_000;

  private final Map<String, Kept> contexts = new LinkedHashMap<>();

  public boolean has(String tag) {
    return contexts.containsKey(tag);
  }

  /** Keeps a context, unless there are too many. */
  public boolean add(String tag, Kept context) {
    long results = contexts.values().stream().mapToLong(Kept::size).sum() + context.size();
    if (contexts.size() >= MOST || results > MOST_RESULTS) {
      return false;
    }
    contexts.put(tag, context);
    return true;
  }

  /**
   * CANCELUPDATE.
   *
   * @throws SyntaxException when a tag is none of a context; then all stay
   */
  public void cancel(List<String> tags) throws SyntaxException {
    if (!contexts.keySet().containsAll(tags)) {
      throw new SyntaxException("there is no such update");
    }
    contexts.keySet().removeAll(tags);
  }

  /** Before the client is told of expunged messages. */
  void expunged(Client client, Selected in, List<Integer> removed) throws IOException {
    for (Kept context : contexts.values()) {
      context.expunged(client, in, removed);
    }
  }

  /**
   * After the client has been told of all changes.
   *
   * @param lastUid the highest uid before them
   */
  void update(Client client, Selected in, ViewChange change, int lastUid) throws IOException {
    for (var named : List.copyOf(contexts.entrySet())) {
      try {
        named.getValue().update(client, in, change, lastUid);
      } catch (Refused e) {
        // It would miss what it could not look at, so it ends.
        LOG.log(WARNING, "a context ends: {0}", e.problem());
        contexts.remove(named.getKey());
        String tag = Responses.string(named.getKey(), false);
        client.out().untagged("NO [NOUPDATE " + tag + "] no further updates");
      }
    }
  }
}

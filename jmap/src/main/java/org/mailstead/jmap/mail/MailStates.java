package org.mailstead.jmap.mail;

import java.util.Optional;
import java.util.function.Function;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.State;
import org.mailstead.post.Difference;
import org.mailstead.post.Post;
import tools.jackson.databind.node.ObjectNode;

/** The states of emails, threads and mailboxes (RFC 8620 section 5.1). */
public final class MailStates {
  private final Post post;

  public MailStates(Post post) {
    this.post = post;
  }

  /** A kind of things that change together. */
  public enum Kind {
    EMAIL,
    THREAD,
    MAILBOX,
    DELIVERY
  }

  public String now(Access access, Kind kind) {
    var states = post.differences().states(access.owner());
    long version =
        switch (kind) {
          case EMAIL -> states.email();
          case THREAD -> states.thread();
          case MAILBOX -> states.mailbox();
          case DELIVERY -> states.delivery();
        };
    return new State(version, access.looks()).toString();
  }

  /**
   * The point at which a client is.
   *
   * @throws MethodError cannotCalculateChanges for a state that was never told, or was to somebody
   *     with other rights
   */
  static Difference.Point since(Access access, String text) {
    Optional<State> state = State.parse(text).filter(s -> s.looks().equals(access.looks()));
    return state
        .map(known -> new Difference.Point(known.version(), known.told()))
        .orElseThrow(MethodError::cannotCalculateChanges);
  }

  /**
   * What a /changes method answers.
   *
   * @param now the state now, for a client that has been told all
   */
  static <K> ObjectNode answer(
      ChangesAsked asked,
      Access access,
      Difference<K> difference,
      String now,
      Function<K, String> id) {
    return asked.answer(
        difference.more() ? at(access, difference.reached()) : now,
        difference.more(),
        difference.created().stream().map(id).toList(),
        difference.updated().stream().map(id).toList(),
        difference.destroyed().stream().map(id).toList());
  }

  /**
   * The state of whoever was told all up to a version: that of before, unless something came
   * between. An older one would hide that what came then is gone again.
   */
  String told(Access access, Kind kind, String before, Difference.Point reached) {
    boolean still = reached.told() == 0 && now(access, kind).equals(before);
    return still ? before : at(access, reached);
  }

  /** The state of a point on the way. */
  private static String at(Access access, Difference.Point point) {
    return new State(point.version(), point.told(), access.looks()).toString();
  }
}

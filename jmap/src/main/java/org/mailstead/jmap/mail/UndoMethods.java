package org.mailstead.jmap.mail;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.ServerLimits;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Deed;
import org.mailstead.post.Email;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Undoing;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ObjectNode;

/**
 * Email/undo: takes back what an Email/set or Mailbox/set changed or removed, and mailboxes that
 * were made. A /set whose request uses the capability tells an undoId.
 */
public final class UndoMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:undo";

  private final Post post;
  private final MailStates states;
  private final SecureRandom random;

  UndoMethods(Post post, MailStates states, SecureRandom random) {
    this.post = post;
    this.states = states;
    this.random = random;
  }

  void addTo(Methods methods) {
    methods.add(CAPABILITY, "Email/undo", this::undo);
  }

  /**
   * What a /set answers, with what undoes it where the client wants to know.
   *
   * @param undone the properties of the answer that name what is undone
   */
  ObjectNode answering(
      Exchange exchange, Access access, List<String> undone, LongFunction<ObjectNode> set) {
    if (!exchange.uses(CAPABILITY)) {
      return set.apply(Deed.NONE);
    }
    long deed = newDeed();
    long before = post.version(access.owner());
    ObjectNode json = set.apply(deed);
    long after = post.version(access.owner());
    return after > before && undone.stream().anyMatch(json::hasNonNull)
        ? json.put("undoId", UndoId.write(new Deed(deed, before, after)))
        : json.putNull("undoId");
  }

  /** The id of a deed, not to be guessed: whoever knows it may undo it. */
  long newDeed() {
    return newDeed(random);
  }

  /** The same for those who do things by other ways. */
  public static long newDeed(SecureRandom random) {
    return random.nextLong(1, Long.MAX_VALUE);
  }

  private void undo(Exchange exchange, Arguments in) {
    Access access = Access.toChange(exchange, post, in.id("accountId"));
    Deed deed =
        UndoId.parse(in.id("undoId"))
            .orElseThrow(() -> MethodError.invalidArguments("there is no such undoId"));
    in.done();
    String before = states.now(access, MailStates.Kind.EMAIL);
    long by = newDeed();
    long from = post.version(access.owner());
    Undoing.Part part = run(access, deed, by);
    ObjectNode json = JmapJson.object();
    json.put("accountId", ObjectIds.account(access.owner()));
    json.put("oldState", before).put("newState", states.now(access, MailStates.Kind.EMAIL));
    json.set("undone", JmapJson.array(ids(access, part.undone()).values()));
    json.set(
        "undoneMailboxes",
        JmapJson.array(
            part.mailboxes().stream()
                .map(mailbox -> ObjectIds.mailbox(access.owner(), mailbox))
                .toList()));
    if (part.problems().isEmpty()) {
      json.putNull("notUndone");
    } else {
      Map<Long, String> ids = ids(access, part.problems().keySet());
      ObjectNode failed = json.putObject("notUndone");
      part.problems()
          .forEach(
              (number, problem) -> failed.set(ids.getOrDefault(number, ""), error(problem).json()));
    }
    json.put("undoId", UndoId.write(new Deed(by, from, post.version(access.owner()))));
    exchange.reply(json);
  }

  private Undoing.Part run(Access access, Deed deed, long by) {
    int most = ServerLimits.MAX_OBJECTS_IN_SET;
    try {
      if (post.undoing().count(access.owner(), deed, most) > most) {
        throw new MethodError("tooManyToUndo", "at most " + most + " emails; a Job undoes more");
      }
      return post.undoing().undo(access.owner(), deed, deed.from(), most + 1, access::rights, by);
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.EXPIRED) {
        throw new MethodError("undoTooOld", "it is too long ago");
      }
      throw e;
    }
  }

  static SetError error(Problem problem) {
    return problem.key().equals("deed.overtaken")
        ? new SetError("overtaken", "it has been changed since, or is back already")
        : SetError.of(problem);
  }

  /** What emails are called, those that are gone too. */
  private Map<Long, String> ids(Access access, Collection<Long> numbers) {
    Map<Long, Email> rows = post.emails().get(access.owner(), numbers);
    Map<Long, String> ids = new java.util.LinkedHashMap<>();
    List<Long> all = new ArrayList<>(numbers);
    for (long number : all) {
      Email row = rows.get(number);
      var own = new Email.Origin(access.owner().value(), number);
      ids.put(number, row == null ? ObjectIds.email(own) : ObjectIds.email(row));
    }
    return ids;
  }
}

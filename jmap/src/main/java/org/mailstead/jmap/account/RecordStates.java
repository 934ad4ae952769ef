package org.mailstead.jmap.account;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.State;
import org.mailstead.post.Difference;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import tools.jackson.databind.node.ObjectNode;

/** The states of records of a kind, and what became of them since one. */
public final class RecordStates {
  private final Post post;
  private final Records.Kind kind;

  public RecordStates(Post post, Records.Kind kind) {
    this.post = post;
    this.kind = kind;
  }

  public String now(Access access) {
    return new State(post.records().version(access.owner(), kind), "").toString();
  }

  /**
   * @throws MethodError cannotCalculateChanges
   */
  public Difference<Long> since(Access access, String state, int most) {
    State since = State.parse(state).orElseThrow(MethodError::cannotCalculateChanges);
    var point = new Difference.Point(since.version(), since.told());
    return post.records()
        .since(access.owner(), kind, point, most)
        .orElseThrow(MethodError::cannotCalculateChanges);
  }

  /** The ids of all that was made, changed or removed since a state, for /queryChanges. */
  public Set<String> touched(Access access, String state, LongFunction<String> id) {
    Difference<Long> since = since(access, state, Integer.MAX_VALUE);
    Set<String> touched = new LinkedHashSet<>(ids(since.created(), id));
    touched.addAll(ids(since.updated(), id));
    touched.addAll(ids(since.destroyed(), id));
    return touched;
  }

  /** What a /changes method answers. */
  public ObjectNode changes(
      ChangesAsked asked, Arguments in, Access access, LongFunction<String> id) {
    in.done();
    String now = now(access);
    Difference<Long> difference = since(access, asked.sinceState(), asked.most());
    String reached =
        difference.more()
            ? new State(difference.reached().version(), difference.reached().told(), "").toString()
            : now;
    return asked.answer(
        reached,
        difference.more(),
        ids(difference.created(), id),
        ids(difference.updated(), id),
        ids(difference.destroyed(), id));
  }

  private static List<String> ids(List<Long> numbers, LongFunction<String> id) {
    return numbers.stream().map(id::apply).toList();
  }
}

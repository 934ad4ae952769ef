package org.mailstead.jmap.mail;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Deed;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.post.Right;
import org.mailstead.post.Undoing;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done to all emails that a filter finds, part by part, by their numbers. The filter is
 * asked anew for each part: what does not match any more when its turn comes is left alone, and
 * what came after the beginning, too.
 */
public final class EmailBulk {
  private final Post post;
  private final Supplier<Optional<MailSearch>> search;
  private final InstantSource clock;

  /**
   * @param search empty to open each email that a text is looked for in
   */
  public EmailBulk(Post post, Supplier<Optional<MailSearch>> search, InstantSource clock) {
    this.post = post;
    this.search = search;
    this.clock = clock;
  }

  /**
   * Numbers of emails.
   *
   * @param after those come that are higher
   * @param until the last
   */
  public record Span(long after, long until) {}

  /**
   * What came of a part.
   *
   * @param problems how many emails could not be changed, by the type of a SetError
   * @param reached all up to there were looked at
   * @param percent of all that are to be looked at
   */
  public record Part(
      int done, Map<String, Integer> problems, long reached, boolean more, int percent) {
    public Part {
      problems = Map.copyOf(problems);
    }
  }

  private EmailQuery query(Access access, JsonNode filter) {
    return EmailQuery.of(access, new TypedSearch(post, access, clock), filter);
  }

  /** The highest number that an email has now. */
  public long last(Access access) {
    return post.view(access.owner()).newestFirst().stream()
        .mapToLong(AccountEmail::number)
        .max()
        .orElse(0);
  }

  /**
   * Whether a filter is one.
   *
   * @throws MethodError unsupportedFilter, invalidArguments
   */
  public void check(Access access, JsonNode filter) {
    EmailQuery _ = query(access, filter);
  }

  /**
   * Whether a patch is one.
   *
   * @throws SetError.Thrown invalidPatch, invalidProperties
   */
  public void check(Access access, ObjectNode patch) {
    BulkPatch _ = BulkPatch.read(MailboxSight.of(post, access), patch);
  }

  /** How many there are now; as many as could be found in a second when that is long. */
  public long count(Access access, JsonNode filter, long until) {
    return find(access, filter, new Span(0, until), Integer.MAX_VALUE).emails().size();
  }

  private EmailQuery.Part find(Access access, JsonNode filter, Span span, int most) {
    return query(access, filter)
        .part(post, search.get(), access, post.view(access.owner()), span.after, span.until, most);
  }

  /** Changes a part. */
  public Part update(
      Access access, JsonNode filter, ObjectNode patch, Span span, int most, long deed) {
    BulkPatch wanted = BulkPatch.read(MailboxSight.of(post, access), patch);
    return edit(access, filter, email -> Optional.of(wanted.edit(access, email)), span, most, deed);
  }

  /** The emails that a filter finds, the newest first. */
  public List<AccountEmail> newest(Access access, JsonNode filter) {
    return query(access, filter)
        .run(
            post, search.get(), Optional.empty(), access, post.view(access.owner()), Long.MAX_VALUE)
        .emails();
  }

  /**
   * Changes a part, each email in its own way.
   *
   * @param change empty for one that nothing happens to; may be refused
   */
  public Part edit(
      Access access,
      JsonNode filter,
      Function<AccountEmail, Optional<EmailEdit>> change,
      Span span,
      int most,
      long deed) {
    EmailQuery.Part found = find(access, filter, span, most);
    Map<Long, Problem> problems = new HashMap<>();
    List<EmailEdit> edits = new ArrayList<>();
    for (AccountEmail email : found.emails()) {
      try {
        change.apply(email).ifPresent(edits::add);
      } catch (Refused e) {
        problems.put(email.number(), e.problem());
      }
    }
    Map<Long, Problem> refused = post.edits().apply(access.owner(), edits, deed);
    int done = edits.size() - refused.size();
    problems.putAll(refused);
    return part(done, found, span, problems);
  }

  /** Removes a part. */
  public Part destroy(Access access, JsonNode filter, Span span, int most, long deed) {
    EmailQuery.Part found = find(access, filter, span, most);
    Map<Long, Problem> problems = new HashMap<>();
    List<Long> numbers = new ArrayList<>();
    for (AccountEmail email : found.emails()) {
      try {
        email
            .mailboxes()
            .forEach(mailbox -> access.need(mailbox, Right.DELETE_MESSAGES, Right.EXPUNGE));
        numbers.add(email.number());
      } catch (Refused e) {
        problems.put(email.number(), e.problem());
      }
    }
    post.edits()
        .destroy(access.owner(), numbers, access.visible(), deed)
        .forEach(gone -> problems.put(gone, Problem.of(Problem.Kind.NOT_FOUND, "message.missing")));
    return part(found.emails().size() - problems.size(), found, span, problems);
  }

  private static Part part(
      int done, EmailQuery.Part found, Span span, Map<Long, Problem> problems) {
    boolean more = found.reached() < span.until;
    return new Part(
        done, types(problems), found.reached(), more, percent(found.reached(), 0, span.until));
  }

  private static int percent(long reached, long from, long to) {
    return to <= from ? 100 : Math.clamp((reached - from) * 100 / (to - from), 0, 100);
  }

  private static Map<String, Integer> types(Map<Long, Problem> problems) {
    Map<String, Integer> types = new LinkedHashMap<>();
    problems.values().forEach(one -> types.merge(UndoMethods.error(one).type(), 1, Integer::sum));
    return types;
  }

  /**
   * How many emails a deed touched.
   *
   * @throws Refused EXPIRED
   */
  public int count(Access access, Deed deed, int most) {
    return post.undoing().count(access.owner(), deed, most);
  }

  /**
   * Undoes a part.
   *
   * @param after the version up to which it is undone
   * @throws Refused EXPIRED
   */
  public Part undo(Access access, Deed deed, long after, int most, long by) {
    Undoing.Part part = post.undoing().undo(access.owner(), deed, after, most, access::rights, by);
    return new Part(
        part.undone().size(),
        types(part.problems()),
        part.reached(),
        part.more(),
        percent(part.reached(), deed.from(), deed.to()));
  }
}

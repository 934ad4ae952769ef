package org.mailstead.jmap.mail;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Post;
import org.mailstead.search.Condition;
import org.mailstead.search.QueryText;
import org.mailstead.words.MailboxId;

/**
 * What people type into a search field, as a condition of a filter: {@code {"search": "from:ada
 * is:unread", "timeZone": "Europe/Berlin"}}.
 */
public record TypedSearch(Post post, Access access, InstantSource clock) {
  /** Under which it may be used. */
  public static final String CAPABILITY = "urn:mailstead:params:jmap:search";

  /** Empty when the client does not use it. */
  static Optional<TypedSearch> of(
      Exchange exchange, Post post, Access access, InstantSource clock) {
    return exchange.uses(CAPABILITY)
        ? Optional.of(new TypedSearch(post, access, clock))
        : Optional.empty();
  }

  List<EmailCondition> conditions(Arguments in) {
    Optional<String> text = in.text("search");
    ZoneId zone = zone(in);
    return text.map(typed -> conditions(read(typed, zone))).orElse(List.of());
  }

  /**
   * The zone in which the reader's days begin.
   *
   * @throws MethodError invalidArguments
   */
  public static ZoneId zone(Arguments in) {
    return in.text("timeZone")
        .map(name -> {
          try {
            return ZoneId.of(name);
          } catch (DateTimeException e) {
            throw MethodError.invalidArguments("timeZone is to be a name such as Europe/Berlin");
          }
        })
        .orElse(ZoneOffset.UTC);
  }

  /**
   * @throws MethodError invalidArguments for one that is too long
   */
  public QueryText read(String typed, ZoneId zone) {
    if (typed.length() > QueryText.LONGEST) {
      throw MethodError.invalidArguments("at most " + QueryText.LONGEST + " characters");
    }
    return QueryText.parse(typed, clock.instant(), zone);
  }

  private List<EmailCondition> conditions(QueryText text) {
    List<EmailCondition> all = new ArrayList<>(List.of(new EmailCondition.Typed(text.query())));
    text.conditions().forEach(one -> all.add(condition(one)));
    return all;
  }

  private EmailCondition condition(Condition condition) {
    return switch (condition) {
      case Condition.In(String name, boolean not) -> new EmailCondition.InAny(mailboxes(name), not);
      case Condition.Is(Condition.Mark mark, boolean not) ->
          switch (mark) {
            case READ -> has("$seen", !not);
            case UNREAD -> has("$seen", not);
            case FLAGGED -> has("$flagged", !not);
            case ANSWERED -> has("$answered", !not);
            case FORWARDED -> has("$forwarded", !not);
            case DRAFT -> has("$draft", !not);
          };
    };
  }

  private static EmailCondition has(String keyword, boolean has) {
    return new EmailCondition.HasKeyword(keyword, has);
  }

  /** Those of that name, path or role that whoever asks can see. */
  public Set<MailboxId> mailboxes(String name) {
    var tree = post.mailboxes().tree(access.owner());
    String wanted = name.toLowerCase(Locale.ROOT);
    Set<MailboxId> found = new HashSet<>();
    for (Mailbox one : tree.all()) {
      boolean fits =
          one.name().toLowerCase(Locale.ROOT).equals(wanted)
              || tree.path(one).toLowerCase(Locale.ROOT).equals(wanted)
              || (one.role() != Mailbox.Role.NONE
                  && one.role().name().toLowerCase(Locale.ROOT).equals(wanted));
      if (fits && access.mayRead(one.id())) {
        found.add(one.id());
      }
    }
    return found;
  }
}

package org.mailstead.jmap.mail;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.Mailbox;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.node.ObjectNode;

/** Which mailboxes a client looks for, and in what order (RFC 8621 section 2.3). */
record MailboxQuery(
    Optional<Filter<Condition>> filter,
    List<Comparing> sort,
    boolean sortAsTree,
    boolean filterAsTree) {
  /**
   * @param parentId there and empty for those at the top; the same with the role
   */
  record Condition(
      Optional<Optional<String>> parentId,
      Optional<String> name,
      Optional<Optional<String>> role,
      Optional<Boolean> hasAnyRole,
      Optional<Boolean> isSubscribed) {
    static Condition read(ObjectNode object) {
      var in = new Arguments(object);
      var condition =
          new Condition(
              object.has("parentId") ? Optional.of(in.text("parentId")) : Optional.empty(),
              in.text("name"),
              object.has("role") ? Optional.of(in.text("role")) : Optional.empty(),
              in.optionalFlag("hasAnyRole"),
              in.optionalFlag("isSubscribed"));
      in.text("parentId");
      in.text("role");
      in.done();
      return condition;
    }

    boolean holds(MailboxSight sight, Mailbox mailbox) {
      Optional<String> parent = sight.parent(mailbox).map(above -> sight.id(above.id()));
      Optional<String> is = MailboxSight.role(mailbox.role());
      return parentId.map(parent::equals).orElse(true)
          && name.map(part -> contains(MailboxSight.name(mailbox), part)).orElse(true)
          && role.map(is::equals).orElse(true)
          && hasAnyRole.map(any -> any == is.isPresent()).orElse(true)
          && isSubscribed.map(yes -> yes == sight.isSubscribed(mailbox)).orElse(true);
    }

    private static boolean contains(String name, String part) {
      return name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
  }

  static MailboxQuery read(Arguments in) {
    return new MailboxQuery(
        Filter.read(in.any("filter"), Condition::read),
        Comparing.read(in),
        in.flag("sortAsTree"),
        in.flag("filterAsTree"));
  }

  List<Mailbox> run(MailboxSight sight) {
    Comparator<Mailbox> order = order();
    Comparator<Mailbox> whole = sortAsTree ? asTree(sight, order) : order;
    Predicate<Mailbox> matches =
        filter
            .map(some ->
                some.<Mailbox>predicate(condition -> mailbox -> condition.holds(sight, mailbox)))
            .orElse(_ -> true);
    List<Mailbox> found = sight.all().stream().filter(matches).sorted(whole).toList();
    if (!filterAsTree) {
      return found;
    }
    Set<Mailbox> in = new HashSet<>(found);
    return found.stream().filter(mailbox -> in.containsAll(sight.ancestry(mailbox))).toList();
  }

  private Comparator<Mailbox> order() {
    Comparator<Mailbox> order = (_, _) -> 0;
    for (Comparing one : sort) {
      Comparator<Mailbox> next =
          switch (one.property()) {
            case "sortOrder" -> Comparator.comparingLong(Mailbox::sortOrder);
            case "name" -> Comparator.comparing(MailboxSight::name, one.collation().order());
            case "parentId" ->
                Comparator.comparingLong(box -> box.parent().map(MailboxId::value).orElse(0L));
            case String other ->
                throw new MethodError("unsupportedSort", "mailboxes are not sorted by " + other);
          };
      order = order.thenComparing(one.ascending() ? next : next.reversed());
    }
    return order.thenComparing(MailboxSight.usual());
  }

  /** Whoever stands above comes first; else those decide that have the same parent. */
  private static Comparator<Mailbox> asTree(MailboxSight sight, Comparator<Mailbox> order) {
    return (one, other) -> {
      List<Mailbox> first = sight.ancestry(one);
      List<Mailbox> second = sight.ancestry(other);
      for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
        if (!first.get(i).id().equals(second.get(i).id())) {
          return order.compare(first.get(i), second.get(i));
        }
      }
      return Integer.compare(first.size(), second.size());
    };
  }
}

package org.mailstead.jmap.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.MailSearch;
import org.mailstead.post.MessageTexts;
import org.mailstead.post.Post;
import org.mailstead.search.Query;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * With whom somebody writes: who stands beside an address in From, To and Cc of the newest emails
 * that it stands in.
 */
record Correspondents(Post post, Optional<MailSearch> search, AccountId account) {
  /** Emails whose addresses are counted. */
  private static final int MOST = 500;

  /** Somebody, and in how many of the emails. */
  record Person(String email, String name, int count) {}

  /**
   * @param emails in which the address stands
   * @param looked how many of them were looked at, the newest
   * @param people who stands beside it, those with most emails first
   */
  record With(int emails, int looked, List<Person> people) {}

  With of(String address) {
    if (search.isEmpty()) {
      return new With(0, 0, List.of());
    }
    var asked =
        new Query.Or(
            List.of(
                new Query.Text(Query.Scope.FROM, address),
                new Query.Text(Query.Scope.TO, address),
                new Query.Text(Query.Scope.CC, address)));
    MailSearch.Answer answer = search.get().find(account, asked);
    List<Long> found =
        post.view(account).newestFirst().stream()
            .filter(AccountEmail::isShown)
            .map(AccountEmail::number)
            .filter(number -> answer.matches().contains(number))
            .toList();
    List<Long> looked = found.subList(0, Math.min(MOST, found.size()));
    Map<Long, Email> rows = post.emails().get(account, looked);
    Map<String, Person> people = new HashMap<>();
    for (long number : looked) {
      Email row = rows.get(number);
      if (row != null) {
        count(header(row), people);
      }
    }
    people.remove(address.toLowerCase(Locale.ROOT));
    List<Person> sorted = new ArrayList<>(people.values());
    sorted.sort(Comparator.comparingInt(Person::count).reversed().thenComparing(Person::email));
    return new With(found.size(), looked.size(), sorted);
  }

  private List<HeaderField> header(Email row) {
    try {
      return new MessageTexts(post.emails(), account, row).header();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "message.unreadable");
    }
  }

  /** Each once for an email. */
  private static void count(List<HeaderField> header, Map<String, Person> people) {
    Set<String> seen = new HashSet<>();
    for (String field : List.of("from", "to", "cc")) {
      HeaderProperty.of(field).stream()
          .flatMap(one -> one.lastOf(header).stream())
          .filter(HeaderValue.Addresses.class::isInstance)
          .map(HeaderValue.Addresses.class::cast)
          .flatMap(value -> value.list().stream())
          .filter(one -> seen.add(one.email().toLowerCase(Locale.ROOT)))
          .forEach(one -> add(one.email().toLowerCase(Locale.ROOT), one.name().orElse(""), people));
    }
  }

  private static void add(String email, String name, Map<String, Person> people) {
    people.merge(
        email,
        new Person(email, name, 1),
        (known, fresh) ->
            new Person(
                email, known.name().isEmpty() ? fresh.name() : known.name(), known.count() + 1));
  }
}

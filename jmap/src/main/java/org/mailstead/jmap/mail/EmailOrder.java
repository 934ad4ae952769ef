package org.mailstead.jmap.mail;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.BaseSubject;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Flags;
import org.mailstead.post.Keywords;
import org.mailstead.post.Post;

/** Orders emails (RFC 8621 section 4.4.2). What an order goes by is read once for each email. */
final class EmailOrder {
  private static final Set<String> OF_KEYWORDS =
      Set.of("hasKeyword", "allInThreadHaveKeyword", "someInThreadHaveKeyword");

  static final List<String> PROPERTIES =
      List.of(
          "receivedAt",
          "size",
          "from",
          "to",
          "subject",
          "sentAt",
          "hasKeyword",
          "allInThreadHaveKeyword",
          "someInThreadHaveKeyword");

  private final Post post;
  private final Access access;
  private final List<AccountEmail> emails;
  private final Keywords keywords;
  private final EmailQuery.Threads threads;

  EmailOrder(
      Post post,
      Access access,
      List<AccountEmail> emails,
      Keywords keywords,
      EmailQuery.Threads threads) {
    this.post = post;
    this.access = access;
    this.emails = emails;
    this.keywords = keywords;
    this.threads = threads;
  }

  /**
   * @throws MethodError unsupportedSort, invalidArguments
   */
  static List<Comparing> checked(List<Comparing> sort) {
    for (Comparing one : sort) {
      if (!PROPERTIES.contains(one.property())) {
        throw new MethodError("unsupportedSort", "emails are not sorted by " + one.property());
      }
      if (OF_KEYWORDS.contains(one.property()) && one.keyword().isEmpty()) {
        throw MethodError.invalidArguments("that sort needs a keyword");
      }
    }
    return sort;
  }

  /** Whether that is the order in which emails are looked at anyway: the newest first. */
  static boolean isUsual(List<Comparing> sort) {
    return sort.size() == 1
        && sort.getFirst().property().equals("receivedAt")
        && !sort.getFirst().ascending();
  }

  static boolean isOfThread(Comparing one) {
    return one.property().endsWith("InThreadHaveKeyword");
  }

  Comparator<AccountEmail> of(List<Comparing> sort) {
    if (sort.isEmpty()) {
      return EmailQuery.usual();
    }
    Comparator<AccountEmail> order = (_, _) -> 0;
    for (Comparing one : sort) {
      Comparator<AccountEmail> next = of(one);
      order = order.thenComparing(one.ascending() ? next : next.reversed());
    }
    return order.thenComparing(EmailQuery.usual());
  }

  private Comparator<AccountEmail> of(Comparing one) {
    return switch (one.property()) {
      case "receivedAt" -> Comparator.comparingLong(AccountEmail::receivedMs);
      case "size" -> Comparator.comparingInt(AccountEmail::size);
      case "from" -> read(email -> person(email, EnvelopeForm.Field.FROM), "", one);
      case "to" -> read(email -> person(email, EnvelopeForm.Field.TO), "", one);
      case "subject" -> read(this::subject, "", one);
      case "sentAt" -> {
        Map<Long, Long> times = read(this::sentAt);
        yield Comparator.comparingLong(email -> times.getOrDefault(email.number(), 0L));
      }
      case "hasKeyword" -> {
        Optional<Flags> bits = bits(one);
        yield flag(email -> bits.isPresent() && email.flags().has(bits.get()));
      }
      case "allInThreadHaveKeyword" -> ofThread(EmailCondition.ThreadKeyword.Which.ALL, one);
      case "someInThreadHaveKeyword" -> ofThread(EmailCondition.ThreadKeyword.Which.SOME, one);
      case String other -> throw new MethodError("unsupportedSort", other);
    };
  }

  private Optional<Flags> bits(Comparing one) {
    return EmailKeywords.bits(one.keyword().orElse(""), keywords);
  }

  private Comparator<AccountEmail> ofThread(
      EmailCondition.ThreadKeyword.Which which, Comparing one) {
    Optional<Flags> bits = bits(one);
    return flag(email -> threads.holds(which, bits, email));
  }

  private static Comparator<AccountEmail> flag(Function<AccountEmail, Boolean> of) {
    return Comparator.comparing(of);
  }

  private Comparator<AccountEmail> read(
      Function<Email, String> of, String otherwise, Comparing one) {
    Map<Long, String> texts = read(of);
    return Comparator.comparing(
        email -> texts.getOrDefault(email.number(), otherwise), one.collation().order());
  }

  private <V> Map<Long, V> read(Function<Email, V> of) {
    var rows = new EmailRows(post, access.owner(), emails);
    Map<Long, V> values = HashMap.newHashMap(emails.size());
    emails.forEach(
        email -> rows.get(email).ifPresent(row -> values.put(email.number(), of.apply(row))));
    return values;
  }

  private EnvelopeForm envelope(Email email) {
    return post.emails().envelope(access.owner(), email);
  }

  /** The name, or where there is none the address, of the first one. */
  private String person(Email email, EnvelopeForm.Field field) {
    return envelope(email)
        .first(field)
        .map(one ->
            one.name()
                .filter(name -> !name.isBlank())
                .orElseGet(() -> one.mailbox() + one.host().map(host -> "@" + host).orElse("")))
        .orElse("");
  }

  private String subject(Email email) {
    return BaseSubject.of(envelope(email).text(EnvelopeForm.Field.SUBJECT).orElse("")).text();
  }

  private long sentAt(Email email) {
    return envelope(email)
        .octets(EnvelopeForm.Field.DATE)
        .flatMap(date -> DateTimes.parse(date.text()))
        .map(date -> date.toInstant().toEpochMilli())
        .orElse(0L);
  }
}

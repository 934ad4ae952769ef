package org.mailstead.imap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.BaseSubject;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.post.Member;

/** Sorts as RFC 5256 and RFC 5957 say it, from the header of each message. */
final class SlowSort {
  private SlowSort() {}

  /** A message, and its place in the mailbox. */
  record Mail(int index, Member member, MessageStructure structure) {}

  static List<Integer> sort(List<Mail> mails, List<SortCriterion> criteria) {
    Comparator<Mail> order = (_, _) -> 0;
    for (SortCriterion criterion : criteria) {
      Comparator<Mail> next = order(criterion.field());
      order = order.thenComparing(criterion.reverse() ? next.reversed() : next);
    }
    List<Mail> sorted = new ArrayList<>(mails);
    sorted.sort(order.thenComparingInt(Mail::index));
    return sorted.stream().map(Mail::index).toList();
  }

  private static Comparator<Mail> order(SortCriterion.Field field) {
    return switch (field) {
      case ARRIVAL -> Comparator.comparing(mail -> mail.member().received());
      case SIZE -> Comparator.comparingInt(mail -> mail.member().size());
      case DATE -> Comparator.comparing(SlowSort::sent);
      case SUBJECT -> text(field);
      case CC, FROM, TO, DISPLAYFROM, DISPLAYTO -> text(field);
      case RELEVANCY -> throw new UnsupportedOperationException();
    };
  }

  private static Comparator<Mail> text(SortCriterion.Field field) {
    return (one, other) ->
        Arrays.compareUnsigned(Casemap.key(text(field, one)), Casemap.key(text(field, other)));
  }

  private static java.time.Instant sent(Mail mail) {
    return HeaderField.first(mail.structure().header(), "Date")
        .flatMap(field -> DateTimes.parse(field.unfolded().latin1()))
        .map(date -> date.toInstant())
        .orElse(mail.member().received());
  }

  private static String text(SortCriterion.Field field, Mail mail) {
    if (field == SortCriterion.Field.SUBJECT) {
      return HeaderField.first(mail.structure().header(), "Subject")
          .map(HeaderField::text)
          .map(subject -> BaseSubject.of(subject).text())
          .orElse("");
    }
    String name = field.name().replace("DISPLAY", "");
    boolean display = field.name().startsWith("DISPLAY");
    return HeaderField.first(mail.structure().header(), name)
        .map(found -> AddressList.parse(found.value()))
        .filter(list -> !list.isEmpty())
        .map(list -> text(list.getFirst(), display))
        .orElse("");
  }

  private static String text(Address address, boolean display) {
    return switch (address) {
      case Address.Group(Octets name, var _) -> name.decoded();
      case Address.Mailbox mailbox ->
          display
              ? mailbox
                  .name()
                  .map(Octets::decoded)
                  .filter(name -> !name.isEmpty())
                  .orElse(mailbox.local().decoded() + "@" + mailbox.domain().decoded())
              : mailbox.local().decoded();
    };
  }
}

package org.mailstead.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.Disposition;
import org.mailstead.formats.mime.Parameters;

/** What tests compare of header fields and addresses. */
final class FieldValues {
  private final Mail mail;
  private final List<PartView> loops;
  private final Budget budget;

  /**
   * The values of a message.
   *
   * @param loops the parts that loops are at, the innermost last
   */
  FieldValues(Mail mail, List<PartView> loops, Budget budget) {
    this.mail = mail;
    this.loops = loops;
    this.budget = budget;
  }

  /** The fields of these names in the scope; an index counts within one name. */
  List<MailField> fields(Scope scope, Index index, List<String> names) {
    var found = new ArrayList<MailField>();
    for (MailHeader header : headers(scope)) {
      for (String name : names) {
        budget.work(header.fields().size());
        found.addAll(index.of(header.named(name)));
      }
    }
    return found;
  }

  private List<MailHeader> headers(Scope scope) {
    if (!scope.mime() || (loops.isEmpty() && !scope.anyChild())) {
      return List.of(mail.fields());
    }
    PartView at =
        loops.isEmpty() ? new PartView(mail.base(), mail.structure().body()) : loops.getLast();
    return scope.anyChild() ? at.all().stream().map(this::read).toList() : List.of(header(at));
  }

  private static MailHeader header(PartView part) {
    return new MailHeader(part.fields());
  }

  private MailHeader read(PartView part) {
    budget.work(part.part().extent().body() - part.part().extent().start());
    return header(part);
  }

  /** What of a field is compared (RFC 5703 section 4). */
  List<String> values(Scope.Aspect aspect, MailField field, Variables variables) {
    if (aspect instanceof Scope.Whole) {
      return List.of(field.text());
    }
    Optional<ContentType> type =
        field.is("Content-Type") ? ContentType.parse(field.value()) : Optional.empty();
    Optional<Disposition> disposition =
        field.is("Content-Disposition") ? Disposition.parse(field.value()) : Optional.empty();
    Optional<Parameters> parameters =
        type.map(ContentType::parameters).or(() -> disposition.map(Disposition::parameters));
    return switch (aspect) {
      case Scope.Whole _ -> List.of(field.text());
      case Scope.Type _ ->
          type.map(ContentType::type).or(() -> disposition.map(Disposition::type)).stream()
              .toList();
      case Scope.Subtype _ ->
          type.map(ContentType::subtype).or(() -> disposition.map(_ -> "")).stream().toList();
      case Scope.ContentType _ ->
          type.map(ContentType::media).or(() -> disposition.map(Disposition::type)).stream()
              .toList();
      case Scope.Parameter(List<Text> names) ->
          parameters
              .map(all ->
                  variables.texts(names).stream()
                      .map(name -> all.text(name.toLowerCase(Locale.ROOT)))
                      .flatMap(Optional::stream)
                      .toList())
              .orElse(List.of());
    };
  }

  /** The mailboxes that a field names. */
  List<Address.Mailbox> mailboxes(MailField field) {
    budget.work(4L * field.value().length());
    return field.mailboxes();
  }

  /** A part of an address; empty when the address has none (RFC 5233 section 4). */
  static Optional<String> part(AddressPart part, String local, String domain) {
    int plus = local.indexOf('+');
    return switch (part) {
      case ALL -> Optional.of(domain.isEmpty() ? local : local + "@" + domain);
      case LOCALPART -> Optional.of(local);
      case DOMAIN -> domain.isEmpty() ? Optional.empty() : Optional.of(domain);
      case USER -> Optional.of(plus < 0 ? local : local.substring(0, plus));
      case DETAIL -> plus < 0 ? Optional.empty() : Optional.of(local.substring(plus + 1));
    };
  }
}

package org.mailstead.jmap.mail;

import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.Email;
import org.mailstead.search.Query;

/**
 * Looks for a typed query in an email that is not in the index yet: all of its words have to stand
 * in the text, whatever their form.
 */
record OpenedEmail(EmailTexts texts, Query query) {
  boolean matches(Email email) {
    return matches(query, email);
  }

  private boolean matches(Query some, Email email) {
    return switch (some) {
      case Query.And(var all) -> all.stream().allMatch(one -> matches(one, email));
      case Query.Or(var any) -> any.stream().anyMatch(one -> matches(one, email));
      case Query.Not(Query one) -> !matches(one, email);
      case Query.Text(var scope, String text) -> isIn(scope, SoughtText.parse(text), email);
      case Query.Phrase(var scope, String text) -> isIn(scope, SoughtText.phrase(text), email);
      case Query.Prefix(var scope, String text) -> isIn(scope, SoughtText.phrase(text), email);
      case Query.Header(String name, String text) -> isInHeader(name, text, email);
      case Query.ListId(String text) -> isInHeader("List-Id", text, email);
      case Query.DateBefore(long time) -> email.details().received().toEpochMilli() < time;
      case Query.DateFrom(long time) -> email.details().received().toEpochMilli() >= time;
      case Query.SizeAtLeast(long size) -> email.size() >= size;
      case Query.SizeBelow(long size) -> email.size() < size;
      case Query.HasAttachment() -> email.details().hasAttachment();
    };
  }

  private boolean isInHeader(String name, String text, Email email) {
    Optional<String> sought = text.isEmpty() ? Optional.empty() : Optional.of(text);
    return texts.matches(email, new EmailCondition.Header(name, sought));
  }

  private boolean isIn(Query.Scope scope, SoughtText text, Email email) {
    return switch (scope) {
      case ALL -> texts.matches(email, text(EmailCondition.Text.Where.ANYWHERE, text));
      case SUBJECT -> texts.matches(email, text(EmailCondition.Text.Where.SUBJECT, text));
      case BODY, ATTACHMENT_NAME, ATTACHMENT_TEXT ->
          texts.matches(email, text(EmailCondition.Text.Where.BODY, text));
      case FROM -> isIn(EnvelopeForm.Field.FROM, text, email);
      case TO -> isIn(EnvelopeForm.Field.TO, text, email);
      case CC -> isIn(EnvelopeForm.Field.CC, text, email);
      case BCC -> isIn(EnvelopeForm.Field.BCC, text, email);
      case RECIPIENTS ->
          isIn(EnvelopeForm.Field.TO, text, email)
              || isIn(EnvelopeForm.Field.CC, text, email)
              || isIn(EnvelopeForm.Field.BCC, text, email);
    };
  }

  private static EmailCondition.Text text(EmailCondition.Text.Where where, SoughtText text) {
    return new EmailCondition.Text(where, text);
  }

  private boolean isIn(EnvelopeForm.Field field, SoughtText text, Email email) {
    return text.isIn(SoughtText.fold(texts.field(email, field)));
  }
}

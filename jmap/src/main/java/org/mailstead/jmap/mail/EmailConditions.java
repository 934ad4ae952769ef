package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.post.ObjectIds;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a client looks for in emails (RFC 8621 section 4.4.1). */
final class EmailConditions {
  private EmailConditions() {}

  private static final Map<String, EmailCondition.Text.Where> TEXTS =
      Map.of(
          "text", EmailCondition.Text.Where.ANYWHERE,
          "from", EmailCondition.Text.Where.FROM,
          "to", EmailCondition.Text.Where.TO,
          "cc", EmailCondition.Text.Where.CC,
          "bcc", EmailCondition.Text.Where.BCC,
          "subject", EmailCondition.Text.Where.SUBJECT,
          "body", EmailCondition.Text.Where.BODY);

  private static final Map<String, EmailCondition.ThreadKeyword.Which> THREADS =
      Map.of(
          "allInThreadHaveKeyword", EmailCondition.ThreadKeyword.Which.ALL,
          "someInThreadHaveKeyword", EmailCondition.ThreadKeyword.Which.SOME,
          "noneInThreadHaveKeyword", EmailCondition.ThreadKeyword.Which.NONE);

  /** RFC 9219 section 4.2. */
  private static final Map<String, EmailCondition.Signature.What> SIGNATURES =
      Map.of(
          "hasSmime", EmailCondition.Signature.What.ANY,
          "hasVerifiedSmime", EmailCondition.Signature.What.VERIFIED,
          "hasVerifiedSmimeAtDelivery", EmailCondition.Signature.What.VERIFIED_AT_DELIVERY);

  /**
   * Reads a FilterCondition, all of which must hold.
   *
   * @param typed understands what somebody typed; empty where that is no condition
   * @param smime whether signatures are a condition
   */
  static List<EmailCondition> read(
      AccountId account, Optional<TypedSearch> typed, boolean smime, ObjectNode object) {
    var in = new Arguments(object);
    List<EmailCondition> all = new ArrayList<>();
    in.text("inMailbox")
        .ifPresent(
            id -> all.add(new EmailCondition.InMailbox(ObjectIds.parseMailbox(account, id))));
    in.texts("inMailboxOtherThan")
        .ifPresent(ids -> {
          Set<MailboxId> mailboxes = new HashSet<>();
          ids.forEach(id -> ObjectIds.parseMailbox(account, id).ifPresent(mailboxes::add));
          all.add(new EmailCondition.InMailboxOtherThan(mailboxes));
        });
    in.time("before").ifPresent(time -> all.add(new EmailCondition.Before(time)));
    in.time("after").ifPresent(time -> all.add(new EmailCondition.After(time)));
    in.unsigned("minSize").ifPresent(size -> all.add(new EmailCondition.MinSize(size)));
    in.unsigned("maxSize").ifPresent(size -> all.add(new EmailCondition.MaxSize(size)));
    THREADS.forEach((name, which) ->
        keyword(in, name)
            .ifPresent(keyword -> all.add(new EmailCondition.ThreadKeyword(which, keyword))));
    keyword(in, "hasKeyword")
        .ifPresent(keyword -> all.add(new EmailCondition.HasKeyword(keyword, true)));
    keyword(in, "notKeyword")
        .ifPresent(keyword -> all.add(new EmailCondition.HasKeyword(keyword, false)));
    in.optionalFlag("hasAttachment")
        .ifPresent(has -> all.add(new EmailCondition.HasAttachment(has)));
    TEXTS.forEach((name, where) ->
        in.text(name)
            .ifPresent(text -> all.add(new EmailCondition.Text(where, SoughtText.parse(text)))));
    in.texts("header").ifPresent(words -> all.add(header(words)));
    if (smime) {
      SIGNATURES.forEach((name, what) ->
          in.optionalFlag(name).ifPresent(has -> all.add(new EmailCondition.Signature(what, has))));
    }
    typed.ifPresent(reading -> all.addAll(reading.conditions(in)));
    in.done();
    all.sort(Comparator.comparingInt(EmailCondition::cost));
    return all;
  }

  private static Optional<String> keyword(Arguments in, String name) {
    return in.text(name).map(keyword -> keyword.toLowerCase(Locale.ROOT));
  }

  private static EmailCondition header(List<String> words) {
    if (words.isEmpty() || words.size() > 2) {
      throw MethodError.invalidArguments("header is a name, or a name and a text");
    }
    return new EmailCondition.Header(
        words.getFirst(), words.size() == 2 ? Optional.of(words.get(1)) : Optional.empty());
  }

  /** Whether emails may come to match it, or cease to, though nothing happens to any. */
  static boolean isOfTime(Optional<Filter<List<EmailCondition>>> filter) {
    return filter.isPresent()
        && filter.get().conditions().stream()
            .flatMap(List::stream)
            .anyMatch(EmailCondition::isOfTime);
  }

  /** Whether a filter goes by other emails of a thread. */
  static boolean isOfThread(Optional<Filter<List<EmailCondition>>> filter) {
    return filter.isPresent()
        && filter.get().conditions().stream()
            .flatMap(List::stream)
            .anyMatch(EmailCondition::isOfThread);
  }
}

package org.mailstead.jmap.search;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.agenda.contacts.Contacts;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.jmap.core.Folded;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;

/**
 * To whom somebody may want to write, by the first letters of a name or an address: those whom he
 * writes to, lately and often, before those who write to him; contacts and their groups among them.
 */
final class Recipients {
  /** Emails that are looked at, the newest: of those that were sent, and of those that came. */
  private static final int MOST = 1_000;

  private static final int TO = 4;
  private static final int FROM = 1;
  private static final int CONTACT = 2;

  /** After which an email counts half. */
  private static final Duration HALF = Duration.ofDays(60);

  private static final int MOST_MEMBERS = 200;

  private static final Pattern GAPS = Pattern.compile("[\\s.,;:@<>\"'()_+-]+");

  private final Post post;
  private final AccountId account;
  private final InstantSource clock;
  private final Map<String, Someone> people = new HashMap<>();
  private final List<Someone> groups = new ArrayList<>();

  Recipients(Post post, AccountId account, InstantSource clock) {
    this.post = post;
    this.account = account;
    this.clock = clock;
  }

  /**
   * Somebody to write to.
   *
   * @param email empty for a group
   * @param contact the number of the card, if there is one
   * @param members of a group
   */
  record Someone(
      String name, String email, Optional<Long> contact, List<Someone> members, double score) {
    Someone {
      members = List.copyOf(members);
    }

    private Someone and(Someone other) {
      boolean named = contact.isPresent() || (!name.isEmpty() && other.contact.isEmpty());
      return new Someone(
          named ? name : other.name,
          email,
          contact.or(() -> other.contact),
          List.of(),
          score + other.score);
    }
  }

  /** Those that fit, the likeliest first. */
  List<Someone> of(String typed, int limit) {
    lookAtMail();
    lookAtContacts();
    List<String> words = typed(typed);
    return Stream.concat(people.values().stream(), groups.stream())
        .filter(one -> fits(one, words))
        .sorted(Comparator.comparingDouble(Someone::score).reversed().thenComparing(Someone::email))
        .limit(limit)
        .toList();
  }

  private static boolean fits(Someone one, List<String> words) {
    List<String> own = words(one.name + " " + one.email);
    String email = Folded.of(one.email);
    return words.stream()
        .allMatch(
            word -> email.startsWith(word) || own.stream().anyMatch(had -> had.startsWith(word)));
  }

  /** The words of what was typed; what has an @ is the beginning of an address. */
  private static List<String> typed(String text) {
    List<String> typed = new ArrayList<>();
    for (String part : Folded.of(text.strip()).split("\\s+", -1)) {
      typed.addAll(part.indexOf('@') > 0 ? List.of(part) : words(part));
    }
    return typed;
  }

  private static List<String> words(String text) {
    return GAPS.splitAsStream(Folded.of(text)).filter(word -> !word.isEmpty()).toList();
  }

  private void lookAtMail() {
    MailboxTree tree = post.mailboxes().tree(account);
    Optional<MailboxId> sentBox = tree.find(Mailbox.Role.SENT).map(Mailbox::id);
    Set<Mailbox.Role> not = Set.of(Mailbox.Role.JUNK, Mailbox.Role.TRASH, Mailbox.Role.DRAFTS);
    Set<MailboxId> left =
        tree.all().stream()
            .filter(mailbox -> not.contains(mailbox.role()))
            .map(Mailbox::id)
            .collect(java.util.stream.Collectors.toSet());
    List<AccountEmail> sent = new ArrayList<>();
    List<AccountEmail> came = new ArrayList<>();
    for (AccountEmail email : post.view(account).newestFirst()) {
      if (email.isShown() && email.mailboxes().stream().noneMatch(left::contains)) {
        boolean isSent = sentBox.filter(email::isIn).isPresent();
        List<AccountEmail> list = isSent ? sent : came;
        if (list.size() < MOST) {
          list.add(email);
        }
      }
      if (sent.size() == MOST && came.size() == MOST) {
        break;
      }
    }
    var to = Stream.of(EnvelopeForm.Field.TO, EnvelopeForm.Field.CC, EnvelopeForm.Field.BCC);
    count(sent, to.toList(), TO);
    count(came, List.of(EnvelopeForm.Field.FROM), FROM);
  }

  private void count(List<AccountEmail> emails, List<EnvelopeForm.Field> fields, int weight) {
    Map<Long, Email> rows =
        post.emails().get(account, emails.stream().map(AccountEmail::number).toList());
    for (AccountEmail email : emails) {
      Email row = rows.get(email.number());
      double age = Math.max(0, clock.millis() - email.receivedMs());
      double score = weight * Math.pow(0.5, age / HALF.toMillis());
      if (row != null) {
        row.envelope()
            .ifPresent(envelope ->
                fields.stream()
                    .flatMap(field -> envelope.all(field).stream())
                    .forEach(one -> add(one, score)));
      }
    }
  }

  private void add(EnvelopeForm.First one, double score) {
    one.host()
        .map(host -> one.mailbox() + "@" + host)
        .filter(email -> email.length() <= 254)
        .ifPresent(email ->
            add(new Someone(one.name().orElse(""), email, Optional.empty(), List.of(), score)));
  }

  private void add(Someone one) {
    people.merge(one.email.toLowerCase(Locale.ROOT), one, Someone::and);
  }

  private void lookAtContacts() {
    Map<String, Contact> byUid = new LinkedHashMap<>();
    new Contacts(post).all(account).forEach(contact -> byUid.put(contact.uid(), contact));
    for (Contact contact : byUid.values()) {
      emails(contact)
          .forEach(email ->
              add(
                  new Someone(
                      name(contact), email, Optional.of(contact.id()), List.of(), CONTACT)));
    }
    for (Contact contact : byUid.values()) {
      List<Someone> members = members(contact, byUid);
      if (!members.isEmpty()) {
        groups.add(
            new Someone(name(contact), "", Optional.of(contact.id()), members, CONTACT * 2.0));
      }
    }
  }

  /** The first address of each member that has one. */
  private static List<Someone> members(Contact group, Map<String, Contact> byUid) {
    return group.members().stream()
        .flatMap(uid -> Optional.ofNullable(byUid.get(uid)).stream())
        .flatMap(member ->
            emails(member)
                .limit(1)
                .map(email ->
                    new Someone(name(member), email, Optional.of(member.id()), List.of(), 0)))
        .limit(MOST_MEMBERS)
        .sorted(Comparator.comparing(Someone::name).thenComparing(Someone::email))
        .toList();
  }

  private static Stream<String> emails(Contact contact) {
    return contact
        .card()
        .path("emails")
        .valueStream()
        .map(one -> one.path("address").asString(""))
        .filter(email -> email.indexOf('@') > 0);
  }

  private static String name(Contact contact) {
    JsonNode name = contact.card().path("name");
    String full = name.path("full").asString("");
    return full.isEmpty()
        ? String.join(
            " ",
            name.path("components")
                .valueStream()
                .map(one -> one.path("value").asString(""))
                .toList())
        : full;
  }
}

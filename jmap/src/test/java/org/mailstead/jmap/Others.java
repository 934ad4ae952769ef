package org.mailstead.jmap;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.CopyAcross;
import org.mailstead.post.EmailEdit;
import org.mailstead.post.FlagChange;
import org.mailstead.post.FlagScope;
import org.mailstead.post.Mailbox;
import org.mailstead.post.NewMessage;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/** Change ada's mail at random, as programs of every kind do. */
final class Others {
  private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged", "\\Draft");

  private final JmapWorld world;
  private final RandomGenerator random;
  private final AccountId ada;
  private int made;

  Others(JmapWorld world, RandomGenerator random) {
    this.world = world;
    this.random = random;
    this.ada = world.ada.id();
  }

  void step() {
    MailboxId from = box();
    var messages = world.post.messages();
    switch (random.nextInt(13)) {
      case 0, 1, 2 -> messages.append(ada, from, messages(random.nextInt(1, 6), ada));
      case 3 -> messages.append(ada, from, messages(random.nextInt(6) == 0 ? 120 : 2, ada));
      case 4 -> messages.copy(ada, from, uids(from), box());
      case 5 -> messages.move(ada, from, uids(from), box());
      case 6, 7 -> messages.flag(ada, from, uids(from), flagging(), OptionalLong.empty());
      case 8 -> messages.expunge(ada, from, uids(from), random.nextInt(3) > 0);
      case 9 -> world.post.edits().apply(ada, edits());
      case 10 -> world.post.edits().destroy(ada, numbers(), Optional.empty());
      case 11 -> mailboxes();
      default -> across();
    }
  }

  private MailboxId box() {
    List<Mailbox> all = world.post.mailboxes().tree(ada).all();
    return random.nextInt(3) == 0 ? world.inbox() : all.get(random.nextInt(all.size())).id();
  }

  private List<NewMessage> messages(int count, AccountId account) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(account));
    }
    return messages;
  }

  private NewMessage message(AccountId account) {
    made++;
    String answer =
        random.nextBoolean()
            ? ""
            : "In-Reply-To: <m%d@example.test>\n".formatted(random.nextInt(made));
    String text =
        "Message-ID: <m%d@example.test>\n%sSubject: s%d\n\nt%d\n"
            .formatted(made, answer, random.nextInt(made), made);
    NewMessage now = world.message(account, text, flags().toArray(String[]::new));
    return new NewMessage(
        now.body(),
        now.prefix(),
        now.structure(),
        now.preview(),
        now.flags(),
        world
            .clock
            .instant()
            .plus(Duration.ofMinutes(random.nextInt(100)))
            .atOffset(ZoneOffset.UTC),
        List.of());
  }

  private Set<String> flags() {
    var flags = new HashSet<String>();
    FLAGS.stream().filter(_ -> random.nextInt(4) == 0).forEach(flags::add);
    return flags;
  }

  private FlagChange flagging() {
    FlagChange.Mode[] modes = FlagChange.Mode.values();
    return new FlagChange(modes[random.nextInt(modes.length)], flags());
  }

  private List<Integer> uids(MailboxId box) {
    List<Integer> uids = new ArrayList<>();
    int among = random.nextInt(3) == 0 ? 1 : 4;
    world
        .post
        .view(ada, box)
        .each(member -> {
          if (random.nextInt(among) == 0) {
            uids.add(member.uid());
          }
        });
    return uids.size() > 200 ? uids.subList(0, 200) : uids;
  }

  private List<Long> numbers() {
    List<AccountEmail> all = new ArrayList<>();
    world.post.view(ada).each(all::add);
    return all.stream()
        .filter(_ -> random.nextInt(10) == 0)
        .map(AccountEmail::number)
        .limit(10)
        .toList();
  }

  private List<EmailEdit> edits() {
    return numbers().stream()
        .map(number ->
            new EmailEdit(
                number,
                random.nextBoolean()
                    ? EmailEdit.Change.to(Set.of(box()))
                    : EmailEdit.Change.by(Set.of(box()), Set.of(world.inbox())),
                EmailEdit.Change.by(Set.of("\\Flagged"), Set.of("\\Seen"))))
        .toList();
  }

  private void mailboxes() {
    try {
      var mailboxes = world.post.mailboxes();
      switch (random.nextInt(3)) {
        case 0 -> mailboxes.create(ada, "b" + random.nextInt(4), Mailbox.Role.NONE);
        case 1 -> mailboxes.rename(ada, box(), "b" + random.nextInt(4) + "/c");
        default -> mailboxes.delete(ada, box());
      }
    } catch (Refused e) {
      // It is there, or cannot be done.
    }
  }

  private void across() {
    AccountId bob = world.bob.id();
    MailboxId inbox = world.mailbox(bob, Mailbox.Role.INBOX);
    world.post.messages().append(bob, inbox, messages(2, bob));
    List<Integer> uids = new ArrayList<>();
    world.post.view(bob, inbox).each(member -> uids.add(member.uid()));
    var from = new CopyAcross.Place(bob, inbox);
    List<Integer> some = uids.stream().filter(_ -> random.nextInt(3) == 0).toList();
    world.post.copies().copy(from, some, new CopyAcross.Place(ada, box()), FlagScope.ALL);
  }
}

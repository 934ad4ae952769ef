package org.mailstead.post;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/** Does to an account whatever clients of all kinds do, at random. */
final class Changer {
  private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Draft", "work");

  private final World world;
  private final AccountId ada;
  private final AccountId bob;
  private final RandomGenerator random;
  private int made;

  /**
   * @param bob whose mail is copied now and then
   */
  Changer(World world, AccountId ada, AccountId bob, RandomGenerator random) {
    this.world = world;
    this.ada = ada;
    this.bob = bob;
    this.random = random;
  }

  void step() {
    switch (random.nextInt(14)) {
      case 0 -> append(random.nextInt(1, 5));
      case 1 -> append(random.nextInt(5) == 0 ? 130 : 10);
      case 2 -> create();
      case 3, 4 -> edit();
      case 5 -> destroy();
      case 6 -> copy();
      case 7 -> move();
      case 8, 9 -> flag();
      case 10, 11 -> expunge();
      case 12 -> mailboxes();
      default -> across();
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private MailboxId box() {
    return any(world.post.mailboxes().tree(ada).all()).id();
  }

  private Set<String> flags() {
    var flags = new HashSet<String>();
    FLAGS.stream().filter(_ -> random.nextInt(4) == 0).forEach(flags::add);
    return flags;
  }

  /** A new one, or one that answers another. */
  private NewMessage message(AccountId account) {
    made++;
    int before = random.nextInt(made);
    String text =
        "Subject: s%d\r\nMessage-ID: <m%d@example.test>\r\n%s\r\nt%d\r\n"
            .formatted(
                before,
                made,
                random.nextInt(3) == 0
                    ? "In-Reply-To: <m" + before + "@example.test>\r\nSubject: Re: s\r\n"
                    : "",
                made);
    return world.message(account, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), flags());
  }

  private void append(int count) {
    List<NewMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message(ada));
    }
    world.post.messages().append(ada, box(), messages);
  }

  private Set<MailboxId> boxes() {
    var boxes = new HashSet<MailboxId>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      boxes.add(box());
    }
    return boxes;
  }

  private void create() {
    world.post.edits().create(ada, boxes(), message(ada));
  }

  private List<AccountEmail> emails() {
    List<AccountEmail> some = new ArrayList<>();
    int among = random.nextInt(1, 40);
    world
        .post
        .view(ada)
        .each(email -> {
          if (random.nextInt(among) == 0) {
            some.add(email);
          }
        });
    return some;
  }

  private <T> EmailEdit.Change<T> change(Set<T> some, Set<T> others) {
    return switch (random.nextInt(3)) {
      case 0 -> EmailEdit.Change.none();
      case 1 -> EmailEdit.Change.to(some);
      default -> EmailEdit.Change.by(some, others);
    };
  }

  private void edit() {
    List<EmailEdit> edits =
        emails().stream()
            .map(email ->
                new EmailEdit(
                    email.number(), change(boxes(), boxes()), change(Set.of("work"), Set.of())))
            .toList();
    world.post.edits().apply(ada, edits);
  }

  private void destroy() {
    List<Long> some = emails().stream().limit(10).map(AccountEmail::number).toList();
    Optional<Set<MailboxId>> from = random.nextBoolean() ? Optional.empty() : Optional.of(boxes());
    world.post.edits().destroy(ada, some, from);
  }

  private List<Integer> uids(MailboxId box) {
    List<Integer> uids = new ArrayList<>();
    int among = random.nextInt(3) == 0 ? 1 : 3;
    world
        .post
        .view(ada, box)
        .each(member -> {
          if (random.nextInt(among) == 0) {
            uids.add(member.uid());
          }
        });
    return uids.size() > 300 ? uids.subList(0, 300) : uids;
  }

  private void copy() {
    MailboxId from = box();
    world.post.messages().copy(ada, from, uids(from), box());
  }

  private void move() {
    MailboxId from = box();
    world.post.messages().move(ada, from, uids(from), box());
  }

  private void flag() {
    MailboxId box = box();
    var change = new FlagChange(any(List.of(FlagChange.Mode.values())), flags());
    world.post.messages().flag(ada, box, uids(box), change, OptionalLong.empty());
  }

  private void expunge() {
    MailboxId box = box();
    world.post.messages().expunge(ada, box, uids(box), random.nextInt(3) > 0);
  }

  private void mailboxes() {
    try {
      switch (random.nextInt(3)) {
        case 0 -> world.post.mailboxes().create(ada, "b" + random.nextInt(4), Mailbox.Role.NONE);
        case 1 -> world.post.mailboxes().rename(ada, box(), "b" + random.nextInt(4));
        default -> world.post.mailboxes().delete(ada, box());
      }
    } catch (Refused e) {
      // It is there, or cannot be done.
    }
  }

  private void across() {
    MailboxId inbox = world.post.mailboxes().tree(bob).all().getFirst().id();
    world.post.messages().append(bob, inbox, List.of(message(bob), message(bob)));
    List<Integer> uids = new ArrayList<>();
    world.post.view(bob, inbox).each(member -> uids.add(member.uid()));
    var from = new CopyAcross.Place(bob, inbox);
    List<Integer> some = uids.stream().filter(_ -> random.nextInt(3) == 0).toList();
    world.post.copies().copy(from, some, new CopyAcross.Place(ada, box()), FlagScope.ALL);
  }
}

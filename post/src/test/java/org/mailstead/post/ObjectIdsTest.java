package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.testkit.Property;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Every id has one spelling, and is of one kind. */
class ObjectIdsTest {
  @Test
  void anIdIsReadAsItWasWritten() {
    Property.holds(
        100,
        random -> {
          var account = new AccountId(1 + (random.nextLong() >>> random.nextInt(1, 63)));
          long number = 1 + (random.nextLong() >>> random.nextInt(1, 63));
          var mailbox = new MailboxId(number);
          String id = ObjectIds.mailbox(account, mailbox);
          assertEquals(Optional.of(mailbox), ObjectIds.parseMailbox(account, id));
          assertEquals(Optional.empty(), ObjectIds.parseThread(account, id));
          assertEquals(Optional.empty(), ObjectIds.parseEmail(id));
          assertEquals(Optional.of(account), ObjectIds.parseAccount(ObjectIds.account(account)));
          var origin = new Email.Origin(account.value(), number);
          assertEquals(Optional.of(origin), ObjectIds.parseEmail(ObjectIds.email(origin)));
          assertEquals(
              Optional.of(number),
              ObjectIds.parseThread(account, ObjectIds.thread(account, number)));
        });
  }

  @Test
  void whatIsOfAnotherAccountIsNone() {
    String id = ObjectIds.mailbox(new AccountId(1), new MailboxId(7));
    assertEquals(Optional.empty(), ObjectIds.parseMailbox(new AccountId(2), id));
    String thread = ObjectIds.thread(new AccountId(1), 7);
    assertEquals(Optional.empty(), ObjectIds.parseThread(new AccountId(2), thread));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "M",
        "M-",
        "M1",
        "M1-",
        "M-1",
        "M1-0",
        "M0-1",
        "M1-01",
        "M01-1",
        "M1-1 ",
        " M1-1",
        "M1--1",
        "M-1-1",
        "M1-1-1",
        "m1-1",
        "M1-A",
        "M1-w",
        "M1-+1",
        "M1-\u0661",
        "M1-1\u0000",
        "M1-7vvvvvvvvvvvv0",
        "M1-8000000000000",
        "M1-vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv",
      })
  void otherSpellingsAreNone(String id) {
    assertEquals(Optional.empty(), ObjectIds.parseEmail(id));
    assertTrue(ObjectIds.parseAccount("A" + id).isEmpty());
    assertTrue(ObjectIds.parseMailbox(new AccountId(1), id.replace('M', 'F')).isEmpty());
  }
}

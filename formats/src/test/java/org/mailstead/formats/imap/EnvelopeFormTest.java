package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.imap.EnvelopeForm.Field;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.testkit.Property;

/** What is read of a written envelope is what was written. */
class EnvelopeFormTest {
  private static EnvelopeForm of(String header) {
    byte[] message = (header + "\n\n").replace("\n", "\r\n").getBytes(UTF_8);
    return EnvelopeForm.of(MessageStructure.of(message).envelope());
  }

  @Test
  void addressesStandAsAPersonWritesThem() {
    EnvelopeForm form =
        of(
            """
            From: "Smith, Ada \\"A\\"" <ada@example.test>, bob@example.test (Bob)
            To: =?utf-8?q?J=C3=BCrgen?= <juergen@example.test>,
              friends: carl@example.test, "D" <d@example.test>;, nobody
            Cc: none:;
            Bcc: <@a.test,@b.test:eve@example.test>\
            """);
    assertEquals(
        Optional.of("Smith, Ada \"A\" <ada@example.test>, Bob <bob@example.test>"),
        form.text(Field.FROM));
    assertEquals(
        Optional.of(
            "Jürgen <juergen@example.test>,"
                + " friends: <carl@example.test>, D <d@example.test>;, <nobody>"),
        form.text(Field.TO));
    assertEquals(Optional.of("none: ;"), form.text(Field.CC));
    assertEquals(Optional.of("<@a.test,@b.test:eve@example.test>"), form.text(Field.BCC));
  }

  @Test
  void aMissingFieldIsNotAnEmptyOne() {
    EnvelopeForm form = of("Subject:\nDate: yesterday");
    assertEquals(Optional.of(""), form.text(Field.SUBJECT));
    assertEquals(Optional.of("yesterday"), form.text(Field.DATE));
    assertEquals(Optional.empty(), form.text(Field.MESSAGE_ID));
    assertEquals(Optional.empty(), form.text(Field.FROM));
    assertFalse(form.isNil(Field.SUBJECT));
    assertTrue(form.isNil(Field.IN_REPLY_TO));
  }

  @Test
  void aSenderThatIsMissingIsTheSameAsFrom() {
    EnvelopeForm form = of("From: ada@example.test\nReply-To: list@example.test");
    assertTrue(form.isSame(Field.SENDER, Field.FROM));
    assertFalse(form.isSame(Field.REPLY_TO, Field.FROM));
  }

  @Test
  void octetsAreThoseOfTheMessage() {
    EnvelopeForm form = of("Subject: =?x?= \"ä\" \\\nMessage-ID: <1@x.test>");
    String subject = new String("=?x?= \"ä\" \\".getBytes(UTF_8), ISO_8859_1);
    assertEquals(Optional.of(new Octets(subject)), form.octets(Field.SUBJECT));
    assertEquals(Optional.of("=?x?= \"ä\" \\"), form.text(Field.SUBJECT));
    assertEquals(Optional.of(new Octets("<1@x.test>")), form.octets(Field.MESSAGE_ID));
  }

  @Test
  void itMayLieAnywhereInAnArray() {
    byte[] bytes = "xx(NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL)yy".getBytes(US_ASCII);
    var form = new EnvelopeForm(bytes, 2, bytes.length - 4);
    assertEquals(Optional.of("s"), form.text(Field.SUBJECT));
    assertEquals(Optional.empty(), form.text(Field.MESSAGE_ID));
  }

  @Test
  void whatIsNoEnvelopeIsRefused() {
    for (String wrong : List.of("", "(", "(\"", "(NIL", "({9}\r\nx)", "(NIL {99999999999}\r\n")) {
      byte[] bytes = wrong.getBytes(US_ASCII);
      var form = new EnvelopeForm(bytes, 0, bytes.length);
      assertThrows(IllegalArgumentException.class, () -> form.text(Field.MESSAGE_ID), wrong);
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    Property.holds(300, random -> check(envelope(random)));
  }

  private static Envelope envelope(RandomGenerator random) {
    List<List<Address>> lists = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      lists.add(addresses(random));
    }
    return new Envelope(
        octets(random),
        octets(random),
        lists.get(0),
        lists.get(1),
        lists.get(2),
        lists.get(3),
        lists.get(4),
        lists.get(5),
        octets(random),
        octets(random));
  }

  private static List<Address> addresses(RandomGenerator random) {
    List<Address> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      if (random.nextInt(4) > 0) {
        list.add(mailbox(random));
        continue;
      }
      List<Address.Mailbox> members = new ArrayList<>();
      for (int m = random.nextInt(3); m > 0; m--) {
        members.add(mailbox(random));
      }
      list.add(new Address.Group(octets(random).orElse(Octets.EMPTY), members));
    }
    return list;
  }

  private static Address.Mailbox mailbox(RandomGenerator random) {
    return new Address.Mailbox(
        octets(random),
        octets(random),
        octets(random).orElse(Octets.EMPTY),
        octets(random).orElse(Octets.EMPTY));
  }

  private static Optional<Octets> octets(RandomGenerator random) {
    var text = new StringBuilder();
    int length = random.nextInt(60) == 0 ? 1200 : random.nextInt(12);
    String some = "ab \"\\(){}NIL\r\n=?utf-8?q?=C3=A4?=\u00c3\u00a4\u00ff";
    for (int i = 0; i < length; i++) {
      text.append(some.charAt(random.nextInt(some.length())));
    }
    return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new Octets(text.toString()));
  }

  static void check(Envelope envelope) {
    EnvelopeForm form = EnvelopeForm.of(envelope);
    assertEquals(envelope.date(), form.octets(Field.DATE));
    assertEquals(envelope.subject(), form.octets(Field.SUBJECT));
    assertEquals(envelope.inReplyTo(), form.octets(Field.IN_REPLY_TO));
    assertEquals(envelope.messageId(), form.octets(Field.MESSAGE_ID));
    assertEquals(envelope.subject().map(Octets::decoded), form.text(Field.SUBJECT));
    assertEquals(text(envelope.from()), form.text(Field.FROM));
    assertEquals(text(envelope.sender()), form.text(Field.SENDER));
    assertEquals(text(envelope.replyTo()), form.text(Field.REPLY_TO));
    assertEquals(text(envelope.to()), form.text(Field.TO));
    assertEquals(text(envelope.cc()), form.text(Field.CC));
    assertEquals(text(envelope.bcc()), form.text(Field.BCC));
    assertArrayEquals(ImapForm.envelope(envelope), form.array());
  }

  private static Optional<String> text(List<Address> list) {
    List<String> texts =
        list.stream()
            .map(address ->
                switch (address) {
                  case Address.Mailbox mailbox -> text(mailbox);
                  case Address.Group(Octets name, var members) ->
                      name.decoded()
                          + ": "
                          + String.join(", ", members.stream().map(EnvelopeFormTest::text).toList())
                          + ";";
                })
            .toList();
    return list.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", texts));
  }

  private static String text(Address.Mailbox mailbox) {
    String domain = mailbox.domain().decoded();
    return mailbox.name().map(name -> name.decoded() + " ").orElse("")
        + "<"
        + mailbox.route().map(route -> route.decoded() + ":").orElse("")
        + mailbox.local().decoded()
        + (domain.isEmpty() ? "" : "@" + domain)
        + ">";
  }
}

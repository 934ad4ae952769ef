package org.mailstead.formats.mime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.mailstead.words.EmailAddress;

/** Any bytes at all, to everything that reads bytes from outside. */
class MimeFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void scanner(byte[] message) throws IOException {
    MessageStructure structure =
        Invariants.scan(message, new SplittableRandom(Arrays.hashCode(message)));
    ByteSource source = ByteSource.of(message);
    assertTrue(Preview.of(structure, source).length() <= Preview.MAX);
    assertTrue(BodyText.of(structure, source, 100).length() <= 100);
    Bodies bodies = Bodies.of(structure);
    int sorted = bodies.text().size() + bodies.html().size() + bodies.attachments().size();
    assertTrue(sorted >= structure.leaves().size());
  }

  @FuzzTest(maxDuration = "65s")
  void headerFields(byte[] value) throws IOException {
    var octets = Octets.of(value);
    String text = octets.decoded();
    octets.unfolded().text();
    for (String id : MessageIds.parse(octets)) {
      assertTrue(id.chars().noneMatch(c -> c <= ' '));
    }
    ContentType.parse(octets).ifPresent(type -> type.parameters().decoded());
    Disposition.parse(octets).ifPresent(given -> given.parameters().decoded());
    // What we write, we read; and a value cannot add a field.
    byte[] written = new MessageBuilder(false).text("Subject", text).toBytes(Body.Text.plain(text));
    MessageStructure read = MessageStructure.of(written);
    assertEquals(4, read.header().size());
    String expected = text.replaceAll("\\p{Cntrl}+", " ").strip();
    assertEquals(
        expected.replaceAll(" +", " "), read.header().getFirst().text().replaceAll(" +", " "));
  }

  @FuzzTest(maxDuration = "65s")
  void addressList(byte[] value) {
    List<Address> list = AddressList.parse(Octets.of(value));
    for (Address.Mailbox mailbox : AddressList.mailboxes(list)) {
      mailbox.displayName();
      EmailAddress.parse(mailbox.address());
    }
    assertTrue(list.size() <= MimeLimits.DEFAULT.items());
  }

  @FuzzTest(maxDuration = "65s")
  void date(byte[] value) {
    DateTimes.parse(Octets.of(value).text())
        .filter(time -> time.getYear() >= 1900 && time.getOffset().getTotalSeconds() % 60 == 0)
        .ifPresent(time ->
            assertEquals(time.withNano(0), DateTimes.parse(DateTimes.format(time)).orElseThrow()));
  }

  @FuzzTest(maxDuration = "65s")
  void baseSubject(byte[] value) {
    BaseSubject base = BaseSubject.of(Octets.of(value).decoded());
    assertEquals(base.text(), BaseSubject.of(base.text()).text());
  }

  @FuzzTest(maxDuration = "65s")
  void transferDecoder(byte[] body) throws IOException {
    for (TransferEncoding encoding : TransferEncoding.values()) {
      byte[] whole = TransferDecoder.decode(body, encoding);
      var single = new ByteArrayOutputStream();
      try (InputStream in = TransferDecoder.of(new ByteArrayInputStream(body), encoding)) {
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
          single.write(octet);
        }
      }
      assertArrayEquals(whole, single.toByteArray());
      assertTrue(whole.length <= body.length);
    }
  }
}

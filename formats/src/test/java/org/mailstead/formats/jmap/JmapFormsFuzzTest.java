package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;

/** Any bytes at all, to the forms of fields, the parts of bodies, and back. */
class JmapFormsFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void forms(byte[] value) {
    var octets = Octets.of(value);
    for (HeaderForm form : HeaderForm.values()) {
      Optional<HeaderValue> read = form.read(octets);
      if (read.isPresent()) {
        assertEquals(form, read.get().form());
        again(form, read.get());
      }
    }
  }

  /** What can be written is one field, and settles: what is read of it is read again. */
  private static void again(HeaderForm form, HeaderValue value) {
    NewEmail email = email("header:X:" + form.suffix(), value);
    if (!email.invalidProperties().isEmpty()) {
      return;
    }
    List<HeaderField> header = MessageStructure.of(EmailWriterTest.written(email)).header();
    assertTrue(header.size() == 5 || header.size() == 6, header.toString());
    var property = new HeaderProperty("X", form, false);
    Optional<HeaderValue> once = property.lastOf(header);
    if (once.isPresent()) {
      NewEmail second = email("header:X:" + form.suffix(), once.get());
      assertEquals(List.of(), second.invalidProperties());
      List<HeaderField> read = MessageStructure.of(EmailWriterTest.written(second)).header();
      assertEquals(once, property.lastOf(read));
    }
  }

  private static NewEmail email(String property, HeaderValue value) {
    return new NewEmail(
        List.of(NewHeader.of(property, value)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Set.of());
  }

  @FuzzTest(maxDuration = "65s")
  void bodies(byte[] message) throws IOException {
    ByteSource source = ByteSource.of(message);
    EmailBody body = EmailBody.of(MessageStructure.of(message));
    body.hasAttachment();
    EmailHeader.of(body.structure().header(source));
    int sorted = body.textBody().size() + body.htmlBody().size() + body.attachments().size();
    assertTrue(sorted >= body.leaves().size());
    for (BodyPart part : body.leaves()) {
      part(part, source);
    }
  }

  /** The header that is shown is the one that the part was read by. */
  private static void sameHeader(BodyPart part, ByteSource message) throws IOException {
    String id =
        HeaderField.first(part.header(message), "Content-ID")
            .map(field -> field.unfolded().latin1())
            .orElse("");
    assertEquals(part.part().content().id().map(Octets::latin1).orElse(""), id);
  }

  private static void part(BodyPart part, ByteSource message) throws IOException {
    part.name();
    part.charset();
    part.disposition();
    part.cid();
    part.location();
    for (HeaderField field : part.header(message)) {
      assertTrue(field.start() >= part.part().extent().start());
      assertTrue(field.end() <= part.part().extent().body());
    }
    sameHeader(part, message);
    long size = part.size(message);
    try (var in = part.content(message)) {
      assertEquals(size, in.readAllBytes().length);
    }
    BodyValue all = BodyValue.of(part, message, 1 << 20);
    assertTrue(all.value().getBytes(UTF_8).length <= 1 << 20);
    BodyValue some = BodyValue.of(part, message, 20);
    assertTrue(some.value().getBytes(UTF_8).length <= 20);
  }
}

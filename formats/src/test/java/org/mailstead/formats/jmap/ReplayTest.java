package org.mailstead.formats.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.Archive;

/** Other people's messages, read, written again from what was read, and read again. */
class ReplayTest {
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-30T10:00:00Z");
  private static final int MAX = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mime/mime4j",
        "mime/mail-parser",
        "mime/ruby-mail",
        "ham/linux-man",
        "ham/usrp-users"
      })
  void whatIsReadCanBeWritten(String name) throws IOException {
    int every = name.startsWith("ham/") ? Integer.getInteger("ham.every", 29) : 1;
    var files =
        Archive.read(
            name + ".tar.xz",
            file ->
                (file.endsWith(".eml") || file.endsWith(".msg") || file.endsWith(".txt"))
                    && file.hashCode() % every == 0);
    assumeTrue(files.isPresent(), "test data is missing: " + name);
    assertTrue(files.orElseThrow().size() > 20);
    files
        .orElseThrow()
        .forEach((file, message) -> {
          try {
            new Replay(file, message).run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** One message. */
  private static final class Replay {
    private final String file;
    private final ByteSource source;
    private final MessageStructure structure;
    private final Map<String, ByteSource> blobs = new HashMap<>();
    private final Map<String, BodyValue> values = new HashMap<>();

    Replay(String file, byte[] message) {
      this.file = file;
      this.source = ByteSource.of(message);
      this.structure = MessageStructure.of(message);
    }

    void run() throws IOException {
      allForms(structure.header());
      EmailBody body = EmailBody.of(structure);
      var texts = new ArrayList<NewPart>();
      var files = new ArrayList<NewPart>();
      for (BodyPart part : body.leaves()) {
        if (part.isText() && texts.size() < 2) {
          texts.add(text(part));
        } else {
          files.add(blob(part));
        }
      }
      texts.addAll(files);
      NewEmail email = email(headers(), texts);
      assertEquals(List.of(), email.invalidProperties(), file);
      same(email, texts, written(email));
    }

    private static void allForms(List<HeaderField> header) {
      for (HeaderField field : header) {
        for (HeaderForm form : HeaderForm.values()) {
          form.read(field.value());
        }
      }
    }

    private NewPart text(BodyPart part) throws IOException {
      String id = "v" + values.size();
      BodyValue value = BodyValue.of(part, source, MAX);
      values.put(id, new BodyValue(value.value().replace("\r\n", "\n"), false, false));
      return NewPart.text(id, labels(part, false));
    }

    private NewPart blob(BodyPart part) throws IOException {
      String id = "b" + blobs.size();
      try (var in = part.content(source)) {
        blobs.put(id, ByteSource.of(in.readAllBytes()));
      }
      return NewPart.blob(id, labels(part, true));
    }

    private static PartLabels labels(BodyPart part, boolean withCharset) {
      return new PartLabels(
          Optional.of(part.type()),
          part.name(),
          part.charset().filter(name -> withCharset && name.matches("[\\w-]+")),
          part.disposition(),
          part.cid(),
          part.language(),
          part.location());
    }

    private List<NewHeader> headers() {
      var headers = new ArrayList<NewHeader>();
      HeaderProperty.CONVENIENT.forEach((property, header) ->
          header
              .lastOf(structure.header())
              .filter(value -> !value.equals(new HeaderValue.Addresses(List.of())))
              .ifPresent(value -> headers.add(new NewHeader(property, header, List.of(value)))));
      return headers;
    }

    private NewEmail email(List<NewHeader> headers, List<NewPart> parts) {
      return new NewEmail(
          headers,
          Optional.of(NewPart.multipart("multipart/mixed", parts)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          values,
          Set.of());
    }

    private byte[] written(NewEmail email) throws IOException {
      var out = new ByteArrayOutputStream();
      new EmailWriter(blobs, new SplittableRandom(1)).write(email, "new@id", NOW, out);
      return out.toByteArray();
    }

    /** Tabs and their like are written as blanks. */
    private static Optional<HeaderValue> settled(HeaderValue value) {
      return Optional.of(
          value instanceof HeaderValue.Text(String text)
              ? new HeaderValue.Text(text.replaceAll("\\p{Cntrl}+", " "))
              : value);
    }

    private void same(NewEmail email, List<NewPart> parts, byte[] message) throws IOException {
      MessageStructure read = MessageStructure.of(message);
      for (NewHeader given : email.headers()) {
        assertEquals(
            given.values().stream().map(Replay::settled).toList(),
            List.of(given.header().lastOf(read.header())),
            file + " " + given.property());
      }
      List<BodyPart> again = EmailBody.of(read).leaves();
      assertEquals(parts.size(), again.size(), file);
      for (int i = 0; i < parts.size(); i++) {
        same(parts.get(i), again.get(i), ByteSource.of(message));
      }
    }

    private void same(NewPart given, BodyPart read, ByteSource message) throws IOException {
      boolean withCharset = given.labels().charset().isPresent();
      assertEquals(given.labels(), labels(read, withCharset), file);
      if (given.partId().isPresent()) {
        BodyValue value = values.getOrDefault(given.partId().get(), new BodyValue("?", true, true));
        assertEquals(value, BodyValue.of(read, message, MAX), file);
      } else {
        ByteSource blob = Optional.ofNullable(blobs.get(given.blobId().orElse(""))).orElseThrow();
        try (var expected = blob.open(0, blob.length());
            var in = read.content(message)) {
          assertTrue(Arrays.equals(expected.readAllBytes(), in.readAllBytes()), file);
        }
      }
    }
  }
}

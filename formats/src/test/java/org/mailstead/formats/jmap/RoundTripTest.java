package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.Property;

/** Whatever is written is read as the same. */
class RoundTripTest {
  private static final String[] LETTERS = {
    "a",
    "b",
    "Z",
    " ",
    " ",
    ".",
    ",",
    ";",
    "<",
    "(",
    "\"",
    "\\",
    "=?",
    "?=",
    "_",
    "@",
    "\u00fc",
    "\u4f60",
    "\ud83d\ude00",
    "word",
    "\u00e9"
  };

  private static String some(RandomGenerator random, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return text.toString();
  }

  private static String word(RandomGenerator random) {
    return some(random, 60).replaceAll("[ <>]", "") + "x";
  }

  private static HeaderValue.Address address(RandomGenerator random) {
    String name = some(random, random.nextInt(10) == 0 ? 300 : 10).strip();
    String[] emails = {
      "joe@example.com",
      "j\u00f6rg@example.com",
      "\"a \\\"b\\\\,;<\"@example.com",
      "joe@[192.0.2.1]",
      "joe@[IPv6:2001:db8::1]",
      "half an address",
      "joe@",
      "@example.com",
      "",
      "a, b <c>",
      "a@b@example.com (c)"
    };
    return new HeaderValue.Address(
        Optional.of(name).filter(text -> !text.isEmpty()), emails[random.nextInt(emails.length)]);
  }

  private static List<HeaderValue.Address> addresses(RandomGenerator random) {
    var list = new ArrayList<HeaderValue.Address>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      list.add(address(random));
    }
    return list;
  }

  private static List<String> words(RandomGenerator random) {
    var words = new ArrayList<String>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      words.add(i + word(random));
    }
    return words;
  }

  private static List<HeaderValue.Group> groups(RandomGenerator random) {
    var groups = new ArrayList<HeaderValue.Group>();
    boolean named = random.nextBoolean();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      // Two in a row without name would be one.
      groups.add(
          named
              ? new HeaderValue.Group(
                  Optional.of(some(random, 20).strip()),
                  random.nextInt(4) == 0 ? List.of() : addresses(random))
              : new HeaderValue.Group(Optional.empty(), addresses(random)));
      named = !named;
    }
    return groups;
  }

  private static HeaderValue value(HeaderForm form, RandomGenerator random) {
    return switch (form) {
      case RAW -> new HeaderValue.Raw(" " + some(random, 200));
      case TEXT -> new HeaderValue.Text(some(random, 200));
      case ADDRESSES -> new HeaderValue.Addresses(addresses(random));
      case GROUPED_ADDRESSES -> new HeaderValue.GroupedAddresses(groups(random));
      case MESSAGE_IDS -> new HeaderValue.MessageIds(words(random));
      case DATE ->
          new HeaderValue.Date(
              OffsetDateTime.ofInstant(
                  java.time.Instant.ofEpochSecond(
                      random.nextLong(-2_000_000_000L, 250_000_000_000L)),
                  ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1000, 1000))));
      case URLS -> new HeaderValue.Urls(words(random));
    };
  }

  private static List<NewHeader> headers(RandomGenerator random) {
    var headers = new ArrayList<NewHeader>();
    HeaderProperty.CONVENIENT.forEach((property, header) -> {
      if (random.nextBoolean()) {
        headers.add(new NewHeader(property, header, List.of(value(header.form(), random))));
      }
    });
    for (HeaderForm form : HeaderForm.values()) {
      String property = "header:X-" + form.name().replace('_', '-') + ":" + form.suffix() + ":all";
      var values = new ArrayList<HeaderValue>();
      for (int i = random.nextInt(3); i > 0; i--) {
        values.add(value(form, random));
      }
      headers.add(new NewHeader(property, HeaderProperty.of(property).orElseThrow(), values));
    }
    return headers;
  }

  private static NewPart part(RandomGenerator random, int depth, Map<String, BodyValue> values) {
    if (depth < 4 && random.nextInt(3) == 0) {
      var parts = new ArrayList<NewPart>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        parts.add(part(random, depth + 1, values));
      }
      String[] types = {"multipart/mixed", "multipart/alternative", "multipart/related"};
      return NewPart.multipart(types[random.nextInt(types.length)], parts);
    }
    String id = "p" + values.size();
    values.put(id, new BodyValue(some(random, 400).replace("Z", "\n"), false, false));
    String[] types = {"text/plain", "text/html", "text/x-other"};
    var labels =
        new PartLabels(
            Optional.of(types[random.nextInt(types.length)]),
            Optional.of(some(random, 80).strip()).filter(name -> !name.isEmpty()),
            Optional.empty(),
            Optional.of(random.nextBoolean() ? "inline" : "attachment")
                .filter(_ -> random.nextBoolean()),
            Optional.of(word(random)).filter(_ -> random.nextBoolean()),
            random.nextBoolean() ? List.of() : List.of("de", "fr-CH"),
            Optional.of("cid:x?y=z").filter(_ -> random.nextBoolean()));
    return NewPart.text(id, labels);
  }

  @Test
  void anyMessageThatIsWrittenHasTheSameProperties() {
    Property.holds(
        500,
        random -> {
          var values = new HashMap<String, BodyValue>();
          NewPart structure = part(random, 0, values);
          var email =
              new NewEmail(
                  headers(random),
                  Optional.of(structure),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  values,
                  Set.of());
          assertEquals(List.of(), email.invalidProperties());
          byte[] message = EmailWriterTest.written(email);
          MessageStructure read = MessageStructure.of(message);
          for (NewHeader given : email.headers()) {
            assertEquals(
                given.values(),
                given.header().allOf(read.header()).stream().map(Optional::orElseThrow).toList(),
                given.property());
          }
          same(structure, EmailBody.of(read).structure(), values, ByteSource.of(message));
        });
  }

  private static void same(
      NewPart given, BodyPart read, Map<String, BodyValue> values, ByteSource message) {
    assertEquals(given.contentType().media(), read.type());
    assertEquals(given.subParts().size(), read.subParts().size());
    for (int i = 0; i < given.subParts().size(); i++) {
      same(given.subParts().get(i), read.subParts().get(i), values, message);
    }
    assertEquals(given.labels().name(), read.name());
    assertEquals(given.labels().disposition(), read.disposition());
    assertEquals(given.labels().cid(), read.cid());
    assertEquals(given.labels().language(), read.language());
    assertEquals(given.labels().location(), read.location());
    try {
      if (given.partId().isPresent()) {
        BodyValue value = BodyValue.of(read, message, 100_000);
        assertEquals(values.get(given.partId().get()), value);
        int octets = value.value().replace("\n", "\r\n").getBytes(UTF_8).length;
        assertEquals(octets, read.size(message));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against the expected parses that come with the test messages of mail-parser (stalwartlabs). */
class MailParserTest {
  private static final String UTF_7 = "UTF-7 is not decoded: it hides markup from filters";
  private static final String RAW = "raw octets in encoded words are theirs a broken character";
  private static final String PREFIX = "two delimiters after a header without its end";
  private static final String UNCLOSED = "an outer delimiter ends what is open inside, not theirs";
  private static final String JUNK = "junk in base64 is skipped, theirs ends or spoils the text";
  private static final String NAKED = "a name alone is a local part, as IMAP servers have it";
  private static final Map<String, String> REASONS =
      Explained.table(
          "legacy/001 Subject To text", UTF_7,
          "legacy/034 text", UTF_7,
          "legacy/017 To", RAW,
          "legacy/020 Subject To", RAW,
          "legacy/022 Subject To", RAW,
          "legacy/049 end", "a CR behind the last line end, which one of their forms leaves out",
          "malformed/004 start", PREFIX,
          "malformed/007 kind start end text", PREFIX,
          "malformed/011 kind start end text", UNCLOSED,
          "malformed/012 kind start end text", UNCLOSED,
          "malformed/013 kind start end text", "an empty multipart has an empty text",
          "malformed/019 kind start end text Date Subject Message-ID",
              "a part that starts with no field has no header",
          "rfc/004 From To", NAKED,
          "thirdparty/002 text", JUNK,
          "thirdparty/015 kind start end text", UNCLOSED);

  @Test
  void readsWhatMailParserReads() throws IOException {
    var explained = new Explained(REASONS);
    Map<String, byte[]> files = Archive.read("mime/mail-parser.tar.xz", _ -> true);
    var json = JsonMapper.builder().build();
    for (String name : files.keySet()) {
      if (name.endsWith(".eml")) {
        String stem = name.substring(0, name.length() - 4);
        byte[] message = files.get(name);
        compare(explained, stem + ".json", withLf(message), files, json);
        compare(explained, stem + ".crlf.json", withCrlf(message), files, json);
      }
    }
    explained.check(1000);
  }

  private static void compare(
      Explained explained,
      String name,
      byte[] message,
      Map<String, byte[]> files,
      JsonMapper json) {
    byte[] expected = files.get(name);
    if (expected == null) {
      return;
    }
    var theirs = new ArrayList<String>();
    message(json.readTree(expected), "", theirs);
    var ours = new ArrayList<String>();
    var source = ByteSource.of(message);
    MessageStructure structure = MessageStructure.of(message);
    header(structure.header(), "", ours);
    part(structure.body(), "0", source, ours);
    explained.compare(
        name.replaceFirst("mail-parser/eml/", "").replaceFirst("[.].*", ""), theirs, ours);
  }

  private static byte[] withLf(byte[] message) {
    return new String(message, ISO_8859_1).replace("\r\n", "\n").getBytes(ISO_8859_1);
  }

  private static byte[] withCrlf(byte[] message) {
    return new String(withLf(message), ISO_8859_1).replace("\n", "\r\n").getBytes(ISO_8859_1);
  }

  private static void header(List<HeaderField> fields, String where, List<String> to) {
    for (String name : List.of("Subject", "Message-ID", "In-Reply-To")) {
      HeaderField.first(fields, name)
          .filter(field -> !field.text().isBlank())
          .ifPresent(field -> {
            String value =
                name.equals("Subject")
                    ? spaces(field.text())
                    : String.join(" ", MessageIds.parse(field.value()));
            to.add(name + " " + where + ": " + value);
          });
    }
    for (String name : List.of("From", "To", "Cc", "Reply-To", "Sender", "Bcc")) {
      HeaderField.first(fields, name)
          .ifPresent(field -> addresses(name, where, AddressList.parse(field.value()), to));
    }
    HeaderField.first(fields, "Date")
        .flatMap(field -> DateTimes.parse(field.text()))
        .ifPresent(date -> to.add("Date " + where + ": " + date));
  }

  private static void addresses(String name, String where, List<Address> list, List<String> to) {
    for (Address address : list) {
      switch (address) {
        case Address.Mailbox mailbox -> mailbox(name, where, mailbox, to);
        case Address.Group group -> {
          to.add(name + " " + where + ": group " + spaces(group.displayName()));
          group.members().forEach(member -> mailbox(name, where, member, to));
        }
      }
    }
  }

  private static void mailbox(
      String field, String where, Address.Mailbox mailbox, List<String> to) {
    String name = mailbox.displayName().map(MailParserTest::spaces).orElse("");
    to.add(field + " " + where + ": " + name + " <" + mailbox.address() + ">");
  }

  private static String spaces(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static void part(Part part, String where, ByteSource source, List<String> to) {
    Extent extent = part.extent();
    ContentType type = part.content().type();
    switch (part) {
      case Part.Multipart multipart -> {
        to.add("kind " + where + ": multipart " + type.subtype());
        to.add("start " + where + ": " + extent.start() + " " + extent.body());
        for (int i = 0; i < multipart.parts().size(); i++) {
          part(multipart.parts().get(i), where + "." + i, source, to);
        }
      }
      case Part.EmbeddedMessage inner -> {
        to.add("kind " + where + ": message");
        to.add("start " + where + ": " + extent.start() + " " + extent.body());
        part(inner.body(), where + ".m", source, to);
      }
      case Part.Leaf leaf -> {
        to.add("start " + where + ": " + extent.start() + " " + extent.body());
        to.add("end " + where + ": " + extent.end());
        leaf(leaf, where, source, to);
      }
    }
  }

  private static void leaf(Part.Leaf leaf, String where, ByteSource source, List<String> to) {
    ContentType type = leaf.content().type();
    boolean html = type.is("text", "html");
    to.add(
        "kind " + where + ": " + (type.type().equals("text") ? html ? "Html" : "Text" : "Binary"));
    if (type.type().equals("text")) {
      try {
        String text = BodyText.decode(leaf, source, 1 << 20).text();
        to.add("text " + where + ": " + text.stripTrailing());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  // From here on: the facts in their JSON.

  private static void message(JsonNode message, String where, List<String> to) {
    JsonNode parts = message.get("parts");
    theirHeader(parts.get(0).get("headers"), where, to);
    theirPart(parts, 0, where.isEmpty() ? "0" : where, to);
  }

  private static void theirPart(JsonNode parts, int index, String where, List<String> to) {
    JsonNode part = parts.get(index);
    String start = part.get("offset_header").asInt() + " " + part.get("offset_body").asInt();
    to.add("start " + where + ": " + start);
    JsonNode body = part.get("body");
    String kind = body.propertyNames().iterator().next();
    switch (kind) {
      case "Multipart" -> {
        to.add("kind " + where + ": multipart " + type(part).orElse("?"));
        for (int i = 0; i < body.get(kind).size(); i++) {
          theirPart(parts, body.get(kind).get(i).asInt(), where + "." + i, to);
        }
      }
      case "Message" -> {
        to.add("kind " + where + ": message");
        theirPart(body.get(kind).get("parts"), 0, where + ".m", to);
      }
      default -> {
        to.add("end " + where + ": " + part.get("offset_end").asInt());
        to.add("kind " + where + ": " + kind.replace("Inline", ""));
        if (!kind.endsWith("Binary")) {
          String text = body.get(kind).asString().replace("\r\n", "\n").replace('\r', '\n');
          to.add("text " + where + ": " + text.stripTrailing());
        }
      }
    }
  }

  private static Optional<String> type(JsonNode part) {
    for (JsonNode header : part.get("headers")) {
      if (header.get("name").asString("").equals("content_type")
          && header.get("value").has("ContentType")) {
        return Optional.of(header.get("value").get("ContentType").get("c_subtype").asString(""));
      }
    }
    return Optional.empty();
  }

  private static final Map<String, String> NAMES =
      Map.of(
          "subject", "Subject",
          "message_id", "Message-ID",
          "in_reply_to", "In-Reply-To",
          "from", "From",
          "to", "To",
          "cc", "Cc",
          "reply_to", "Reply-To",
          "sender", "Sender",
          "bcc", "Bcc",
          "date", "Date");

  private static void theirHeader(JsonNode headers, String where, List<String> to) {
    for (JsonNode header : headers) {
      String name = NAMES.get(header.get("name").asString(""));
      JsonNode value = header.get("value");
      if (name != null && value.isObject()) {
        String kind = value.propertyNames().iterator().next();
        theirValue(name + " " + where + ": ", kind, value.get(kind), to);
      }
    }
  }

  private static void theirValue(String field, String kind, JsonNode value, List<String> to) {
    switch (kind) {
      case "Text" -> to.add(field + spaces(value.asString()));
      case "TextList" -> {
        var all = new ArrayList<String>();
        value.forEach(one -> all.add(one.asString()));
        to.add(field + String.join(" ", all));
      }
      case "DateTime" -> to.add(field + date(value));
      case "Address" -> {
        if (value.has("List")) {
          value.get("List").forEach(one -> to.add(field + address(one)));
        } else {
          for (JsonNode group : value.get("Group")) {
            if (!group.get("name").isNull()) {
              to.add(field + "group " + spaces(group.get("name").asString()));
            }
            group.get("addresses").forEach(one -> to.add(field + address(one)));
          }
        }
      }
      default -> {}
    }
  }

  private static String address(JsonNode one) {
    String name = one.get("name").isNull() ? "" : spaces(one.get("name").asString());
    String address = one.get("address").isNull() ? "" : one.get("address").asString();
    return name + " <" + address + ">";
  }

  private static String date(JsonNode d) {
    String sign = d.get("tz_before_gmt").asBoolean() ? "-" : "+";
    return DateTimes.parse(
            "%d-%d-%d %d:%d:%d %s%02d%02d"
                .formatted(
                    d.get("year").asInt(),
                    d.get("month").asInt(),
                    d.get("day").asInt(),
                    d.get("hour").asInt(),
                    d.get("minute").asInt(),
                    d.get("second").asInt(),
                    sign,
                    d.get("tz_hour").asInt(),
                    d.get("tz_minute").asInt()))
        .map(Object::toString)
        .orElse("none");
  }
}

package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How parts are sorted, against what mail-parser (stalwartlabs) expects for its test messages. */
class MailParserBodiesTest {
  private static final Map<String, String> REASONS = Explained.table();

  @Test
  void sortsWhatMailParserSorts() throws IOException {
    var explained = new Explained(REASONS);
    Map<String, byte[]> files = Archive.read("mime/mail-parser.tar.xz", _ -> true);
    var json = JsonMapper.builder().build();
    for (String name : files.keySet()) {
      byte[] expected = files.get(name.replace(".eml", ".crlf.json"));
      if (name.endsWith(".eml") && expected != null) {
        String message = new String(files.get(name), ISO_8859_1).replace("\r\n", "\n");
        Bodies ours =
            Bodies.of(MessageStructure.of(message.replace("\n", "\r\n").getBytes(ISO_8859_1)));
        var facts = new ArrayList<String>();
        ours.text().forEach(part -> facts.add("text " + path(part)));
        ours.html().forEach(part -> facts.add("html " + path(part)));
        ours.attachments().forEach(part -> facts.add("attachments " + path(part)));
        String stem = name.replaceFirst("mail-parser/eml/", "").replaceFirst("[.].*", "");
        explained.compare(stem, theirs(json.readTree(expected)), facts);
      }
    }
    explained.check(300);
  }

  private static String path(NumberedPart part) {
    return part.number();
  }

  private static List<String> theirs(JsonNode message) {
    var paths = new HashMap<Integer, String>();
    JsonNode parts = message.get("parts");
    paths(parts, 0, "", paths);
    var facts = new ArrayList<String>();
    for (String kind : List.of("text", "html", "attachments")) {
      JsonNode list = message.get(kind.equals("attachments") ? kind : kind + "_body");
      for (JsonNode index : list) {
        facts.add(kind + " " + paths.get(index.asInt()));
      }
    }
    return facts;
  }

  /** The numbers that IMAP gives to their parts. */
  private static void paths(JsonNode parts, int index, String number, Map<Integer, String> to) {
    JsonNode body = parts.get(index).get("body");
    to.put(index, number.isEmpty() ? "1" : number);
    JsonNode inside = body.get("Multipart");
    for (int i = 0; inside != null && i < inside.size(); i++) {
      String child = (number.isEmpty() ? "" : number + ".") + (i + 1);
      paths(parts, inside.get(i).asInt(), child, to);
    }
  }
}

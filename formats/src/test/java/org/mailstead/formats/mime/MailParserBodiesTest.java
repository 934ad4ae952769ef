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
  private static final String BOTH = "media in both bodies is no attachment, theirs is one as well";
  private static final String BROKEN = "text that is broken or not closed is an attachment there";
  private static final String TREE = "the structure differs, which MailParserTest explains";
  private static final Map<String, String> REASONS =
      Explained.table(
          "legacy/035 attachments", BOTH,
          "legacy/037 attachments", BOTH,
          "legacy/048 attachments", BOTH,
          "malformed/004 text html attachments", BROKEN,
          "malformed/006 text html attachments", BROKEN,
          "malformed/007 text html attachments", TREE,
          "malformed/011 text html attachments", TREE,
          "malformed/012 attachments", TREE,
          "malformed/013 text html", TREE,
          "malformed/019 text html", TREE,
          "thirdparty/002 text html attachments", BROKEN,
          "thirdparty/015 attachments", TREE);

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
        ours.text().forEach(part -> facts.add("text " + part.number()));
        ours.html().forEach(part -> facts.add("html " + part.number()));
        ours.attachments().forEach(part -> facts.add("attachments " + part.number()));
        String stem = name.replaceFirst("mail-parser/eml/", "").replaceFirst("[.].*", "");
        explained.compare(stem, theirs(json.readTree(expected)), facts);
      }
    }
    explained.check(150);
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

package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against the expected parses that come with the test messages of Apache James mime4j. */
class Mime4jTest {
  private static final String ENCODED = "they look into encoded messages; BODY[1.1] could not";
  private static final String MBOX = "their header leaves out the From line of an mbox file";
  private static final String NO_FIELD =
      "a line that is no field belongs to the field before it, theirs to nothing or to the body";
  private static final String NO_HEADER = "a message that starts with no field is all body";
  private static final String BLANKS = "blanks at the end of a boundary do not count, RFC 2046";
  private static final String LONG = "no legal line has room for this boundary";
  private static final String JUNK = "letters behind the last whole group of base64 are decoded";

  private static final Map<String, String> STRUCTURE =
      Explained.table(
          "bad-newlines-multiple-parts-base64 kind header body", ENCODED,
          "base64encoded-rfc822message kind header body", ENCODED,
          "base64encoded-rfc822message-nested kind header body", ENCODED,
          "multi-2gifs-base64 kind header body", ENCODED,
          "jt-0498 header", MBOX,
          "mp-msg-rfc822 header", MBOX,
          "twopart header", MBOX,
          "uu-junk header", MBOX,
          "basic-plain-with-bad-header-separator header", NO_FIELD,
          "hdr-fakeout header", NO_FIELD,
          "malformedHeader-nocrlfcrlf header", NO_FIELD,
          "malformedHeaderStartsBody-nocrlfcrlf header body", NO_FIELD,
          "malformedHeader-noheader body", NO_HEADER,
          "malformedHeaderStartsBody-noheader body", NO_HEADER,
          "obsolete header", NO_FIELD,
          "very-long-boundary kind header body", BLANKS,
          "weird-boundary kind header body", BLANKS,
          "very-very-long-boundary kind header body", LONG);

  private static final Map<String, String> DECODED =
      Explained.table(
          "bad-newlines-multiple-parts-base64 decoded", ENCODED,
          "base64encoded-rfc822message decoded", ENCODED,
          "base64encoded-rfc822message-nested decoded", ENCODED,
          "multi-2gifs-base64 decoded", ENCODED,
          "malformedHeaderStartsBody-nocrlfcrlf decoded", NO_FIELD,
          "malformedHeader-noheader decoded", NO_HEADER,
          "malformedHeaderStartsBody-noheader decoded", NO_HEADER,
          "very-long-boundary decoded", BLANKS,
          "weird-boundary decoded", BLANKS,
          "very-very-long-boundary decoded", LONG,
          "frag decoded", JUNK,
          "multi-frag decoded", JUNK);

  @Test
  void findsTheEntitiesThatMime4jFinds() throws IOException {
    Map<String, byte[]> files = Archive.read("mime/mime4j.tar.xz", _ -> true);
    var explained = new Explained(STRUCTURE);
    files.forEach((name, message) -> {
      byte[] expected = files.get(name.replaceFirst("msg$", "xml"));
      if (name.endsWith(".msg") && expected != null) {
        var ours = new ArrayList<String>();
        part(MessageStructure.of(message).body(), "0", message, false, ours);
        explained.compare(shortName(name), new Expected(expected, files, name).facts(), ours);
      }
    });
    explained.check(500);
  }

  @Test
  void decodesWhatMime4jDecodes() throws IOException {
    Map<String, byte[]> files = Archive.read("mime/mime4j.tar.xz", _ -> true);
    var explained = new Explained(DECODED);
    files.forEach((name, message) -> {
      byte[] expected = files.get(name.replaceFirst("[.]msg$", "_decoded.xml"));
      if (name.endsWith(".msg") && expected != null) {
        var ours = new ArrayList<String>();
        part(MessageStructure.of(message).body(), "0", message, true, ours);
        var theirs = new Expected(expected, files, name).facts();
        ours.removeIf(fact -> !fact.startsWith("decoded "));
        theirs.removeIf(fact -> !fact.startsWith("decoded "));
        explained.compare(shortName(name), theirs, ours);
      }
    });
    explained.check(100);
  }

  private static String shortName(String name) {
    return name.replaceFirst(".*/", "").replaceFirst("[.]msg$", "");
  }

  private static void part(
      Part part, String where, byte[] message, boolean decode, List<String> to) {
    Extent extent = part.extent();
    String header = text(message, extent.start(), extent.body());
    switch (part) {
      case Part.Multipart multipart -> {
        to.add("kind " + where + ": multipart");
        to.add("header " + where + ": " + header.strip());
        for (int i = 0; i < multipart.parts().size(); i++) {
          Part child = multipart.parts().get(i);
          boolean standIn = child.extent().start() == extent.end();
          if (!standIn || multipart.parts().size() > 1) {
            part(child, where + "." + i, message, decode, to);
          }
        }
      }
      case Part.EmbeddedMessage inner -> {
        to.add("kind " + where + ": message");
        to.add("header " + where + ": " + header.strip());
        part(inner.body(), where + ".m", message, decode, to);
      }
      case Part.Leaf leaf -> {
        to.add("kind " + where + ": body");
        to.add("header " + where + ": " + header.strip());
        to.add("body " + where + ": " + text(message, extent.body(), extent.end()));
        if (decode) {
          byte[] body = Arrays.copyOfRange(message, (int) extent.body(), (int) extent.end());
          byte[] decoded = TransferDecoder.decode(body, leaf.content().transferEncoding());
          to.add("decoded " + where + ": " + text(decoded, 0, decoded.length));
        }
      }
    }
  }

  private static String text(byte[] bytes, long from, long to) {
    return new String(bytes, (int) from, (int) (to - from), ISO_8859_1).replace("\r\n", "\n");
  }

  /** Reads their notation, which is too free for an XML parser. */
  private static final class Expected {
    private static final Pattern TAG =
        Pattern.compile(
            "<(/?)(message|header|field|multipart|preamble|body-part|epilogue|body|text-body"
                + "|binary-body)(?: name=\"([^\"]*)\")?(/?)>\n?");

    private final List<String> facts = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final StringBuilder header = new StringBuilder();
    private final String text;
    private final Map<String, byte[]> files;
    private final String folder;
    private int parts;
    private final List<Integer> counts = new ArrayList<>();

    Expected(byte[] xml, Map<String, byte[]> files, String name) {
      this.text = new String(xml, ISO_8859_1).replace("\r\n", "\n");
      this.files = files;
      this.folder = name.replaceFirst("[^/]*$", "");
    }

    List<String> facts() {
      Matcher tag = TAG.matcher(text);
      int start = 0;
      while (tag.find()) {
        if (tag.group(1).isEmpty()) {
          open(tag.group(2), tag.group(3));
        } else {
          close(tag.group(2), unescaped(text.substring(start, tag.start())));
        }
        start = tag.end();
      }
      return facts;
    }

    private void open(String name, String file) {
      switch (name) {
        case "message" -> {
          if (!path.isEmpty()) {
            facts.add("kind " + where() + ": message");
          }
          path.add(path.isEmpty() ? "0" : "m");
        }
        case "multipart" -> {
          facts.add("kind " + where() + ": multipart");
          counts.add(parts);
          parts = 0;
        }
        case "body-part" -> path.add(Integer.toString(parts++));
        case "header" -> header.setLength(0);
        case "text-body", "binary-body" -> {
          byte[] content = files.getOrDefault(folder + file, new byte[0]);
          facts.add("decoded " + where() + ": " + text(content, 0, content.length));
        }
        default -> {}
      }
    }

    private void close(String name, String content) {
      switch (name) {
        case "message", "body-part" -> path.removeLast();
        case "multipart" -> parts = counts.removeLast();
        case "field" -> header.append(content).append('\n');
        case "header" -> facts.add("header " + where() + ": " + header.toString().strip());
        case "body" -> {
          facts.add("kind " + where() + ": body");
          facts.add("body " + where() + ": " + content);
        }
        default -> {}
      }
    }

    private String where() {
      return String.join(".", path);
    }

    private static String unescaped(String text) {
      return text.replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&quot;", "\"")
          .replace("&amp;", "&");
    }
  }
}

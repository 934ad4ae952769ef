package org.mailstead.formats.report;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads aggregate reports as they are really sent: of either standard, with or without a namespace,
 * elements in any order, unknown ones ignored. A document with a DOCTYPE is refused before anything
 * of it is looked at, so that no entity is expanded or fetched.
 */
public final class DmarcReportParser {
  /** More are left out: each costs memory, and a domain with more sources has more reports. */
  public static final int MOST_RECORDS = 10_000;

  private static final int MOST_DEPTH = 20;
  private static final byte[] UTF_8_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final XMLInputFactory XML = factory();

  private final XMLStreamReader in;
  private final Deque<String> names = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private final DmarcDraft draft = new DmarcDraft();

  private DmarcReportParser(XMLStreamReader in) {
    this.in = in;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    // Else a text of many megabytes were one string.
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing is fetched");
    });
    return factory;
  }

  /** Reads one report; the stream is not closed. */
  public static DmarcReport parse(InputStream xml) throws UnreadableReport {
    try {
      return new DmarcReportParser(open(text(xml))).read();
    } catch (XMLStreamException | IOException e) {
      throw new UnreadableReport("it is no well-formed XML", e);
    }
  }

  /**
   * The text, whatever charset it declares: what counts in reports is ASCII, and the JDK's own
   * decoding complains of wrong octets on the standard error.
   */
  private static Reader text(InputStream xml) throws IOException {
    var in = new BufferedInputStream(xml);
    in.mark(3);
    byte[] start = in.readNBytes(3);
    in.reset();
    if (Arrays.equals(start, UTF_8_MARK)) {
      in.skipNBytes(start.length);
    }
    boolean utf16 = start.length > 1 && (start[0] & start[1]) == (byte) 0xfe;
    return new InputStreamReader(in, utf16 ? UTF_16 : UTF_8);
  }

  // A factory of the JDK is not safe for two threads at once.
  private static XMLStreamReader open(Reader xml) throws XMLStreamException {
    synchronized (XML) {
      return XML.createXMLStreamReader(xml);
    }
  }

  private DmarcReport read() throws XMLStreamException, UnreadableReport {
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnreadableReport("it has a document type or entities of its own");
        case XMLStreamConstants.START_ELEMENT -> start(in.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> characters();
        default -> {} // comments and processing instructions say nothing
      }
    }
    return draft.finish();
  }

  private void start(String name) throws UnreadableReport {
    if (names.isEmpty() && !name.equals("feedback")) {
      throw new UnreadableReport("its root is not feedback");
    }
    if (names.size() >= MOST_DEPTH) {
      throw new UnreadableReport("its elements lie too deep");
    }
    names.addLast(name);
    text.setLength(0);
    if (names.size() == 2 && name.equals("record")) {
      draft.beginRecord();
    }
  }

  private void end() {
    String path = String.join("/", names);
    draft.value(path, text);
    text.setLength(0);
    names.removeLast();
  }

  private void characters() {
    int room = 4 * Bounds.MOST_TEXT - text.length();
    int length = Math.min(room, in.getTextLength());
    if (length > 0) {
      text.append(in.getTextCharacters(), in.getTextStart(), length);
    }
  }
}

package org.mailstead.search.extract;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The characters of an office document's XML, with its paragraphs and cells kept apart. */
final class OfficeXml {
  /** Elements inside each other; documents of people have some dozens. */
  private static final int DEEPEST = 500;

  private static final XMLInputFactory XML = factory();

  private final XMLStreamReader xml;
  private final Sink to;
  private int depth;

  /** Whether the characters of this element are no text. */
  private boolean silent;

  /** Whether the value of this cell is the index of a shared string. */
  private boolean shared;

  private OfficeXml(XMLStreamReader xml, Sink to) {
    this.xml = xml;
    this.to = to;
  }

  // No document type, so neither entities that grow nor files and addresses that are fetched.
  private static XMLInputFactory factory() {
    XMLInputFactory xml = XMLInputFactory.newDefaultFactory();
    xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    xml.setProperty(XMLInputFactory.IS_COALESCING, false);
    xml.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return xml;
  }

  private static XMLStreamReader open(InputStream in) throws XMLStreamException {
    // The JDK says nothing of whether its factory may be used by two threads at a time.
    synchronized (XML) {
      return XML.createXMLStreamReader(in);
    }
  }

  static void read(InputStream in, Sink to) throws IOException {
    try {
      XMLStreamReader xml = open(in);
      try {
        new OfficeXml(xml, to).read();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException io) {
        throw io;
      }
      throw new IOException("its XML is broken", e);
    }
  }

  private void read() throws XMLStreamException, IOException {
    for (int events = 1; xml.hasNext() && !to.isFull(); events++) {
      if (events % 1_000 == 0) {
        to.checkTime();
      }
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin();
        case XMLStreamConstants.END_ELEMENT -> end();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE, XMLStreamConstants.CDATA -> {
          if (!silent) {
            to.add(xml.getText());
          }
        }
        default -> {
          // comments and instructions
        }
      }
    }
  }

  private void begin() throws IOException {
    if (++depth > DEEPEST) {
      throw new IOException("its XML is too deep");
    }
    String name = xml.getLocalName();
    // The type stands on the cell around the value.
    shared = name.equals("v") ? shared : "s".equals(type(xml));
    silent = isSilent(name, shared);
    before(xml, to);
  }

  private void end() {
    depth--;
    silent = false;
    after(xml.getLocalName(), to);
  }

  /** Whether an element's characters are no text: formulas, indexes of shared strings, codes. */
  private static boolean isSilent(String name, boolean shared) {
    return switch (name) {
      case "f", "instrText", "delInstrText", "binary-data" -> true;
      case "v" -> shared;
      case String _ -> false;
    };
  }

  private static String type(XMLStreamReader xml) {
    String type = xml.getLocalName().equals("c") ? xml.getAttributeValue(null, "t") : null;
    return type == null ? "" : type;
  }

  private static void before(XMLStreamReader xml, Sink to) {
    switch (xml.getLocalName()) {
      case "sheet" -> {
        String name = xml.getAttributeValue(null, "name");
        to.add(name == null ? "" : name);
        to.line();
      }
      case "tab", "s", "line-break", "br", "cr" -> to.blank();
      case String _ -> {
        // its characters follow
      }
    }
  }

  private static void after(String name, Sink to) {
    switch (name) {
      case "p", "h", "si", "is", "row", "table-row", "title", "subject", "keyword" -> to.line();
      case "c", "v", "tc", "table-cell" -> to.blank();
      case String _ -> {
        // within a line
      }
    }
  }
}

package org.mailstead.discovery;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What Outlook and phones send (MS-OXDSCLI section 2.2.3).
 *
 * @param address empty when there is none
 * @param schema of the answer that they understand; empty when they do not say
 */
record AutodiscoverRequest(String address, String schema) {
  static final int MOST_OCTETS = 16 << 10;

  private static final int MOST_DEPTH = 20;
  private static final int MOST_TEXT = 1000;

  /**
   * Takes a request apart. No document type, no entity of its own, nothing that names another file
   * is understood: these are for attacks.
   *
   * @return empty when it is no such request
   */
  static Optional<AutodiscoverRequest> parse(byte[] xml) {
    if (xml.length > MOST_OCTETS) {
      return Optional.empty();
    }
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The JDK's reader throws more than it declares on hostile input.
      return Optional.empty();
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static Optional<AutodiscoverRequest> read(XMLStreamReader reader)
      throws XMLStreamException {
    List<String> open = new ArrayList<>();
    String address = "";
    String schema = "";
    boolean known = false;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return Optional.empty();
        }
        case XMLStreamConstants.START_ELEMENT -> {
          open.add(reader.getLocalName());
          known |= open.equals(List.of("Autodiscover", "Request"));
          if (open.size() > MOST_DEPTH) {
            return Optional.empty();
          }
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (open.equals(List.of("Autodiscover", "Request", "EMailAddress"))) {
            address = clipped(reader.getText());
          } else if (open.equals(List.of("Autodiscover", "Request", "AcceptableResponseSchema"))) {
            schema = clipped(reader.getText());
          }
        }
        default -> {} // comments, blanks
      }
    }
    return known ? Optional.of(new AutodiscoverRequest(address, schema)) : Optional.empty();
  }

  private static String clipped(String text) {
    String stripped = text.strip();
    return stripped.length() > MOST_TEXT ? "" : stripped;
  }
}

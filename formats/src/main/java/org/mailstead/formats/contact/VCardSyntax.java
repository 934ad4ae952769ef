package org.mailstead.formats.contact;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.RawProperty;
import ezvcard.property.VCardProperty;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lines and properties of vCards. */
final class VCardSyntax {
  /** RFC 6350 section 3.3: of properties, groups and parameters. */
  private static final String NAME = "[A-Za-z0-9-]{1,100}";

  private VCardSyntax() {}

  /** The first card of a text. */
  static Optional<VCard> parse(String text) {
    try (var reader = new ezvcard.io.text.VCardReader(text)) {
      return Optional.ofNullable(reader.readNext());
    } catch (IOException e) {
      throw new UncheckedIOException("a text is read from memory", e);
    }
  }

  /** In version 4.0. What cannot be written at all is left out. */
  static String write(VCard card) {
    for (VCardProperty property : List.copyOf(card.getProperties())) {
      if (property instanceof RawProperty raw && !raw.getPropertyName().matches(NAME)) {
        card.removeProperty(property);
      }
      if (property.getGroup() != null && !property.getGroup().matches(NAME)) {
        property.setGroup(null);
      }
      tidy(property.getParameters());
    }
    var text = new StringWriter();
    try (var writer = new ezvcard.io.text.VCardWriter(text, VCardVersion.V4_0)) {
      writer.setAddProdId(false);
      writer.setVersionStrict(false);
      writer.setCaretEncodingEnabled(true); // RFC 6868
      writer.write(card);
    } catch (IOException e) {
      throw new UncheckedIOException("a text is written to memory", e);
    }
    return text.toString();
  }

  private static void tidy(VCardParameters parameters) {
    for (String name : Set.copyOf(parameters.keySet())) {
      List<String> values = List.copyOf(parameters.get(name));
      parameters.removeAll(name);
      if (name.matches(NAME)) {
        values.forEach(value -> parameters.put(name, value.replaceAll("[\\p{Cntrl}&&[^\n]]", " ")));
      }
    }
  }
}

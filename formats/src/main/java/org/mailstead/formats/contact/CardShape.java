package org.mailstead.formats.contact;

import static org.mailstead.formats.contact.Shape.Plain.ANY_OBJECT;
import static org.mailstead.formats.contact.Shape.Plain.FLAG;
import static org.mailstead.formats.contact.Shape.Plain.TEXT;
import static org.mailstead.formats.contact.Shape.Plain.TIME;
import static org.mailstead.formats.contact.Shape.Plain.UNSIGNED;

import java.util.List;
import org.mailstead.formats.contact.Shape.Each;
import org.mailstead.formats.contact.Shape.Listing;
import org.mailstead.formats.contact.Shape.Marks;
import org.mailstead.formats.contact.Shape.Thing;
import tools.jackson.databind.node.ObjectNode;

/** What a JSContact card is (RFC 9553 section 2). */
public final class CardShape {
  private static final Thing COMPONENT =
      new Thing("NameComponent")
          .with("value", TEXT)
          .with("kind", TEXT)
          .with("phonetic", TEXT)
          .needing("value");

  private static final Thing NAME =
      new Thing("Name")
          .with("components", new Listing(COMPONENT))
          .with("isOrdered", FLAG)
          .with("defaultSeparator", TEXT)
          .with("full", TEXT)
          .with("sortAs", ANY_OBJECT)
          .with("phoneticScript", TEXT)
          .with("phoneticSystem", TEXT)
          .needing("components", "full");

  private static final Thing UNIT =
      new Thing("OrgUnit").with("name", TEXT).with("sortAs", TEXT).needing("name");

  private static final Thing ADDRESS =
      reached("Address")
          .with(
              "components",
              new Listing(
                  new Thing("AddressComponent")
                      .with("value", TEXT)
                      .with("kind", TEXT)
                      .needing("value")))
          .with("isOrdered", FLAG)
          .with("countryCode", TEXT)
          .with("coordinates", TEXT)
          .with("timeZone", TEXT)
          .with("full", TEXT)
          .with("defaultSeparator", TEXT);

  private static final Thing CARD =
      new Thing("Card")
          .with("version", TEXT)
          .with("created", TIME)
          .with("updated", TIME)
          .with("kind", TEXT)
          .with("language", TEXT)
          .with("members", new Marks())
          .with("prodId", TEXT)
          .with("relatedTo", ANY_OBJECT)
          .with("uid", TEXT)
          .with("name", NAME)
          .with("nicknames", each(reached("Nickname").with("name", TEXT).needing("name")))
          .with(
              "organizations",
              each(
                  reached("Organization")
                      .with("name", TEXT)
                      .with("units", new Listing(UNIT))
                      .with("sortAs", TEXT)
                      .needing("name", "units")))
          .with("speakToAs", ANY_OBJECT)
          .with(
              "titles",
              each(
                  new Thing("Title")
                      .with("name", TEXT)
                      .with("kind", TEXT)
                      .with("organizationId", TEXT)
                      .needing("name")))
          .with("emails", each(reached("EmailAddress").with("address", TEXT).needing("address")))
          .with(
              "onlineServices",
              each(
                  reached("OnlineService")
                      .with("service", TEXT)
                      .with("uri", TEXT)
                      .with("user", TEXT)
                      .needing("uri", "user")))
          .with(
              "phones",
              each(
                  reached("Phone")
                      .with("number", TEXT)
                      .with("features", new Marks())
                      .needing("number")))
          .with(
              "preferredLanguages",
              each(reached("LanguagePref").with("language", TEXT).needing("language")))
          .with("calendars", each(resource("Calendar")))
          .with("schedulingAddresses", each(resource("SchedulingAddress")))
          .with("addresses", each(ADDRESS))
          .with("cryptoKeys", each(resource("CryptoKey")))
          .with("directories", each(resource("Directory").with("listAs", UNSIGNED)))
          .with("links", each(resource("Link")))
          .with("media", each(resource("Media").with("blobId", TEXT).needing("uri", "blobId")))
          .with("localizations", ANY_OBJECT)
          .with(
              "anniversaries",
              each(
                  new Thing("Anniversary")
                      .with("kind", TEXT)
                      .with("date", ANY_OBJECT)
                      .with("place", ADDRESS)
                      .needing("date")))
          .with("keywords", new Marks())
          .with(
              "notes",
              each(
                  new Thing("Note")
                      .with("note", TEXT)
                      .with("created", TIME)
                      .with("author", ANY_OBJECT)
                      .needing("note")))
          .with(
              "personalInfo",
              each(
                  new Thing("PersonalInfo")
                      .with("kind", TEXT)
                      .with("value", TEXT)
                      .with("level", TEXT)
                      .with("listAs", UNSIGNED)
                      .with("label", TEXT)
                      .needing("value")));

  private CardShape() {}

  private static Each each(Thing thing) {
    return new Each(thing);
  }

  /** How somebody is reached: in which part of life, and whether it is liked best. */
  private static Thing reached(String type) {
    return new Thing(type).with("contexts", new Marks()).with("pref", UNSIGNED).with("label", TEXT);
  }

  private static Thing resource(String type) {
    return reached(type)
        .with("kind", TEXT)
        .with("uri", TEXT)
        .with("mediaType", TEXT)
        .needing("uri");
  }

  /** The properties of a card that are not as RFC 9553 has them. */
  public static List<String> wrong(ObjectNode card) {
    return Shape.wrong(CARD, card);
  }
}

package org.mailstead.formats.contact;

import ezvcard.VCard;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Address;
import ezvcard.property.BinaryProperty;
import ezvcard.property.Categories;
import ezvcard.property.DateOrTimeProperty;
import ezvcard.property.Email;
import ezvcard.property.Impp;
import ezvcard.property.Member;
import ezvcard.property.Nickname;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.RawProperty;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextProperty;
import ezvcard.property.Url;
import ezvcard.property.VCardProperty;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads vCards of version 2.1, 3.0 and 4.0 as JSContact (RFC 9555 section 2). */
public final class VCardReader {
  /** Cards of one text. */
  public static final int MOST = 25_000;

  private static final Map<String, String> CONTEXTS =
      Map.of("home", "private", "work", "work", "billing", "billing", "delivery", "delivery");

  private static final Map<String, String> FEATURES =
      Map.of(
          "cell", "mobile",
          "voice", "voice",
          "text", "text",
          "video", "video",
          "main-number", "main-number",
          "textphone", "textphone",
          "fax", "fax",
          "pager", "pager");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .build();

  private final VCard card;
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private VCardReader(VCard card) {
    this.card = card;
  }

  /** All cards of a text; what is none is left out. */
  public static List<ReadCard> read(String text) {
    List<ReadCard> all = new ArrayList<>();
    for (String original : VCardText.cards(text, MOST)) {
      one(original).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<ReadCard> one(String original) {
    return VCardSyntax.parse(original)
        .map(card -> new VCardReader(card).json(original))
        .map(json -> new ReadCard(json, VCardText.withoutMedia(original)));
  }

  private ObjectNode json(String original) {
    json.put("@type", "Card").put("version", "1.0");
    json.put("uid", uid(original));
    about();
    name();
    emails();
    phones();
    addresses();
    work();
    services();
    days();
    media("photo", card.getPhotos());
    media("logo", card.getLogos());
    media("sound", card.getSounds());
    card.getExtendedProperties("JSPROP").forEach(this::rest);
    CardShape.wrong(json).forEach(json::remove);
    return json;
  }

  /** What is in JSON in it, since vCard has no words for it (RFC 9555 section 3.2.1). */
  private void rest(RawProperty property) {
    String pointer = property.getParameter("JSPTR");
    if (pointer == null || !pointer.matches("[A-Za-z0-9:.-]{1,100}") || json.has(pointer)) {
      return; // deeper ones would change what the vCard itself says
    }
    try {
      json.set(pointer, JSON.readTree(property.getValue()));
    } catch (JacksonException _) {
      // It stays in the text that is kept.
    }
  }

  /** The same text has the same name when it says none itself: it is not brought in twice. */
  private String uid(String original) {
    return Optional.ofNullable(card.getUid())
        .map(TextProperty::getValue)
        .filter(value -> !value.isBlank())
        .orElseGet(
            () -> "urn:uuid:" + UUID.nameUUIDFromBytes(original.getBytes(StandardCharsets.UTF_8)));
  }

  private void about() {
    put(json, "kind", card.getKind() == null ? null : card.getKind().getValue());
    put(json, "prodId", card.getProductId() == null ? null : card.getProductId().getValue());
    if (card.getRevision() != null && card.getRevision().getValue() instanceof Instant changed) {
      json.put("updated", changed.toString());
    }
    for (Member member : card.getMembers()) {
      if (member.getUri() != null) {
        object(json, "members").put(member.getUri(), true);
      }
    }
    for (Categories categories : card.getCategoriesList()) {
      categories.getValues().forEach(word -> object(json, "keywords").put(word, true));
    }
    for (Note note : card.getNotes()) {
      put(entry("notes", note), "note", note.getValue());
    }
    for (Url url : card.getUrls()) {
      reached(put(entry("links", url), "uri", url.getValue()), url);
    }
  }

  // ---- what somebody is called

  private void name() {
    ArrayNode components = JsonNodeFactory.instance.arrayNode();
    StructuredName name = card.getStructuredName();
    if (name != null) {
      name.getPrefixes().forEach(value -> component(components, "title", value));
      component(components, "given", name.getGiven());
      name.getAdditionalNames().forEach(value -> component(components, "given2", value));
      component(components, "surname", name.getFamily());
      name.getSuffixes().forEach(value -> component(components, "credential", value));
    }
    String full = card.getFormattedName() == null ? null : card.getFormattedName().getValue();
    if (!components.isEmpty()) {
      object(json, "name").set("components", components);
    }
    if (full != null && !full.isBlank()) {
      object(json, "name").put("full", full);
    }
    for (Nickname nickname : card.getNicknames()) {
      for (String value : nickname.getValues()) {
        reached(put(entry("nicknames", nickname), "name", value), nickname);
      }
    }
  }

  private static void component(ArrayNode components, String kind, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      components.addObject().put("kind", kind).put("value", value);
    }
  }

  // ---- how somebody is reached

  private void emails() {
    for (Email email : card.getEmails()) {
      if (email.getValue() != null && !email.getValue().isBlank()) {
        reached(put(entry("emails", email), "address", email.getValue().strip()), email);
      }
    }
  }

  private void phones() {
    for (Telephone phone : card.getTelephoneNumbers()) {
      String number = phone.getText();
      if (number == null && phone.getUri() != null) {
        number = phone.getUri().toString();
      }
      if (number == null || number.isBlank()) {
        continue;
      }
      ObjectNode entry = put(entry("phones", phone), "number", number.strip());
      for (String type : types(phone)) {
        if (FEATURES.containsKey(type)) {
          object(entry, "features").put(FEATURES.get(type), true);
        }
      }
      reached(entry, phone);
    }
  }

  private void addresses() {
    for (Address address : card.getAddresses()) {
      ArrayNode components = JsonNodeFactory.instance.arrayNode();
      address.getPoBoxes().forEach(value -> component(components, "postOfficeBox", value));
      address.getExtendedAddresses().forEach(value -> component(components, "apartment", value));
      address.getStreetAddresses().forEach(value -> component(components, "name", value));
      address.getLocalities().forEach(value -> component(components, "locality", value));
      address.getRegions().forEach(value -> component(components, "region", value));
      address.getPostalCodes().forEach(value -> component(components, "postcode", value));
      address.getCountries().forEach(value -> component(components, "country", value));
      if (components.isEmpty() && address.getLabel() == null) {
        continue;
      }
      ObjectNode entry = entry("addresses", address);
      if (!components.isEmpty()) {
        entry.set("components", components);
      }
      put(entry, "full", address.getLabel());
      reached(entry, address);
    }
  }

  private void services() {
    for (Impp impp : card.getImpps()) {
      if (impp.getUri() != null) {
        ObjectNode entry = put(entry("onlineServices", impp), "uri", impp.getUri().toString());
        put(entry, "service", impp.getProtocol());
        reached(entry, impp);
      }
    }
  }

  // ---- where somebody works, and when he celebrates

  private void work() {
    for (Organization organization : card.getOrganizations()) {
      List<String> parts = organization.getValues();
      if (parts.isEmpty()) {
        continue;
      }
      ObjectNode entry = entry("organizations", organization);
      put(entry, "name", parts.getFirst());
      for (String unit : parts.subList(1, parts.size())) {
        if (!unit.isBlank()) {
          entry.withArray("units").addObject().put("name", unit);
        }
      }
    }
    card.getTitles().forEach(title -> title(title, "title"));
    card.getRoles().forEach(role -> title(role, "role"));
  }

  private void title(TextProperty property, String kind) {
    if (property.getValue() != null && !property.getValue().isBlank()) {
      put(entry("titles", property), "name", property.getValue()).put("kind", kind);
    }
  }

  private void days() {
    card.getBirthdays().forEach(day -> day("birth", day));
    card.getDeathdates().forEach(day -> day("death", day));
    card.getAnniversaries().forEach(day -> day("wedding", day));
  }

  private void day(String kind, DateOrTimeProperty day) {
    ObjectNode date = JsonNodeFactory.instance.objectNode().put("@type", "PartialDate");
    if (day.getDate() != null) {
      part(date, "year", day.getDate(), ChronoField.YEAR);
      part(date, "month", day.getDate(), ChronoField.MONTH_OF_YEAR);
      part(date, "day", day.getDate(), ChronoField.DAY_OF_MONTH);
    } else if (day.getPartialDate() != null) {
      number(date, "year", day.getPartialDate().getYear());
      number(date, "month", day.getPartialDate().getMonth());
      number(date, "day", day.getPartialDate().getDate());
    }
    if (date.size() > 1) {
      entry("anniversaries", day).put("kind", kind).set("date", date);
    }
  }

  private static void part(ObjectNode date, String name, Temporal day, ChronoField field) {
    if (day.isSupported(field)) {
      date.put(name, day.get(field));
    }
  }

  private static void number(ObjectNode date, String name, @Nullable Integer value) {
    if (value != null) {
      date.put(name, value);
    }
  }

  private void media(String kind, List<? extends BinaryProperty<?>> all) {
    for (BinaryProperty<?> one : all) {
      String type = one.getContentType() == null ? null : one.getContentType().getMediaType();
      String uri = one.getUrl();
      if (one.getData() != null && one.getData().length > 0) {
        String octets = Base64.getEncoder().encodeToString(one.getData());
        type = type == null ? Picture.type(one.getData()).orElse(null) : type;
        uri = "data:" + (type == null ? "application/octet-stream" : type) + ";base64," + octets;
      }
      if (uri != null) {
        ObjectNode entry = entry("media", one).put("kind", kind).put("uri", uri);
        put(entry, "mediaType", type);
      }
    }
  }

  // ---- what all of them have

  private ObjectNode entry(String map, VCardProperty property) {
    ObjectNode all = object(json, map);
    String id = property.getParameter("PROP-ID");
    boolean good = id != null && id.matches(Shape.ID) && !all.has(id);
    return all.putObject(good ? id : next(all));
  }

  private static String next(ObjectNode all) {
    int number = all.size() + 1;
    while (all.has(Integer.toString(number))) {
      number++;
    }
    return Integer.toString(number);
  }

  private void reached(ObjectNode entry, VCardProperty property) {
    for (String type : types(property)) {
      if (CONTEXTS.containsKey(type)) {
        object(entry, "contexts").put(CONTEXTS.get(type), true);
      } else if (type.equals("pref")) {
        entry.put("pref", 1);
      }
    }
    pref(property).ifPresent(pref -> entry.put("pref", pref));
    label(property).ifPresent(label -> entry.put("label", label));
  }

  private static List<String> types(VCardProperty property) {
    return property.getParameters().get(VCardParameters.TYPE).stream()
        .map(type -> type.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Optional<Integer> pref(VCardProperty property) {
    return Optional.ofNullable(property.getParameter(VCardParameters.PREF))
        .filter(text -> text.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(pref -> pref >= 1 && pref <= 100);
  }

  /** The way of Apple's address book, which RFC 9555 section 2.3.9 follows. */
  private Optional<String> label(VCardProperty property) {
    return Optional.ofNullable(property.getGroup())
        .flatMap(group ->
            card.getExtendedProperties("X-ABLABEL").stream()
                .filter(label -> group.equalsIgnoreCase(label.getGroup()))
                .map(RawProperty::getValue)
                .findFirst())
        .map(label -> label.replaceAll("^_\\$!<|>!\\$_$", ""))
        .filter(label -> !label.isBlank());
  }

  private static ObjectNode object(ObjectNode in, String name) {
    return in.withObjectProperty(name);
  }

  private static ObjectNode put(ObjectNode object, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      object.put(name, value);
    }
    return object;
  }
}

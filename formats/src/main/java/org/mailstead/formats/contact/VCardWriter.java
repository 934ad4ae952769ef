package org.mailstead.formats.contact;

import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.parameter.ImageType;
import ezvcard.parameter.SoundType;
import ezvcard.parameter.VCardParameters;
import ezvcard.property.Address;
import ezvcard.property.Anniversary;
import ezvcard.property.Birthday;
import ezvcard.property.Categories;
import ezvcard.property.Deathdate;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Impp;
import ezvcard.property.Kind;
import ezvcard.property.Logo;
import ezvcard.property.Member;
import ezvcard.property.Nickname;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.Photo;
import ezvcard.property.ProductId;
import ezvcard.property.RawProperty;
import ezvcard.property.Revision;
import ezvcard.property.Role;
import ezvcard.property.Sound;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.Title;
import ezvcard.property.Uid;
import ezvcard.property.Url;
import ezvcard.property.VCardProperty;
import ezvcard.util.PartialDate;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes contacts as vCards of version 4.0 (RFC 9555 section 3). What the vCard had that it came as
 * and JSContact has no words for is written again; what vCard has no words for is a JSPROP.
 */
public final class VCardWriter {
  private static final List<Class<? extends VCardProperty>> MAPPED =
      List.of(
          Address.class,
          Anniversary.class,
          Birthday.class,
          Categories.class,
          Deathdate.class,
          Email.class,
          FormattedName.class,
          Impp.class,
          Kind.class,
          Logo.class,
          Member.class,
          Nickname.class,
          Note.class,
          Organization.class,
          Photo.class,
          ProductId.class,
          Revision.class,
          Role.class,
          Sound.class,
          StructuredName.class,
          Telephone.class,
          Title.class,
          Uid.class,
          Url.class);

  private static final Map<String, String> TYPES =
      Map.of("private", "home", "work", "work", "billing", "billing", "delivery", "delivery");

  private static final Set<String> WRITTEN =
      Set.of(
          "@type",
          "version",
          "uid",
          "kind",
          "prodId",
          "updated",
          "members",
          "keywords",
          "notes",
          "links",
          "name",
          "nicknames",
          "emails",
          "phones",
          "addresses",
          "onlineServices",
          "organizations",
          "titles",
          "anniversaries",
          "media");

  private final ObjectNode json;
  private final VCard card;
  private int groups;

  private VCardWriter(ObjectNode json, Optional<String> original) {
    this.json = json;
    this.card = original.flatMap(VCardSyntax::parse).orElseGet(() -> new VCard(VCardVersion.V4_0));
    this.card.setVersion(VCardVersion.V4_0);
    MAPPED.forEach(card::removeProperties);
    card.removeExtendedProperty("X-ABLABEL");
    card.removeExtendedProperty("JSPROP");
  }

  /**
   * @param card in JSContact; pictures are data: URIs or left out
   * @param original the vCard that it came as
   */
  public static String write(ObjectNode card, Optional<String> original) {
    return new VCardWriter(card, original).text();
  }

  private String text() {
    about();
    name();
    reached();
    work();
    days();
    media();
    json.properties().stream()
        .filter(one -> !WRITTEN.contains(one.getKey()))
        .forEach(one -> rest(one.getKey(), one.getValue()));
    return VCardSyntax.write(card);
  }

  /** RFC 9555 section 3.2.1. */
  private void rest(String name, JsonNode value) {
    RawProperty property = card.addExtendedProperty("JSPROP", value.toString());
    property.setParameter("JSPTR", name.replace("~", "~0").replace("/", "~1"));
  }

  private void about() {
    text(json, "uid").ifPresent(value -> card.setUid(new Uid(value)));
    text(json, "kind").ifPresent(value -> card.setKind(new Kind(value)));
    text(json, "prodId").ifPresent(value -> card.setProductId(new ProductId(value)));
    text(json, "updated").flatMap(VCardWriter::time).ifPresent(card::setRevision);
    json.path("members").propertyNames().forEach(uri -> card.addMember(new Member(uri)));
    List<String> words = List.copyOf(json.path("keywords").propertyNames());
    if (!words.isEmpty()) {
      card.setCategories(words.toArray(String[]::new));
    }
    each("notes", (id, note) -> card.addNote(text(note, "note").orElse("")));
    each(
        "links",
        (id, link) -> with(new Url(text(link, "uri").orElse("")), id, link, card::addProperty));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private void name() {
    var name = new StructuredName();
    JsonNode components = json.path("name").path("components");
    for (JsonNode one : components) {
      String value = one.path("value").asString("");
      switch (one.path("kind").asString("")) {
        case "title" -> name.getPrefixes().add(value);
        case "given" -> name.setGiven(joined(name.getGiven(), value));
        case "given2" -> name.getAdditionalNames().add(value);
        case "surname", "surname2" -> name.setFamily(joined(name.getFamily(), value));
        case "credential", "generation" -> name.getSuffixes().add(value);
        default -> {} // separators and such
      }
    }
    if (!components.isEmpty()) {
      card.setStructuredName(name);
    }
    card.setFormattedName(text(json.path("name"), "full").orElseGet(() -> spelled(components)));
    each(
        "nicknames",
        (id, one) -> {
          var nickname = new Nickname();
          nickname.getValues().add(text(one, "name").orElse(""));
          with(nickname, id, one, card::addProperty);
        });
  }

  private static String joined(@Nullable String before, String value) {
    return before == null ? value : before + " " + value;
  }

  /** A vCard has a full name always (RFC 6350 section 6.2.1). */
  private String spelled(JsonNode components) {
    String name =
        components
            .valueStream()
            .filter(one -> !one.path("kind").asString("").equals("separator"))
            .map(one -> one.path("value").asString(""))
            .collect(Collectors.joining(" "));
    return name.isBlank()
        ? json.path("organizations")
            .valueStream()
            .map(one -> one.path("name").asString(""))
            .findFirst()
            .or(() ->
                json.path("emails")
                    .valueStream()
                    .map(one -> one.path("address").asString(""))
                    .findFirst())
            .orElse("")
        : name;
  }

  private void reached() {
    each(
        "emails",
        (id, one) -> with(new Email(text(one, "address").orElse("")), id, one, card::addProperty));
    each(
        "phones",
        (id, one) -> {
          var phone = new Telephone(text(one, "number").orElse(""));
          one.path("features")
              .propertyNames()
              .forEach(feature ->
                  phone.addParameter(
                      VCardParameters.TYPE, feature.equals("mobile") ? "cell" : feature));
          with(phone, id, one, card::addProperty);
        });
    each(
        "onlineServices",
        (id, one) ->
            text(one, "uri")
                .or(() ->
                    text(one, "user").map(user -> "x-user:" + user.replaceAll("[^\\w.@-]", "_")))
                .flatMap(VCardWriter::uri)
                .ifPresent(uri -> with(new Impp(uri), id, one, card::addProperty)));
    each("addresses", this::address);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void address(String id, JsonNode one) {
    var address = new Address();
    for (JsonNode component : one.path("components")) {
      String value = component.path("value").asString("");
      switch (component.path("kind").asString("")) {
        case "postOfficeBox" -> address.getPoBoxes().add(value);
        case "apartment", "building", "floor", "room" -> address.getExtendedAddresses().add(value);
        case "locality" -> address.getLocalities().add(value);
        case "region" -> address.getRegions().add(value);
        case "postcode" -> address.getPostalCodes().add(value);
        case "country" -> address.getCountries().add(value);
        case "separator" -> {}
        default -> address.getStreetAddresses().add(value);
      }
    }
    text(one, "full").ifPresent(address::setLabel);
    with(address, id, one, card::addProperty);
  }

  private void work() {
    each(
        "organizations",
        (id, one) -> {
          var organization = new Organization();
          organization.getValues().add(text(one, "name").orElse(""));
          one.path("units")
              .forEach(unit -> organization.getValues().add(unit.path("name").asString("")));
          with(organization, id, one, card::addProperty);
        });
    each(
        "titles",
        (id, one) -> {
          String name = text(one, "name").orElse("");
          boolean role = text(one, "kind").orElse("").equals("role");
          with(role ? new Role(name) : new Title(name), id, one, card::addProperty);
        });
  }

  private void days() {
    each(
        "anniversaries",
        (id, one) ->
            date(one.path("date"))
                .ifPresent(date -> {
                  switch (text(one, "kind").orElse("")) {
                    case "birth" -> card.setBirthday(new Birthday(date));
                    case "death" -> card.setDeathdate(new Deathdate(date));
                    case "wedding" -> card.setAnniversary(new Anniversary(date));
                    default -> {} // vCard knows no other
                  }
                }));
  }

  private static Optional<PartialDate> date(JsonNode json) {
    var date = PartialDate.builder();
    try {
      Optional<LocalDate> whole =
          text(json, "utc")
              .flatMap(VCardWriter::time)
              .map(at -> LocalDate.ofInstant(at, java.time.ZoneOffset.UTC));
      if (whole.isPresent()) {
        date.year(whole.get().getYear());
        date.month(whole.get().getMonthValue()).date(whole.get().getDayOfMonth());
        return Optional.of(date.build());
      }
      number(json, "year").ifPresent(date::year);
      number(json, "month").ifPresent(date::month);
      number(json, "day").ifPresent(date::date);
      return Optional.of(date.build());
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty(); // such as a year and a day without a month
    }
  }

  private static Optional<Integer> number(JsonNode json, String name) {
    return Optional.of(json.path(name)).filter(JsonNode::isInt).map(JsonNode::asInt);
  }

  private void media() {
    each(
        "media",
        (id, one) ->
            text(one, "uri")
                .ifPresent(uri -> {
                  switch (text(one, "kind").orElse("photo")) {
                    case "logo" -> with(new Logo(uri, imageType(one)), id, one, card::addProperty);
                    case "sound" ->
                        with(new Sound(uri, soundType(one)), id, one, card::addProperty);
                    default -> with(new Photo(uri, imageType(one)), id, one, card::addProperty);
                  }
                }));
  }

  private static @Nullable SoundType soundType(JsonNode one) {
    return text(one, "mediaType").map(type -> SoundType.get(null, type, null)).orElse(null);
  }

  private static @Nullable ImageType imageType(JsonNode one) {
    return text(one, "mediaType").map(type -> ImageType.get(null, type, null)).orElse(null);
  }

  private void each(String map, BiConsumer<String, JsonNode> write) {
    json.path(map).properties().forEach(one -> write.accept(one.getKey(), one.getValue()));
  }

  private <P extends VCardProperty> void with(
      P property, String id, JsonNode one, java.util.function.Consumer<P> add) {
    property.setParameter("PROP-ID", id);
    one.path("contexts").propertyNames().stream()
        .filter(TYPES::containsKey)
        .forEach(context -> property.addParameter(VCardParameters.TYPE, TYPES.get(context)));
    Optional.of(one.path("pref").asInt(0))
        .filter(pref -> pref >= 1 && pref <= 100)
        .ifPresent(pref -> property.setParameter(VCardParameters.PREF, Integer.toString(pref)));
    text(one, "label")
        .ifPresent(label -> {
          groups++;
          property.setGroup("label" + groups);
          card.addExtendedProperty("X-ABLabel", label).setGroup("label" + groups);
        });
    add.accept(property);
  }

  private static Optional<String> text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }
}

package org.mailstead.jmap.contacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mailstead.agenda.contacts.Contact;
import org.mailstead.jmap.account.RecordIds;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Comparing;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Filter;
import org.mailstead.jmap.core.Folded;
import org.mailstead.jmap.core.MethodError;
import tools.jackson.databind.JsonNode;

/** Which contacts are looked for, and in which order (RFC 9610 section 3.3). */
record CardQuery(Optional<Filter<Predicate<Contact>>> filter, List<Comparing> sort) {
  static CardQuery read(Exchange exchange, Arguments in) {
    List<Comparing> sort = Comparing.read(in);
    sort.forEach(CardQuery::order); // what cannot be done is told before anything is read
    return new CardQuery(
        Filter.read(in.any("filter"), one -> condition(exchange, new Arguments(one))), sort);
  }

  // ---- what is looked for

  private static Predicate<Contact> condition(Exchange exchange, Arguments in) {
    List<Predicate<Contact>> all = new ArrayList<>();
    in.text("inAddressBook")
        .ifPresent(id -> {
          Optional<Long> book =
              exchange.real(id).flatMap(real -> RecordIds.parse(AddressBookMethods.LETTER, real));
          all.add(contact -> book.filter(contact.books()::contains).isPresent());
        });
    in.text("uid").ifPresent(uid -> all.add(contact -> contact.uid().equals(uid)));
    in.text("hasMember").ifPresent(uid -> all.add(contact -> contact.members().contains(uid)));
    in.text("kind")
        .ifPresent(kind ->
            all.add(contact -> contact.card().path("kind").asString("individual").equals(kind)));
    times(in, "created", all);
    times(in, "updated", all);
    in.text("text").ifPresent(text -> all.add(texts(text, CardQuery::everything)));
    for (String name : List.of("given", "surname", "surname2")) {
      in.text("name/" + name)
          .ifPresent(text -> all.add(texts(text, contact -> component(contact, name))));
    }
    in.text("name").ifPresent(text -> all.add(texts(text, CardQuery::name)));
    property(in, all, "nickname", "nicknames", "name");
    property(in, all, "organization", "organizations", "name");
    property(in, all, "email", "emails", "address", "label");
    property(in, all, "phone", "phones", "number", "label");
    property(in, all, "onlineService", "onlineServices", "service", "uri", "user", "label");
    property(in, all, "note", "notes", "note");
    in.text("address").ifPresent(text -> all.add(texts(text, CardQuery::address)));
    in.done();
    return contact -> all.stream().allMatch(one -> one.test(contact));
  }

  private static void times(Arguments in, String property, List<Predicate<Contact>> all) {
    in.time(property + "Before")
        .ifPresent(before ->
            all.add(
                contact -> time(contact, property).filter(at -> at.isBefore(before)).isPresent()));
    in.time(property + "After")
        .ifPresent(after ->
            all.add(
                contact -> time(contact, property).filter(at -> !at.isBefore(after)).isPresent()));
  }

  private static Optional<Instant> time(Contact contact, String property) {
    return Arguments.utcDate(contact.card().path(property).asString(""));
  }

  private static void property(
      Arguments in, List<Predicate<Contact>> all, String condition, String map, String... names) {
    in.text(condition)
        .ifPresent(text ->
            all.add(
                texts(
                    text,
                    contact ->
                        contact
                            .card()
                            .path(map)
                            .valueStream()
                            .flatMap(one -> Stream.of(names).map(name -> one.path(name))))));
  }

  private static Stream<JsonNode> component(Contact contact, String kind) {
    return contact
        .card()
        .path("name")
        .path("components")
        .valueStream()
        .filter(one -> one.path("kind").asString("").equals(kind))
        .map(one -> one.path("value"));
  }

  private static Stream<JsonNode> name(Contact contact) {
    JsonNode name = contact.card().path("name");
    return Stream.concat(
        Stream.of(name.path("full")),
        name.path("components").valueStream().map(one -> one.path("value")));
  }

  private static Stream<JsonNode> address(Contact contact) {
    return contact
        .card()
        .path("addresses")
        .valueStream()
        .flatMap(one ->
            Stream.concat(
                Stream.of(one.path("full")),
                one.path("components").valueStream().map(part -> part.path("value"))));
  }

  private static Stream<JsonNode> everything(Contact contact) {
    return leaves(contact.card());
  }

  private static Stream<JsonNode> leaves(JsonNode node) {
    return node.isContainer() ? node.valueStream().flatMap(CardQuery::leaves) : Stream.of(node);
  }

  /** All words and phrases of the condition are in the texts. */
  private static Predicate<Contact> texts(
      String sought, Function<Contact, Stream<JsonNode>> where) {
    List<String> pieces = pieces(Folded.of(sought));
    return contact -> {
      List<String> texts =
          where
              .apply(contact)
              .filter(JsonNode::isString)
              .map(node -> Folded.of(node.asString()))
              .toList();
      return pieces.stream()
          .allMatch(piece -> texts.stream().anyMatch(text -> text.contains(piece)));
    };
  }

  /** Words, and phrases between quotation marks. */
  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escaped = quote != 0 && c == '\\' && i + 1 < text.length();
      if (escaped) {
        i++;
        piece.append(text.charAt(i));
      } else if (c == quote || (quote == 0 && Character.isWhitespace(c))) {
        end(pieces, piece);
        quote = 0;
      } else if (quote == 0 && piece.isEmpty() && isQuote(c) && text.indexOf(c, i + 1) > 0) {
        quote = c;
      } else {
        piece.append(c);
      }
    }
    end(pieces, piece);
    return pieces;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static void end(List<String> pieces, StringBuilder piece) {
    if (!piece.isEmpty()) {
      pieces.add(piece.toString());
      piece.setLength(0);
    }
  }

  // ---- in which order

  List<Contact> run(List<Contact> all) {
    Predicate<Contact> matches =
        filter.map(some -> some.<Contact>predicate(one -> one)).orElse(_ -> true);
    Comparator<Contact> order = (_, _) -> 0;
    for (Comparing one : sort) {
      order = order.thenComparing(order(one));
    }
    return all.stream().filter(matches).sorted(order.thenComparingLong(Contact::id)).toList();
  }

  private static Comparator<Contact> order(Comparing by) {
    Function<Contact, String> key =
        switch (by.property()) {
          case "created", "updated" -> contact -> contact.card().path(by.property()).asString("");
          case "name/given" -> contact -> first(contact, "given");
          case "name/surname" -> contact -> first(contact, "surname");
          case "name/surname2" -> contact -> first(contact, "surname2");
          case String other -> throw new MethodError("unsupportedSort", other);
        };
    Comparator<Contact> order = Comparator.comparing(key, by.collation().order());
    return by.ascending() ? order : order.reversed();
  }

  private static String first(Contact contact, String kind) {
    return component(contact, kind).findFirst().map(node -> node.asString("")).orElse("");
  }
}

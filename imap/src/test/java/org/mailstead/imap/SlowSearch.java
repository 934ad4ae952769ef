package org.mailstead.imap;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.AddressList;
import org.mailstead.formats.mime.BodyText;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.Extent;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Member;

/**
 * What RFC 9051 section 6.4.4 says of a message, found out from all its octets and by nothing that
 * the server keeps ready.
 *
 * @param prefix trace fields before the message
 */
record SlowSearch(
    Place place,
    Member member,
    List<String> keywords,
    byte[] prefix,
    byte[] message,
    MessageStructure structure) {
  /**
   * Where it lies.
   *
   * @param index its position, from 0
   * @param size how many messages there are
   * @param lastUid the highest uid
   */
  record Place(int index, int size, int lastUid) {}

  boolean matches(SearchKey key) throws IOException {
    return switch (key) {
      case SearchKey.And(List<SearchKey> all) -> {
        for (SearchKey one : all) {
          if (!matches(one)) {
            yield false;
          }
        }
        yield true;
      }
      case SearchKey.Or(SearchKey one, SearchKey other) -> matches(one) || matches(other);
      case SearchKey.Not(SearchKey inner) -> !matches(inner);
      case SearchKey.Sequence(SequenceSet set) ->
          set instanceof SequenceSet.Ranges ranges && has(ranges, place.index + 1, place.size);
      case SearchKey.Uid(SequenceSet set) ->
          set instanceof SequenceSet.Ranges ranges && has(ranges, member.uid(), place.lastUid);
      case SearchKey.Keyword(String name) ->
          keywords.stream().anyMatch(keyword -> keyword.equalsIgnoreCase(name));
      case SearchKey.All _ -> true;
      case SearchKey.Fuzzy _, SearchKey.Aged _ -> throw new UnsupportedOperationException();
      case SearchKey.Within(boolean older, long seconds) -> {
        long age = TestServer.CLOCK.instant().getEpochSecond() - member.received().getEpochSecond();
        yield older ? age >= seconds : age <= seconds;
      }
      case SearchKey.Uids(var set) -> set.get(member.uid());
      case SearchKey.Saved(var days) ->
          days.has(member.saved().orElseThrow().atOffset(java.time.ZoneOffset.UTC).toLocalDate());
      case SearchKey.Positions(var set) -> set.get(place.index);
      case SearchKey.Flagged(var flag) -> member.flags().has(flag);
      case SearchKey.Larger(long octets) -> prefix.length + message.length > octets;
      case SearchKey.Smaller(long octets) -> prefix.length + message.length < octets;
      case SearchKey.UidAfter(long uid) -> member.uid() > uid;
      case SearchKey.UidBefore(long uid) -> member.uid() < uid;
      case SearchKey.ModSeq(long least) -> member.modseq() >= least;
      case SearchKey.Received(var days) -> days.has(member.internalDate().toLocalDate());
      case SearchKey.EmailId _, SearchKey.ThreadId _ -> throw new UnsupportedOperationException();
      case SearchKey.Sent(var days) -> sent().filter(days::has).isPresent();
      case SearchKey.Envelope(var field, Needle text) ->
          shown(name(field)).filter(text::isIn).isPresent();
      case SearchKey.Header(String field, Needle text) -> header(field, text);
      case SearchKey.Body(Needle text) -> text.isEmpty() || part(structure.body(), text, false);
      case SearchKey.Text(Needle text) -> text.isEmpty() || anywhere(text);
    };
  }

  private static boolean has(SequenceSet.Ranges ranges, long number, long last) {
    return ranges.spans().stream()
        .anyMatch(span -> number >= span.low(last) && number <= span.high(last));
  }

  private Optional<LocalDate> sent() {
    return HeaderField.first(structure.header(), "Date")
        .flatMap(field -> DateTimes.parse(field.unfolded().latin1()))
        .map(date -> date.toLocalDate());
  }

  private static String name(EnvelopeForm.Field field) {
    return field.name().replace('_', '-');
  }

  /** The field as the envelope shows it. */
  private Optional<String> shown(String name) {
    Optional<HeaderField> field = HeaderField.first(structure.header(), name);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "FROM", "SENDER", "REPLY-TO", "TO", "CC", "BCC" ->
          field
              .map(list -> AddressList.parse(list.value()))
              .filter(list -> !list.isEmpty())
              .map(SlowSearch::text);
      case String _ -> field.map(HeaderField::text);
    };
  }

  private static String text(List<Address> addresses) {
    List<String> texts =
        addresses.stream()
            .map(address ->
                switch (address) {
                  case Address.Mailbox mailbox -> text(mailbox);
                  case Address.Group(Octets name, var members) ->
                      name.decoded()
                          + ": "
                          + String.join(", ", members.stream().map(SlowSearch::text).toList())
                          + ";";
                })
            .toList();
    return String.join(", ", texts);
  }

  private static String text(Address.Mailbox mailbox) {
    String domain = mailbox.domain().decoded();
    return mailbox.name().map(name -> name.decoded() + " ").orElse("")
        + "<"
        + mailbox.route().map(route -> route.decoded() + ":").orElse("")
        + mailbox.local().decoded()
        + (domain.isEmpty() ? "" : "@" + domain)
        + ">";
  }

  private boolean header(String name, Needle text) {
    List<HeaderField> header = structure.header();
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "DATE", "SUBJECT", "IN-REPLY-TO", "MESSAGE-ID" ->
          HeaderField.first(header, name).filter(isIn(text)).isPresent();
      case "FROM", "SENDER", "REPLY-TO", "TO", "CC", "BCC" -> {
        boolean alsoAsWritten = text.isEmpty() || text.hasAny("\"()\\");
        yield HeaderField.first(header, name)
            .filter(field ->
                shown(name).filter(text::isIn).isPresent()
                    || (alsoAsWritten && text.isIn(field.text())))
            .isPresent();
      }
      case String _ ->
          withPrefix().stream()
              .filter(field -> field.name().equalsIgnoreCase(name))
              .anyMatch(isIn(text));
    };
  }

  private static Predicate<HeaderField> isIn(Needle text) {
    return field -> text.isIn(field.text());
  }

  private List<HeaderField> withPrefix() {
    List<HeaderField> all = new java.util.ArrayList<>(MessageStructure.of(prefix).header());
    all.addAll(structure.header());
    return all;
  }

  private boolean anywhere(Needle text) throws IOException {
    return withPrefix().stream().anyMatch(field -> line(field, text))
        || part(structure.body(), text, true);
  }

  private static boolean line(HeaderField field, Needle text) {
    return text.isIn(field.name() + ": " + field.text());
  }

  private boolean part(Part part, Needle text, boolean headers) throws IOException {
    return switch (part) {
      case Part.Leaf leaf ->
          leaf.content().type().type().equals("text")
              && text.isIn(BodyText.decode(leaf, ByteSource.of(message), 1 << 20).text());
      case Part.EmbeddedMessage inner -> withHeader(inner.body(), text, headers);
      case Part.Multipart multipart -> {
        boolean found = false;
        for (Part child : multipart.parts()) {
          found |= withHeader(child, text, headers);
        }
        yield found;
      }
    };
  }

  private boolean withHeader(Part part, Needle text, boolean headers) throws IOException {
    Extent extent = part.extent();
    byte[] header =
        java.util.Arrays.copyOfRange(message, (int) extent.start(), (int) extent.body());
    return part(part, text, headers)
        || (headers && MessageStructure.of(header).header().stream().anyMatch(f -> line(f, text)));
  }
}

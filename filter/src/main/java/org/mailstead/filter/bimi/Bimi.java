package org.mailstead.filter.bimi;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.filter.dmarc.Dmarc;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/** What is found about the picture of who sent a message. */
public sealed interface Bimi {
  /** The name of the record that is meant when a message names none. */
  String DEFAULT = "default";

  /** There is a picture; whether its evidence is good is for who fetches it to find out. */
  record Picture(String domain, String selector, BimiRecord record) implements Bimi {}

  /** The domain wants none shown. */
  record Declined(String domain) implements Bimi {}

  /** None can be shown. */
  record None(String why) implements Bimi {}

  /** The DNS did not answer. */
  record TempError(String why) implements Bimi {}

  /** The word for it in header fields. */
  default String code() {
    return switch (this) {
      case Picture _ -> "pass";
      case Declined _ -> "declined";
      case None _ -> "none";
      case TempError _ -> "temperror";
    };
  }

  /**
   * Asks for a message that was found to be from whom it says, by a domain that refuses or puts
   * aside what is not: for no other would a picture say anything.
   */
  static Bimi find(Dmarc dmarc, MessageHeader header, Resolver resolver) {
    if (!dmarc.passed() || !dmarc.enforced()) {
      return new None("the domain does not vouch for the message, or not for all its mail");
    }
    String selector = selector(header);
    Bimi found = ask(selector, dmarc.domain(), resolver);
    String organization = dmarc.policy().orElseThrow().at().domain();
    return found instanceof None && !organization.equals(dmarc.domain())
        ? ask(selector, organization, resolver)
        : found;
  }

  /** BIMI-Selector: {@code v=BIMI1; s=brand}. */
  private static String selector(MessageHeader header) {
    List<HeaderField> fields =
        header.fields().stream()
            .filter(field -> field.name().equalsIgnoreCase("BIMI-Selector"))
            .toList();
    if (fields.size() != 1 || !BimiRecord.isOne(fields.getFirst().text())) {
      return DEFAULT;
    }
    for (String tag : fields.getFirst().text().split(";", -1)) {
      String dense = tag.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
      if (dense.matches("s=[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
        return dense.substring(2);
      }
    }
    return DEFAULT;
  }

  private static Bimi ask(String selector, String domain, Resolver resolver) {
    String name = selector + "._bimi." + domain;
    return switch (resolver.txt(name)) {
      case Answer.Found<String>(List<String> texts, _, _) -> {
        List<String> records = texts.stream().filter(BimiRecord::isOne).toList();
        Optional<BimiRecord> record =
            records.size() == 1 ? BimiRecord.parse(records.getFirst()) : Optional.empty();
        yield record
            .<Bimi>map(found ->
                found.picture().isPresent()
                    ? new Picture(domain, selector, found)
                    : new Declined(domain))
            .orElseGet(() -> new None("what is at " + name + " is no record"));
      }
      case Answer.NoData<String> _, Answer.NoSuchName<String> _ ->
          new None("there is no record at " + name);
      case Answer.Failed<String>(boolean temporary, String why) ->
          temporary ? new TempError(name + ": " + why) : new None("there can be no record");
    };
  }
}

package org.mailstead.post;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.filter.origin.Origin;
import org.mailstead.filter.results.MethodResult;
import org.mailstead.formats.jmap.HeaderForm;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.Octets;
import org.mailstead.wire.WebAddress;

/**
 * How to leave the list that a message came from, as it says itself (RFC 2369, RFC 8058).
 *
 * @param oneClick where a server may do it for its user
 * @param signed whether a signature that held when the message came covers that: anybody else could
 *     have somebody unsubscribed, or a server asked, by a message of his own
 * @param mailto the address of a message that does it, too
 */
public record Unsubscribing(
    Optional<WebAddress> oneClick, boolean signed, Optional<String> mailto) {
  /** Keywords of the IANA's registry: a message has an offer that is safe, */
  public static final String POSSIBLE = "$canunsubscribe";

  /** and its user has made use of it. */
  public static final String DONE = "$unsubscribed";

  private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

  /**
   * @param header of the message
   * @param reasons what was found when it came
   */
  public static Unsubscribing of(List<HeaderField> header, List<Reason> reasons) {
    List<String> ways =
        field(header, "List-Unsubscribe").flatMap(HeaderForm.URLS::read).stream()
            .flatMap(value -> ((HeaderValue.Urls) value).urls().stream())
            .toList();
    boolean offered =
        field(header, "List-Unsubscribe-Post")
            .filter(value -> value.latin1().strip().equalsIgnoreCase(ONE_CLICK))
            .isPresent();
    Optional<WebAddress> page =
        ways.stream()
            .flatMap(way -> WebAddress.parse(way).stream())
            .filter(address -> offered && address.encrypted())
            .findFirst();
    Optional<String> mailto =
        ways.stream().filter(way -> way.toLowerCase(Locale.ROOT).startsWith("mailto:")).findFirst();
    return new Unsubscribing(page, reasons.stream().anyMatch(Unsubscribing::isSigned), mailto);
  }

  private static Optional<Octets> field(List<HeaderField> header, String name) {
    return HeaderField.first(header, name).map(HeaderField::unfolded);
  }

  private static boolean isSigned(Reason reason) {
    MethodResult.Property mark = Origin.UNSUBSCRIBING;
    String evidence = mark.type() + "." + mark.name() + "=" + mark.value();
    return reason.who().equals("dkim")
        && reason.what().equals("pass")
        && (reason.evidence() + " ").startsWith(evidence + " ");
  }

  /** Whether it may be done for a user who wants it. */
  public boolean isSafe() {
    return oneClick.isPresent() && signed;
  }
}

package org.mailstead.formats.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.HeaderWriter;
import org.mailstead.formats.mime.Octets;

/** Writes what became of a message (RFC 8098 section 3). */
public final class DispositionNotificationWriter {
  private DispositionNotificationWriter() {}

  /** Whether a field could be written: ASCII that can be shown, in lines that are no longer. */
  public static boolean fits(String name, String value) {
    return !name.isEmpty()
        && name.length() <= Bounds.MOST_TEXT
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')
        && !value.isBlank()
        && value.length() <= DispositionNotificationParser.MOST_TEXT
        && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)
        && HeaderWriter.fits(name, " " + value.strip());
  }

  /**
   * The body of the message that tells of it.
   *
   * @param words for people
   * @param returned the message that it is about, where that is to be sent back
   * @throws IllegalArgumentException for what does not {@link #fits fit}
   */
  public static Body.Multi body(
      String words, DispositionNotification what, Optional<Body.Verbatim> returned) {
    List<Body> parts = new ArrayList<>(List.of(Body.Text.plain(words), fields(what)));
    returned.ifPresent(parts::add);
    var type = new Body.Parameter("report-type", "disposition-notification");
    return new Body.Multi("report", List.of(type), parts);
  }

  private static Body.Verbatim fields(DispositionNotification what) {
    var out = new HeaderWriter(false);
    what.reportingUa().ifPresent(name -> put(out, "Reporting-UA", name));
    what.gateway().ifPresent(name -> put(out, "MDN-Gateway", name));
    what.originalRecipient().ifPresent(to -> put(out, "Original-Recipient", to));
    put(out, "Final-Recipient", what.finalRecipient());
    what.originalMessageId().ifPresent(id -> put(out, "Original-Message-ID", id));
    put(out, "Disposition", disposition(what));
    what.errors().forEach(text -> put(out, "Error", text));
    what.extensions().forEach((name, value) -> put(out, name, value));
    return new Body.Verbatim("message/disposition-notification", Octets.of(out.toBytes()));
  }

  private static String disposition(DispositionNotification what) {
    var told = what.disposition();
    String error = what.errors().isEmpty() ? "" : "/error";
    return DispositionNotification.word(told.action())
        + "/"
        + DispositionNotification.word(told.sending())
        + "; "
        + DispositionNotification.word(told.type())
        + error;
  }

  private static void put(HeaderWriter out, String name, String value) {
    if (!fits(name, value)) {
      throw new IllegalArgumentException("the value of " + name + " cannot be written");
    }
    out.verbatim(name, " " + value.strip());
  }
}

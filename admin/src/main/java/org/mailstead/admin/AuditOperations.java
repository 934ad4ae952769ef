package org.mailstead.admin;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.identity.audit.AuditEntry;
import org.mailstead.identity.audit.AuditLog;
import org.mailstead.identity.audit.AuditQuery;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What was done by whom. */
final class AuditOperations {
  private static final int MOST = 1_000;

  /** Of an export; with "since" it goes on. */
  private static final int MOST_EXPORTED = 100_000;

  private static final Pattern NOTED = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  private final Supplier<AdminParts> opened;

  AuditOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private static final Shape<AuditEntry> ENTRY =
      Shape.<AuditEntry>of("AuditEntry")
          .number("number", "Counts from 1.", AuditEntry::number)
          .time("at", "When.", AuditEntry::at)
          .text("actor", "Who.", entry -> entry.event().actor())
          .text("address", "From where; empty: this machine.", entry -> entry.event().from())
          .text("action", "Noun and verb.", entry -> entry.event().action())
          .text("subject", "To what.", entry -> entry.event().subject())
          .map("details", "What else there is to know.", entry -> entry.event().details())
          .text("outcome", "Empty, or why it was not done: a problem's key.", AuditEntry::outcome)
          .number("about", "The entry whose outcome it tells; 0: none.", AuditEntry::about)
          .text("hash", "Over the entry and all before it.", AuditEntry::hash);

  private static final Shape<AuditLog.Verified> VERIFIED =
      Shape.<AuditLog.Verified>of("AuditVerified")
          .flag("good", "Whether nothing was changed.", found -> found.broken().isEmpty())
          .number("entries", "Looked at.", AuditLog.Verified::entries)
          .text(
              "head",
              "The last number and hash: note it elsewhere, and give it back one day.",
              found -> found.head().number() + ":" + found.head().hash())
          .number("broken", "The first entry that is wrong; 0: none.", f -> f.broken().orElse(0L));

  private static Input[] filters() {
    return new Input[] {
      Input.text("actor", "Part of the name."),
      Input.text("subject", "Part of it."),
      Input.text("action", "How it begins, such as account."),
      Input.time("from", "Included."),
      Input.time("until", "Not included.")
    };
  }

  List<Operation> all() {
    return List.of(
        Operation.get("audit.list", "/audit", "What was done, the latest first.")
            .needs(Right.AUDIT_READ)
            .takes(filters())
            .takes(
                Input.text("after", "What the page before gave as \"next\"."),
                Input.number("limit", "How many, at most 1000; 100 by default.").atMost(MOST))
            .answers(ENTRY.page(), this::list),
        Operation.get("audit.verify", "/audit/verify", "Compute the whole chain anew.")
            .needs(Right.AUDIT_READ)
            .takes(Input.text("noted", "NUMBER:HASH, as \"head\" was told earlier."))
            .answers(VERIFIED, this::verify),
        export());
  }

  /** Getting it all out is something that is itself logged. */
  private Operation export() {
    Operation read =
        Operation.get(
                "audit.export",
                "/audit/export",
                "Lines of {\"hash\":…,\"entry\":…}, the oldest first: each hash is the SHA-256 of"
                    + " the hash before, a space, and the entry as it stands there.")
            .needs(Right.AUDIT_READ)
            .takes(filters())
            .takes(Input.number("since", "Only entries after this number."))
            .lines(this::export);
    return read.logged();
  }

  private static long before(Given given) {
    try {
      return given.optional("after").map(Long::parseLong).orElse(Long.MAX_VALUE);
    } catch (NumberFormatException _) {
      throw new Refused(Problem.Kind.INVALID, "request.field", "after");
    }
  }

  private AuditQuery query(Caller caller, Given given) {
    return new AuditQuery(
        given.text("actor"),
        given.text("subject"),
        given.text("action"),
        given.time("from").orElse(Instant.EPOCH),
        given.time("until").orElse(Instant.MAX),
        domain -> maySee(caller, domain));
  }

  private boolean maySee(Caller caller, String domain) {
    return caller.may(Right.AUDIT_READ)
        || parts()
            .directory()
            .domain(domain)
            .filter(one -> caller.may(Right.AUDIT_READ, one))
            .isPresent();
  }

  private Shape.Page<AuditEntry> list(Caller caller, Given given) {
    parts().authenticator().flush();
    int limit = given.number("limit").map(Long::intValue).filter(n -> n > 0).orElse(100);
    AuditLog.Page page = parts().audit().page(query(caller, given), before(given), limit);
    return new Shape.Page<>(page.entries(), page.next().map(Object::toString));
  }

  private AuditLog.Verified verify(Caller caller, Given given) {
    caller.need(Right.AUDIT_READ);
    return parts().audit().verify(given.optional("noted").map(AuditOperations::noted));
  }

  private static AuditLog.Head noted(String text) {
    Matcher found = NOTED.matcher(text);
    if (!found.matches()) {
      throw new Refused(Problem.Kind.INVALID, "request.field", "noted");
    }
    return new AuditLog.Head(Long.parseLong(found.group(1)), found.group(2));
  }

  private String export(Caller caller, Given given) {
    parts().authenticator().flush();
    long since = given.number("since").orElse(0L);
    var lines = new StringBuilder();
    parts()
        .audit()
        .some(
            query(caller, given),
            since,
            MOST_EXPORTED,
            entry ->
                lines
                    .append("{\"hash\":\"")
                    .append(entry.hash())
                    .append("\",\"entry\":")
                    .append(entry.text())
                    .append("}\n"));
    return lines.toString();
  }
}

package org.mailstead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.mailstead.http.Answer;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.Domain;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.rights.Holding;
import org.mailstead.identity.rights.Role;
import org.mailstead.identity.rights.Scope;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a new server gets its first owner: whoever shows the code that it has printed where only its
 * operator looks. From then on these calls do nothing more.
 */
public final class FirstOwner {
  private static final String CALL = "/api/welcome";
  private static final int MAX_BODY = 16 << 10;
  private static final int MOST = 500;

  /** Wrong codes; more than a hand mistypes, and nothing against 80 bits. */
  private static final int MOST_WRONG = 100;

  private final AdminParts parts;
  private final String code;
  private int wrong;

  /**
   * @param code what has to be shown
   */
  public FirstOwner(AdminParts parts, String code) {
    this.parts = parts;
    this.code = code;
  }

  public Routes routes() {
    return new Routes()
        .get(CALL, request -> Answer.json(200, state()))
        .post(CALL, this::become)
        .wrapped(AdminServer::guarded);
  }

  private ObjectNode state() {
    List<Domain> domains = parts.directory().domains();
    return Json.object()
        .put("open", !parts.roles().hasOwner())
        .put("hostname", parts.standing().hostname())
        .put("domain", domains.isEmpty() ? suggested() : domains.getFirst().name());
  }

  /** {@code mail.example.org} is for {@code example.org}, as a rule. */
  private String suggested() {
    String hostname = parts.standing().hostname();
    int dot = hostname.indexOf('.');
    return dot > 0 && hostname.indexOf('.', dot + 1) > 0 ? hostname.substring(dot + 1) : "";
  }

  private synchronized Answer become(WebRequest request) throws IOException {
    Json json = request.json(MAX_BODY);
    if (parts.roles().hasOwner()) {
      throw new Refused(Problem.Kind.EXPIRED, "welcome.done");
    }
    check(json.text("code", MOST));
    EmailAddress address = Reach.address(json.text("address", MOST));
    String name = json.optionalText("name", MOST).orElse("");
    String password = json.text("password", MOST);
    String domain = json.text("domain", MOST);
    if (!EmailAddress.domain(domain).equals(Optional.of(address.domain()))) {
      throw new Refused(Problem.Kind.INVALID, "welcome.domain", domain);
    }
    AuditEvent event =
        AuditEvent.of(
            new Actor.Stranger(),
            request.from().getHostAddress(),
            "welcome",
            address.toString(),
            address.domain());
    Account owner = parts.audit().doing(event, () -> make(address, name, password));
    parts.roles().grant(owner.id(), new Holding(Role.OWNER, new Scope.Everywhere()));
    return Answer.json(200, Json.object().put("address", owner.address().toString()));
  }

  private void check(String shown) {
    if (wrong >= MOST_WRONG) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "login.throttled");
    }
    if (!MessageDigest.isEqual(shown.strip().getBytes(UTF_8), code.getBytes(UTF_8))) {
      wrong++;
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "welcome.code");
    }
  }

  /** Somebody who is there already proves himself by his password: so a second try goes on. */
  private Account make(EmailAddress address, String name, String password) {
    Optional<Account> known = parts.directory().account(address);
    if (known.isPresent()) {
      if (!parts.credentials().passwords().matches(known.get().id(), password)) {
        throw new Refused(Problem.Kind.EXISTS, "address.exists", address.toString());
      }
      return known.get();
    }
    Optional<Problem> weak = parts.signIn().passwordRules().check(address, password);
    if (weak.isPresent()) {
      throw new Refused(weak.get());
    }
    if (parts.directory().domain(address.domain()).isEmpty()) {
      parts.signing().domain(address.domain(), TenantId.FIRST);
    }
    Account made = parts.changes().addAccount(address, name);
    parts.credentials().passwords().set(made.id(), password);
    parts.post().mailboxes().provide(made.id());
    return made;
  }
}

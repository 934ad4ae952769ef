package org.mailstead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mailstead.http.Answer;
import org.mailstead.http.Handler;
import org.mailstead.http.Problems;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The room of administration: hands its routes to the HTTP server, and does the same operations for
 * the command line. Each is in one table, where it says who may; there is no other way in.
 */
public final class AdminServer {
  static final String BASE = "/api/admin";

  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Supplier<AdminParts> opened;

  /**
   * @param opened asked once something is done: what can be done is known without it
   */
  public AdminServer(Supplier<AdminParts> opened) {
    this.opened = opened;
    add(new SystemOperations(opened).all());
    add(new AccountOperations(opened).all());
    add(new CredentialOperations(opened).all());
    add(new DelegateOperations(opened).all());
    add(new GroupOperations(opened).all());
    add(new DomainOperations(opened).all());
    add(new TenantOperations(opened).all());
    add(new RoleOperations(opened).all());
    add(new PermitOperations(opened).all());
    add(new QueueOperations(opened).all());
    add(new SettingOperations(opened).all());
    add(new AuditOperations(opened).all());
  }

  private AdminParts parts() {
    return opened.get();
  }

  private void add(List<Operation> some) {
    for (Operation operation : some) {
      if (operations.put(operation.id(), operation) != null) {
        throw new IllegalArgumentException("two operations " + operation.id());
      }
    }
  }

  /** All that can be done. */
  public List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  public Optional<Operation> operation(String id) {
    return Optional.ofNullable(operations.get(id));
  }

  /**
   * @param sessions the session that a request's cookie belongs to
   */
  public Routes routes(Function<WebRequest, Optional<WebSession>> sessions) {
    var callers =
        new Callers(
            sessions,
            parts().tokens(),
            parts().roles(),
            parts().directory(),
            parts().signIn().security());
    var routes = new Routes();
    for (Operation operation : operations.values()) {
      routes.on(
          operation.method(),
          BASE + operation.path(),
          Routes.Origin.OWN,
          request -> answer(run(callers.of(request), operation, Given.of(operation, request))));
    }
    routes.get(
        BASE + "/openapi.json",
        request -> {
          callers.of(request);
          return Answer.json(200, OpenApi.of(operations.values(), parts().standing().version()));
        });
    return routes.wrapped(AdminServer::guarded);
  }

  /** No password, no token and no cookie over a line that others can read. */
  static Handler guarded(Handler handler) {
    return request -> {
      if (!request.secure() && !request.isLocal()) {
        throw new Refused(Problem.Kind.NEEDS_TLS, "request.tls");
      }
      try {
        return handler.answer(request);
      } catch (Refused e) {
        Answer answer = Problems.answer(e.problem());
        // RFC 6750 section 3
        return answer.status() == 401 ? answer.with("WWW-Authenticate", "Bearer") : answer;
      }
    };
  }

  private static Answer answer(Operation.Result result) throws IOException {
    return switch (result) {
      case Operation.Result.Body(var json) -> Answer.json(200, json);
      case Operation.Result.Done() -> Answer.of(204);
      case Operation.Result.Lines(String text) ->
          Answer.of(200, "application/x-ndjson", text.getBytes(UTF_8))
              .with("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
    };
  }

  /**
   * Does something.
   *
   * @throws Refused also when he may not
   */
  public Operation.Result run(Caller caller, Operation operation, Given given) {
    if (!operation.changes()) {
      return checked(caller, operation, given);
    }
    if (caller.holdings().isEmpty()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "admin.none"); // not even worth a line
    }
    return parts()
        .audit()
        .doing(event(caller, operation, given), () -> checked(caller, operation, given));
  }

  private static Operation.Result checked(Caller caller, Operation operation, Given given) {
    Optional<Right> right = operation.right();
    if (right.isPresent()) {
      caller.needSomewhere(right.get());
    }
    if (operation.fresh()) {
      caller.needFresh();
    }
    return operation.work().run(caller, given);
  }

  private AuditEvent event(Caller caller, Operation operation, Given given) {
    Map<String, String> details = new LinkedHashMap<>(given.shown(operation));
    String subject = "";
    for (Input input : operation.inputs()) {
      if (input.required() && details.containsKey(input.name())) {
        subject = details.remove(input.name());
        break;
      }
    }
    AuditEvent event = caller.event(operation.id(), subject, domain(subject));
    for (Map.Entry<String, String> detail : details.entrySet()) {
      event = event.with(detail.getKey(), detail.getValue());
    }
    return event;
  }

  /** Whose administrators may read of it. */
  private String domain(String subject) {
    return EmailAddress.parse(subject)
        .map(EmailAddress::domain)
        .or(() ->
            EmailAddress.domain(subject).filter(n -> parts().directory().domain(n).isPresent()))
        .orElse("");
  }
}

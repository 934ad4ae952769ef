package org.mailstead.signin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mailstead.http.Answer;
import org.mailstead.http.Handler;
import org.mailstead.http.Json;
import org.mailstead.http.Routes;
import org.mailstead.http.WebRequest;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.signin.AccountSecurity;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.SignInDesk;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.post.Delegate;
import org.mailstead.post.Post;
import org.mailstead.post.security.DelegateChanges;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls by which people say who acts for them, among those of their own organisation. */
final class DelegateCalls {
  private static final int MAX_WORD = 20;

  private final SignInDesk desk;
  private final AccountSecurity security;
  private final Directory directory;
  private final Post post;
  private final DelegateChanges changes;

  DelegateCalls(SignInDesk desk, Directory directory, Post post) {
    this.desk = desk;
    this.security = desk.security();
    this.directory = directory;
    this.post = post;
    this.changes = new DelegateChanges(post, desk.alerts());
  }

  /** A delegate and his account. */
  private record Seen(Account member, Delegate delegate) {
    String address() {
      return member.address().toString();
    }
  }

  /** Does something for the session that a request belongs to. */
  @FunctionalInterface
  private interface Call {
    Answer answer(WebSession session, WebRequest request) throws IOException;
  }

  /** Not for a session that may only set up. */
  private Handler with(Call call) {
    return request -> {
      WebSession session = Visitor.need(desk.sessions(), request);
      security.needWhole(session);
      return call.answer(session, request);
    };
  }

  Routes routes() {
    String one = "/api/account/delegates/{member}";
    return new Routes()
        .get("/api/account/delegates", with((session, _) -> list(session)))
        .on("PUT", one, Routes.Origin.OWN, with(this::set))
        .on("DELETE", one, Routes.Origin.OWN, with(this::remove));
  }

  /** The addresses of an account's delegates. */
  List<String> members(AccountId owner) {
    return seen(owner).stream().map(Seen::address).toList();
  }

  private List<Seen> seen(AccountId owner) {
    List<Seen> all = new ArrayList<>();
    for (Delegate one : post.delegations().of(owner)) {
      directory.account(one.member()).ifPresent(member -> all.add(new Seen(member, one)));
    }
    all.sort(Comparator.comparing(Seen::address));
    return all;
  }

  private Answer list(WebSession session) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (Seen one : seen(session.account())) {
      items
          .addObject()
          .put("member", one.address())
          .put("access", one.delegate.access().word())
          .put("sendAs", one.delegate.sendAs())
          .put("onBehalf", one.delegate.onBehalf());
    }
    return Answer.json(200, json);
  }

  private Account owner(WebSession session) {
    return directory
        .account(session.account())
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing"));
  }

  private Answer set(WebSession session, WebRequest request) throws IOException {
    security.needFresh(session); // somebody may sit at an open screen
    Json json = request.json(SignInCalls.MAX_BODY);
    String access = json.text("access", MAX_WORD);
    Delegate.Access given =
        Delegate.Access.of(access)
            .orElseThrow(() -> new Refused(Problem.Kind.INVALID, "request.field", "access"));
    boolean sendAs = json.flag("sendAs");
    boolean onBehalf = json.flag("onBehalf");
    Account owner = owner(session);
    Account member = together(owner, request.captured("member"));
    changes.set(owner, member, new Delegate(member.id(), given, sendAs, onBehalf), by(request));
    return Answer.of(204);
  }

  /**
   * Somebody of the owner's organisation. All others are not there for him: nobody learns by trying
   * which addresses another organisation has.
   */
  private Account together(Account owner, String text) {
    return EmailAddress.parse(text)
        .flatMap(directory::account)
        .filter(one -> one.tenant().equals(owner.tenant()))
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", text));
  }

  /** Taking away needs no fresh proof: who does it for the owner does the owner a service. */
  private Answer remove(WebSession session, WebRequest request) {
    Account owner = owner(session);
    String text = request.captured("member");
    Account member =
        seen(owner.id()).stream()
            .filter(one -> one.address().equals(text))
            .findFirst()
            .map(Seen::member)
            .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "delegate.missing", text));
    changes.remove(owner, member, by(request));
    return Answer.of(204);
  }

  private static Alert.By by(WebRequest request) {
    return new Alert.By.Owner(request.from().getHostAddress());
  }
}

package org.mailstead.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.identity.Account;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Holding;
import org.mailstead.identity.rights.Right;
import org.mailstead.post.queue.QueuedMessage;
import org.mailstead.store.HourlyCounts;
import org.mailstead.words.AccountId;

/** Who asks, how the server is, its certificates, a message for trying. */
final class SystemOperations {
  private static final int HOURS = 24;
  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration LONG = Duration.ofHours(4);
  private static final long LITTLE = 1L << 30;

  private final Supplier<AdminParts> opened;

  SystemOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private record Me(Caller caller, String name, boolean secondFactor) {}

  private static final Shape<Holding> HELD =
      Shape.<Holding>of("Held")
          .text("role", "What.", held -> held.role().word())
          .text("scope", "Where.", held -> held.scope().word());

  private static final Shape<Me> ME =
      Shape.<Me>of("Me")
          .text("address", "Who asks.", me -> me.caller.actor().word())
          .text("name", "For people.", Me::name)
          .texts(
              "rights",
              "What he may do somewhere.",
              me -> me.caller.rights().stream().map(Right::word).toList())
          .list("roles", "What he holds.", HELD, me -> me.caller.holdings())
          .flag("fresh", "Whether he has proved himself a moment ago.", me -> me.caller.fresh())
          .flag("secondFactor", "Whether he has one.", Me::secondFactor);

  private record InQueue(long waiting, long held, Optional<Instant> oldest) {}

  /**
   * @param level {@code danger} or {@code warn}
   */
  private record Notice(String level, String key, List<String> arguments) {}

  private record Overview(
      Standing standing,
      int accounts,
      int domains,
      InQueue queue,
      List<HourlyCounts.Hour> mail,
      List<HourlyCounts.Hour> signIns,
      List<Notice> notices) {}

  private static final Shape<InQueue> QUEUE =
      Shape.<InQueue>of("InQueue")
          .number("waiting", "Messages.", InQueue::waiting)
          .number("held", "Of them, those that nobody tries.", InQueue::held)
          .optionalTime("oldestAt", "When the oldest came.", InQueue::oldest);

  private static final Shape<HourlyCounts.Hour> MAIL =
      Shape.<HourlyCounts.Hour>of("MailHour")
          .time("at", "When the hour began.", HourlyCounts.Hour::begin)
          .number("in", "Delivered.", hour -> hour.of("in"))
          .number("out", "Taken by other servers.", hour -> hour.of("out"))
          .number("junk", "Delivered as junk.", hour -> hour.of("junk"))
          .number("refused", "Refused after it was sent.", hour -> hour.of("refused"));

  private static final Shape<HourlyCounts.Hour> SIGN_INS =
      Shape.<HourlyCounts.Hour>of("SignInHour")
          .time("at", "When the hour began.", HourlyCounts.Hour::begin)
          .number("good", "Sign-ins.", hour -> hour.of("good"))
          .number("refused", "Wrong passwords and the like.", hour -> hour.of("refused"));

  private static final Shape<Standing.Storage> STORAGE =
      Shape.<Standing.Storage>of("Storage")
          .number("used", "Octets of the home; -1: not counted.", Standing.Storage::used)
          .number("free", "Octets that may still be used.", Standing.Storage::free);

  private static final Shape<Notice> NOTICE =
      Shape.<Notice>of("Notice")
          .text("level", "danger or warn.", Notice::level)
          .text("key", "What, for a page's sentence.", Notice::key)
          .texts("arguments", "What it speaks of.", Notice::arguments);

  private static final Shape<Overview> OVERVIEW =
      Shape.<Overview>of("Overview")
          .text("version", "Of this server.", it -> it.standing.version())
          .time("startedAt", "When it started.", it -> it.standing.startedAt())
          .text("hostname", "Its name.", it -> it.standing.hostname())
          .number("accounts", "People.", Overview::accounts)
          .number("domains", "Domains.", Overview::domains)
          .object("queue", "Mail on its way out.", QUEUE, Overview::queue)
          .list("mail", "The last 24 hours.", MAIL, Overview::mail)
          .list("signIns", "The last 24 hours.", SIGN_INS, Overview::signIns)
          .object("storage", "The disk.", STORAGE, it -> it.standing.storage())
          .list("notices", "What wants somebody's attention.", NOTICE, Overview::notices);

  private static final Shape<Standing.Certificate> CERTIFICATE =
      Shape.<Standing.Certificate>of("Certificate")
          .texts("names", "For which it is.", Standing.Certificate::names)
          .text("issuer", "Who gave it.", Standing.Certificate::issuer)
          .time("notBefore", "Since when it counts.", Standing.Certificate::notBefore)
          .time("notAfter", "Until when it counts.", Standing.Certificate::notAfter)
          .text("source", "acme, file or self-signed.", Standing.Certificate::source)
          .optionalText("problem", "Why there is no newer one.", Standing.Certificate::wrong);

  private record Sent(String id) {}

  private static final Shape<Sent> SENT =
      Shape.<Sent>of("Sent").text("id", "Its name in the queue, for a trace.", Sent::id);

  List<Operation> all() {
    return List.of(
        Operation.get("me", "/me", "Who asks, and what he may.")
            .answers(ME, (caller, given) -> me(caller)),
        Operation.get("overview", "/overview", "How the server is.")
            .needs(Right.SYSTEM_READ)
            .answers(OVERVIEW, this::overview),
        Operation.get("cert.list", "/certificates", "Certificates in use.")
            .needs(Right.SYSTEM_READ)
            .answers(
                CERTIFICATE.page(),
                (caller, given) -> {
                  caller.need(Right.SYSTEM_READ);
                  return Shape.Page.all(parts().standing().certificates());
                }),
        Operation.post("cert.renew", "/certificates/renew", "Get one of the CA now.")
            .needs(Right.SYSTEM_WRITE)
            .takes(Input.text("name", "Whose; by default this server's."))
            .does((caller, given) -> {
              caller.need(Right.SYSTEM_WRITE);
              parts().standing().renew(given.text("name"));
            }),
        Operation.post("mail.test", "/test-mail", "Send a message for trying.")
            .needs(Right.SYSTEM_WRITE)
            .takes(Input.text("to", "An address, at any server.").must())
            .answers(
                SENT,
                (caller, given) -> {
                  caller.need(Right.SYSTEM_WRITE);
                  return new Sent(
                      new TestMail(parts()).send(caller, Reach.address(given.text("to"))));
                }));
  }

  private Me me(Caller caller) {
    return switch (caller.actor()) {
      case Actor.Person(AccountId id, _) ->
          new Me(
              caller,
              parts().directory().account(id).map(Account::name).orElse(""),
              hasSecondFactor(id));
      case Actor.Token _, Actor.Operator _, Actor.Service _, Actor.Stranger _ ->
          new Me(caller, "", false);
    };
  }

  private boolean hasSecondFactor(AccountId id) {
    return !parts().credentials().totpApps().list(id).isEmpty()
        || !parts().credentials().passkeys().list(id).isEmpty();
  }

  private Overview overview(Caller caller, Given given) {
    caller.need(Right.SYSTEM_READ);
    InQueue queue = queue();
    return new Overview(
        parts().standing(),
        parts().directory().accounts().size(),
        parts().directory().domains().size(),
        queue,
        parts().post().counts().last(HOURS),
        parts().authenticator().counts().last(HOURS),
        notices(queue));
  }

  private InQueue queue() {
    List<QueuedMessage> oldest = parts().queue().control().list(1_000);
    long held = oldest.stream().filter(QueuedMessage::held).count();
    return new InQueue(
        parts().queue().control().count(),
        held,
        oldest.stream().findFirst().map(QueuedMessage::arrived));
  }

  private List<Notice> notices(InQueue queue) {
    List<Notice> notices = new ArrayList<>();
    Instant now = parts().clock().instant();
    for (Standing.Certificate one : parts().standing().certificates()) {
      String name = one.names().stream().findFirst().orElse("");
      one.wrong()
          .ifPresent(
              why -> notices.add(new Notice("danger", "certificate.wrong", List.of(name, why))));
      if (one.source().equals("self-signed")) {
        notices.add(new Notice("warn", "certificate.self-signed", List.of(name)));
      } else if (one.notAfter().isBefore(now.plus(SOON))) {
        notices.add(new Notice("danger", "certificate.ends", List.of(name)));
      }
    }
    if (parts().standing().storage().free() < LITTLE) {
      notices.add(new Notice("danger", "storage.low", List.of()));
    }
    if (queue.oldest().filter(at -> at.isBefore(now.minus(LONG))).isPresent()) {
      notices.add(new Notice("warn", "queue.old", List.of(Long.toString(queue.waiting()))));
    }
    parts().roles().all().stream()
        .map(holder -> holder.account())
        .filter(account -> !account.disabled() && !hasSecondFactor(account.id()))
        .forEach(account ->
            notices.add(
                new Notice(
                    "warn", "role.no-second-factor", List.of(account.address().toString()))));
    return notices;
  }
}

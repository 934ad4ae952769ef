package org.mailstead.jmap.mail;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.AccountView;
import org.mailstead.post.Difference;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;

/** Thread/get and changes (RFC 8621 section 3). */
final class ThreadMethods {
  /**
   * A thread as somebody sees it.
   *
   * @param emails the oldest first
   */
  record Seen(String id, List<AccountEmail> emails) {}

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("Thread")
          .text("id", "The same as IMAP's THREADID.", Seen::id, Trait.SERVER_SET, Trait.IMMUTABLE)
          .add(
              "emailIds",
              "Id[]",
              "Its emails, the oldest first.",
              one ->
                  Optional.of(
                      JmapJson.array(
                          one.emails.stream()
                              .map(email -> ObjectIds.email(email.origin()))
                              .toList())),
              Trait.SERVER_SET);

  private final Post post;
  private final MailStates states;

  ThreadMethods(Post post, MailStates states) {
    this.post = post;
    this.states = states;
  }

  void addTo(Methods methods, String capability) {
    methods
        .add(capability, "Thread/get", this::get)
        .add(capability, "Thread/changes", this::changes);
  }

  private void get(Exchange exchange, Arguments in) {
    String account = in.id("accountId");
    List<String> ids =
        in.ids("ids")
            .orElseThrow(() -> MethodError.requestTooLarge("not all threads at once: give ids"));
    var wanted = SCHEMA.asked(in.texts("properties"));
    in.done();
    Got.needFew(ids);
    Access access = Access.of(exchange, post, account);
    String before = states.now(access, MailStates.Kind.THREAD);
    AccountView view = post.view(access.owner());
    var reached = new Difference.Point(view.version(), 0);
    String state = states.told(access, MailStates.Kind.THREAD, before, reached);
    var got = new Got();
    for (String id : ids) {
      List<AccountEmail> emails =
          ObjectIds.parseThread(access.owner(), id)
              .map(thread -> emails(access, view, thread))
              .orElse(List.of());
      if (emails.isEmpty()) {
        got.missing(id);
      } else {
        got.add(SCHEMA.write(new Seen(id, emails), wanted));
      }
    }
    exchange.reply(got.answer(account, state));
  }

  private List<AccountEmail> emails(Access access, AccountView view, long thread) {
    return post.emails().thread(access.owner(), thread).stream()
        .flatMap(number -> view.find(number).stream())
        .flatMap(email -> access.see(email).stream())
        .sorted(
            Comparator.comparingLong(AccountEmail::receivedMs)
                .thenComparingLong(AccountEmail::number))
        .toList();
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    in.done();
    Access access = Access.of(exchange, post, asked.accountId());
    var since = MailStates.since(access, asked.sinceState());
    String now = states.now(access, MailStates.Kind.THREAD);
    var difference =
        post.differences()
            .within(access.visible())
            .threads(access.owner(), post.view(access.owner()), since, asked.most())
            .orElseThrow(MethodError::cannotCalculateChanges);
    String state = states.told(access, MailStates.Kind.THREAD, now, difference.reached());
    exchange.reply(
        MailStates.answer(
            asked, access, difference, state, thread -> ObjectIds.thread(access.owner(), thread)));
  }
}

package org.mailstead.jmap.quota;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Mailbox;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Usage/get: what takes the room of an account, by mailbox and by sender. */
public final class UsageMethod {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:usage";

  private static final int USUAL = 50;
  private static final int MOST = 500;

  /** Emails that are read at a time. */
  private static final int BATCH = 500;

  /** For which senders are looked at, those of the largest emails first. */
  private static final Duration TIME = Duration.ofSeconds(3);

  private final Post post;

  public UsageMethod(Post post) {
    this.post = post;
  }

  public void addTo(Methods methods) {
    methods.add(CAPABILITY, "Usage/get", this::get);
  }

  /** How many emails, and their octets. */
  private static final class Sum {
    private String name = "";
    private long emails;
    private long octets;

    void add(AccountEmail email) {
      emails++;
      octets += email.size();
    }

    long octets() {
      return octets;
    }

    ObjectNode write(ObjectNode json) {
      return json.put("emails", emails).put("octets", octets);
    }
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    long limit = Math.min(in.unsigned("limit").orElse((long) USUAL), MOST);
    in.done();
    List<AccountEmail> all =
        post.view(access.owner()).newestFirst().stream().filter(AccountEmail::isShown).toList();
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    var whole = new Sum();
    all.forEach(whole::add);
    whole.write(json);
    mailboxes(access, all, json.putArray("mailboxes"));
    json.put("looked", senders(access, all, limit, json.putArray("senders")));
    exchange.reply(json);
  }

  /** An email that lies in several counts in each; of all of them it takes its room once. */
  private void mailboxes(Access access, List<AccountEmail> all, ArrayNode list) {
    Map<MailboxId, Sum> sums = new LinkedHashMap<>();
    for (Mailbox mailbox : post.mailboxes().tree(access.owner()).all()) {
      sums.put(mailbox.id(), new Sum());
    }
    for (AccountEmail email : all) {
      for (MailboxId mailbox : email.mailboxes()) {
        sums.computeIfAbsent(mailbox, _ -> new Sum()).add(email);
      }
    }
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Sum::octets).reversed()))
        .forEach(one ->
            one.getValue()
                .write(
                    list.addObject()
                        .put("mailboxId", ObjectIds.mailbox(access.owner(), one.getKey()))));
  }

  /** Returns how many emails were looked at. */
  private int senders(Access access, List<AccountEmail> all, long limit, ArrayNode list) {
    List<AccountEmail> largest =
        all.stream().sorted(Comparator.comparingInt(AccountEmail::size).reversed()).toList();
    Map<String, Sum> sums = new HashMap<>();
    long end = System.nanoTime() + TIME.toNanos();
    int looked = 0;
    while (looked < largest.size() && System.nanoTime() < end) {
      List<AccountEmail> some = largest.subList(looked, Math.min(largest.size(), looked + BATCH));
      Map<Long, Email> rows =
          post.emails().get(access.owner(), some.stream().map(AccountEmail::number).toList());
      for (AccountEmail email : some) {
        Optional.ofNullable(rows.get(email.number()))
            .flatMap(Email::envelope)
            .flatMap(envelope -> envelope.first(EnvelopeForm.Field.FROM))
            .ifPresent(from -> add(sums, from, email));
      }
      looked += some.size();
    }
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Sum::octets).reversed()))
        .limit(limit)
        .forEach(one ->
            one.getValue()
                .write(
                    list.addObject().put("email", one.getKey()).put("name", one.getValue().name)));
    return looked;
  }

  private static void add(Map<String, Sum> sums, EnvelopeForm.First from, AccountEmail email) {
    String address =
        from.host().map(host -> from.mailbox() + "@" + host).orElse("").toLowerCase(Locale.ROOT);
    if (!address.isEmpty()) {
      Sum sum = sums.computeIfAbsent(address, _ -> new Sum());
      sum.add(email);
      if (sum.name.isEmpty()) {
        sum.name = from.name().orElse("");
      }
    }
  }
}

package org.mailstead.post;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells people that what they may do in a mailbox of somebody else has changed. */
public final class ShareNotices {
  /** Of one account; the oldest go first. */
  private static final int MOST = 300;

  private static final Records.Kind KIND = Records.Kind.SHARE_NOTICE;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Records records;
  private final InstantSource clock;

  ShareNotices(Records records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * @param by who changed it
   * @param name of the mailbox, as it was then
   */
  public record Notice(
      AccountId by, AccountId owner, MailboxId mailbox, Rights before, Rights after, String name) {}

  /** A notice that is kept. */
  public record Kept(long id, Instant at, Notice notice) {}

  void add(AccountId who, Notice notice) {
    List<Kept> all = new ArrayList<>(all(who));
    while (all.size() >= MOST) {
      destroy(who, all.removeFirst().id());
    }
    var json = JSON.createObjectNode();
    json.put("at", clock.millis()).put("by", notice.by.value());
    json.put("owner", notice.owner.value()).put("mailbox", notice.mailbox.value());
    json.put("before", notice.before.bits()).put("after", notice.after.bits());
    json.put("name", notice.name);
    records.create(who, KIND, json.toString());
  }

  /** Those of an account, the oldest first. */
  public List<Kept> all(AccountId account) {
    return records.all(account, KIND).stream().map(ShareNotices::read).toList();
  }

  public Optional<Kept> find(AccountId account, long id) {
    return records.find(account, KIND, id).map(ShareNotices::read);
  }

  private static Kept read(Records.Item item) {
    JsonNode json = JSON.readTree(item.json());
    return new Kept(
        item.id(),
        Instant.ofEpochMilli(json.path("at").asLong()),
        new Notice(
            new AccountId(json.path("by").asLong()),
            new AccountId(json.path("owner").asLong()),
            new MailboxId(json.path("mailbox").asLong()),
            new Rights(json.path("before").asInt()),
            new Rights(json.path("after").asInt()),
            json.path("name").asString("")));
  }

  /** False when it is not there. */
  public boolean destroy(AccountId account, long id) {
    return records.destroy(account, KIND, id);
  }
}

package org.mailstead.post.transfer.imap;

import java.io.OutputStream;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.wire.Connection;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.Timeouts;

/**
 * Somebody's mail on another server, to be read. Mailboxes are opened by EXAMINE and messages by
 * PEEK, so that nothing is changed there, not even what is new. Messages are gone through by their
 * numbers, as many at a time as memory has room for, whatever their UIDs are.
 */
public final class ImapSource implements AutoCloseable {
  private static final int MOST_FLAGS = 200;
  private static final int MOST_LABELS = 100;

  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          1000,
          Duration.ofMinutes(1));

  private final Connection connection;
  private final Dialogue dialogue;
  private final boolean utf8;
  private final Set<Long> asked = new HashSet<>();
  private boolean fetching;

  /**
   * A mailbox as it is when it is opened.
   *
   * @param uidNext 0 when the server does not say it
   */
  public record Opened(long uidValidity, long uidNext) {}

  private ImapSource(SigningIn.Opened opened) throws ImapFailure {
    this.connection = opened.connection();
    this.dialogue = opened.dialogue();
    this.utf8 = enableUtf8();
  }

  /**
   * Signs in.
   *
   * @throws ImapFailure saying what is wrong
   */
  public static ImapSource open(OutsideHosts hosts, ImapServer server, String password)
      throws ImapFailure {
    return open(hosts, server, password, TIMEOUTS);
  }

  static ImapSource open(OutsideHosts hosts, ImapServer server, String password, Timeouts timeouts)
      throws ImapFailure {
    SigningIn.Opened opened = SigningIn.open(hosts, server, password, timeouts);
    try {
      return new ImapSource(opened);
    } catch (ImapFailure | RuntimeException e) {
      opened.connection().close();
      throw e;
    }
  }

  /** Where it is offered messages come as they are, and not as older clients can read them. */
  private boolean enableUtf8() throws ImapFailure {
    boolean offered = dialogue.offers("UTF8=ACCEPT") || dialogue.offers("UTF8=ONLY");
    boolean[] enabled = {false};
    if (offered && dialogue.offers("ENABLE")) {
      Response.State _ =
          dialogue.run(
              Words.of("ENABLE UTF8=ACCEPT"),
              response ->
                  enabled[0] |=
                      response instanceof Response.Data(String name, _, var values)
                          && name.equals("ENABLED")
                          && new Value.Many(values).words().contains("UTF8=ACCEPT"));
    }
    return enabled[0];
  }

  /** All that follows has to be done by then, however slowly the server goes on. */
  public void within(Duration whole) {
    connection.within(whole);
  }

  /** Whether messages have labels, and one mailbox has them all. */
  public boolean hasLabels() {
    return dialogue.offers("X-GM-EXT-1");
  }

  public List<Folder> folders() throws ImapFailure {
    return new FolderList(dialogue, utf8).read();
  }

  /** How many messages are in a mailbox; 0 when the server does not say. */
  public long count(Folder folder) throws ImapFailure {
    long[] count = {0};
    Response.State _ =
        dialogue.run(
            Words.of("STATUS ").string(folder.wireName()).plain(" (MESSAGES)"),
            response -> {
              if (response instanceof Response.Data(String name, _, var values)
                  && name.equals("STATUS")
                  && values.size() >= 2) {
                count[0] = after("MESSAGES", values.getLast().list());
              }
            });
    return count[0];
  }

  private static long after(String name, List<Value> values) {
    for (int i = 0; i + 1 < values.size(); i++) {
      if (values.get(i).string().orElse("").equalsIgnoreCase(name)) {
        return values.get(i + 1).number().orElse(0L);
      }
    }
    return 0;
  }

  /** Opens a mailbox to be read; empty when it may not be, or is gone. */
  public Optional<Opened> examine(Folder folder) throws ImapFailure {
    dialogue.opens();
    long[] numbers = new long[2];
    Response.State state =
        dialogue.run(
            Words.of("EXAMINE ").string(folder.wireName()),
            response -> {
              if (response instanceof Response.State said) {
                String[] code = said.code().split(" ", 2);
                long number = code.length < 2 ? 0 : Value.number(code[1].strip()).orElse(0L);
                switch (code[0].toUpperCase(Locale.ROOT)) {
                  case "UIDVALIDITY" -> numbers[0] = number;
                  case "UIDNEXT" -> numbers[1] = number;
                  default -> {} // of no use here
                }
              }
            });
    return state.isOk() ? Optional.of(new Opened(numbers[0], numbers[1])) : Optional.empty();
  }

  /** Messages of the mailbox that is open, as far as the server has told. */
  public long exists() {
    return dialogue.exists();
  }

  /** How many have gone since it was opened: others' numbers are smaller by as many, at most. */
  public long expunged() {
    return dialogue.expunged();
  }

  /** The UID of the message of a number; 0 when there is none. */
  public long uid(long number) throws ImapFailure {
    long[] uid = {0};
    Response.State _ =
        dialogue.run(
            Words.of("FETCH " + number + " (UID)"),
            response -> {
              if (response instanceof Response.Fetch fetch && fetch.number() == number) {
                uid[0] = fetch.uid() > 0 ? fetch.uid() : uid[0];
              }
            });
    return uid[0];
  }

  /**
   * What is said of the messages of these numbers, in the order of their UIDs. Some may be missing:
   * they have gone.
   */
  public List<Described> describe(long from, long to) throws ImapFailure {
    Map<Long, Response.Fetch> told = new TreeMap<>();
    String labels = hasLabels() ? " X-GM-LABELS" : "";
    String items =
        " (UID FLAGS INTERNALDATE RFC822.SIZE"
            + labels
            + " BODY.PEEK[HEADER.FIELDS (MESSAGE-ID SUBJECT)])";
    Response.State state =
        dialogue.run(
            Words.of("FETCH " + from + ":" + to + items),
            response -> {
              // Changes of flags that come unasked have no size.
              if (response instanceof Response.Fetch fetch
                  && fetch.uid() > 0
                  && fetch.item("RFC822.SIZE").isPresent()
                  && told.size() <= to - from) {
                told.put(fetch.uid(), fetch);
              }
            });
    if (!state.isOk() && told.isEmpty()) {
      throw new ImapFailure(
          true, dialogue.host() + " does not tell its messages: " + Told.of(state.text()));
    }
    return told.values().stream().map(this::described).toList();
  }

  private Described described(Response.Fetch fetch) {
    List<Value> flags = fetch.item("FLAGS").map(Value::list).orElse(List.of());
    List<Value> labels = fetch.item("X-GM-LABELS").map(Value::list).orElse(List.of());
    return new Described(
        fetch.uid(),
        flags.stream()
            .limit(MOST_FLAGS)
            .flatMap(flag -> flag.string().stream())
            .collect(Collectors.toSet()),
        fetch.item("RFC822.SIZE").flatMap(Value::number).orElse(0L),
        fetch
            .item("INTERNALDATE")
            .flatMap(Value::string)
            .flatMap(DateTimes::parse)
            .map(OffsetDateTime::toInstant),
        header(fetch),
        labels.stream()
            .limit(MOST_LABELS)
            .flatMap(label -> label.string().stream())
            .map(label -> FolderList.name(label, utf8))
            .toList());
  }

  /** Each server spells the name of what was asked for in its own way. */
  private static String header(Response.Fetch fetch) {
    return fetch.items().entrySet().stream()
        .filter(item -> item.getKey().startsWith("BODY[HEADER"))
        .min(Comparator.comparing(Map.Entry::getKey))
        .flatMap(item -> item.getValue().string())
        .orElse("");
  }

  /** Asks for the octets of messages, which {@link #next} then brings one by one. */
  public void fetch(Collection<Long> uids) throws ImapFailure {
    List<String> words = new ArrayList<>();
    uids.forEach(uid -> words.add(Long.toString(uid)));
    dialogue.begin(
        Words.of("UID FETCH " + String.join(",", words) + " (UID BODY.PEEK[])"), _ -> {});
    asked.clear();
    asked.addAll(uids);
    fetching = true;
  }

  /**
   * Brings the octets of the next of them.
   *
   * @return its UID; 0 when there was none left, and nothing was written
   */
  public long next(OutputStream to) throws ImapFailure {
    while (fetching) {
      switch (dialogue.next(to)) {
        case Response.State state -> fetching = !state.isTagged();
        case Response.Fetch fetch -> {
          if (fetch.body() && asked.remove(fetch.uid())) {
            return fetch.uid();
          }
          if (fetch.body()) {
            throw ImapFailure.noImap(dialogue.host()); // nobody has asked for that one
          }
        }
        case Response.Data _, Response.GoOn _ -> {} // noted already
      }
    }
    return 0;
  }

  @Override
  public void close() {
    dialogue.close();
  }
}

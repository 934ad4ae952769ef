package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A client that follows what happens in a mailbox, by the rules alone. It may say several commands
 * before it reads an answer: what is told belongs to the first that is not yet answered.
 */
final class Follower {
  private static final Pattern COUNTED = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT)");
  private static final Pattern FETCH =
      Pattern.compile("\\* (\\d+) (FETCH|UIDFETCH) \\((.*)\\)", Pattern.DOTALL);
  private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
  private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");
  private static final Pattern MODSEQ = Pattern.compile("\\bMODSEQ \\((\\d+)\\)");
  private static final Pattern MODIFIED = Pattern.compile("OK \\[MODIFIED ([0-9:,]+)].*");
  private static final String DEAF = ", deaf to flags";
  private static final Pattern CODE = Pattern.compile(".*\\[(HIGHESTMODSEQ|UIDVALIDITY) (\\d+)].*");

  /** What a client has enabled. */
  record Manner(
      boolean rev2,
      boolean condstore,
      boolean qresync,
      boolean uidOnly,
      Optional<String> notices,
      boolean compress) {
    /** The same, but it does not want to hear of flags. */
    Manner deafToFlags() {
      return new Manner(
          rev2, condstore, qresync, uidOnly, notices.map(how -> how + DEAF), compress);
    }

    boolean hearsOfFlags() {
      return notices.filter(how -> how.endsWith(DEAF)).isEmpty();
    }

    /** Which mailbox specifier NOTIFY has. */
    Optional<String> specifier() {
      return notices.map(how -> how.replace(DEAF, ""));
    }

    /** Whether numbers may change at any time, so that it can only speak of uids. */
    boolean onlyUids() {
      return uidOnly || specifier().filter(how -> how.equals("SELECTED")).isPresent();
    }
  }

  /**
   * A command under way.
   *
   * @param expunges whether numbers may change while it is answered
   * @param begins done when all before it are answered
   */
  private record Sent(
      String tag, String text, boolean expunges, Runnable begins, Consumer<String> ends) {}

  final Manner manner;
  private final int port;
  private final Set<Long> removed;
  private final Map<Long, Long> highestTold;
  private final Deque<Sent> underWay = new ArrayDeque<>();
  private Talk talk;
  private int commands;
  private Set<String> named = Set.of();

  /** The selected mailbox. */
  Optional<KnownMailbox> known = Optional.empty();

  /** The mailbox that was selected last, and up to which mod-sequence all of it is known. */
  private Optional<KnownMailbox> remembered = Optional.empty();

  private long highest;
  private long seenModseq;
  private long codeModseq;
  private Optional<Selecting> selecting = Optional.empty();
  private Optional<Consumer<KnownMailbox.Message>> silent = Optional.empty();
  private String last = "";

  /** Of which a mod-sequence was told since the command under way began. */
  private final Set<Integer> modseqs = new HashSet<>();

  /** Of which the STORE under way has to tell one. */
  private List<Integer> stored = List.of();

  private Optional<Long> uidValidity = Optional.empty();
  boolean lost;
  boolean idling;

  /** What comes while a mailbox is selected. */
  private static final class Selecting {
    long uidValidity;
    int exists;
    final List<String> vanished = new ArrayList<>();
    final List<String> fetched = new ArrayList<>();
  }

  /**
   * @param removed uidvalidities of mailboxes that are gone
   * @param highestTold by uidvalidity, what any client was told
   */
  Follower(int port, Manner manner, Set<Long> removed, Map<Long, Long> highestTold)
      throws IOException {
    this.port = port;
    this.manner = manner;
    this.removed = removed;
    this.highestTold = highestTold;
    this.talk = connect();
  }

  private Talk connect() throws IOException {
    talk = new Talk(port);
    talk.line();
    ask("LOGIN ada@example.test " + TestServer.PASSWORD);
    if (manner.compress()) {
      ask("COMPRESS DEFLATE");
      talk.deflate();
    }
    if (manner.rev2()) {
      ask("ENABLE IMAP4rev2");
    }
    if (manner.qresync()) {
      ask("ENABLE QRESYNC");
    } else if (manner.condstore()) {
      ask("ENABLE CONDSTORE");
    }
    if (manner.uidOnly()) {
      ask("ENABLE UIDONLY");
    }
    if (manner.notices().isPresent()) {
      String items = manner.condstore() ? "(UID FLAGS MODSEQ)" : "(UID FLAGS)";
      ask(
          "NOTIFY SET ("
              + manner.specifier().get()
              + " (MessageNew "
              + items
              + (manner.hearsOfFlags() ? " MessageExpunge FlagChange))" : " MessageExpunge))")
              + " (PERSONAL (MailboxName SubscriptionChange))");
    }
    return talk;
  }

  /** The connection is gone; what was under way is not known to have happened. */
  void drop() throws IOException {
    talk.close();
    underWay.clear();
    idling = false;
    silent = Optional.empty();
    known = Optional.empty();
    lost = false;
    connect();
  }

  void close() throws IOException {
    talk.close();
  }

  // ---- saying

  /** The uidvalidity of a mailbox as it is now. */
  Optional<Long> uidValidity(String path) throws IOException {
    uidValidity = Optional.empty();
    ask("STATUS " + path + " (UIDVALIDITY)");
    return uidValidity;
  }

  boolean busy() {
    return !underWay.isEmpty();
  }

  /** Whether numbers mean now what they will mean when the server reads them. */
  boolean canNumber() {
    return !manner.onlyUids()
        && known.filter(in -> in.size() > 0).isPresent()
        && underWay.stream().noneMatch(Sent::expunges);
  }

  void say(String text, boolean expunges) throws IOException {
    say(text, expunges, () -> {}, _ -> {});
  }

  void say(String text, boolean expunges, Runnable begins, Consumer<String> ends)
      throws IOException {
    String tag = "t" + ++commands;
    var sent = new Sent(tag, text, expunges, begins, ends);
    underWay.add(sent);
    if (underWay.size() == 1) {
      begins.run();
    }
    try {
      talk.send(tag + " " + text + "\r\n");
    } catch (java.net.SocketException _) {
      while (!lost) {
        read(); // there is a BYE
      }
    }
  }

  /** Says a command when all are answered, and waits for its answer. */
  String ask(String text) throws IOException {
    drain();
    var answer = new String[] {""};
    say(text, true, () -> {}, line -> answer[0] = line);
    drain();
    return answer[0];
  }

  /** STORE. */
  void store(String text, boolean expunges, List<Integer> uids) throws IOException {
    say(text, expunges, () -> beginStore(uids), line -> endStore(line, text.startsWith("UID")));
  }

  private void beginStore(List<Integer> uids) {
    modseqs.clear();
    stored = uids.stream().filter(uid -> known.flatMap(in -> in.find(uid)).isPresent()).toList();
  }

  /**
   * Silence leaves out flags, not mod-sequences (RFC 7162 section 3.1.3): who was told none could
   * not tell its own change from another's.
   */
  private void endStore(String line, boolean uid) {
    if (!manner.condstore() || !line.startsWith("OK")) {
      return;
    }
    Set<Integer> modified = new HashSet<>();
    Matcher code = MODIFIED.matcher(line);
    if (code.matches()) {
      for (int number : uids(code.group(1))) {
        modified.add(uid ? number : mailbox(line).messages.get(number - 1).uid);
      }
    }
    for (int some : stored) {
      boolean due = mailbox(line).find(some).isPresent() && !modified.contains(some);
      assertTrue(!due || modseqs.contains(some), some + " was told no MODSEQ: " + line);
    }
  }

  /** STORE, with what the client makes of its silence. */
  void storeInSilence(
      String text, boolean expunges, List<Integer> uids, Consumer<KnownMailbox.Message> change)
      throws IOException {
    Consumer<KnownMailbox.Message> flagged =
        message -> message.flags.ifPresent(_ -> change.accept(message));
    say(
        text,
        expunges,
        () -> {
          beginStore(uids);
          if (manner.condstore()) {
            silent = Optional.of(flagged);
          } else {
            uids.forEach(uid -> known.flatMap(in -> in.find(uid)).ifPresent(flagged));
          }
        },
        line -> {
          silent = Optional.empty();
          endStore(line, text.startsWith("UID"));
          if (!line.startsWith("OK") || line.contains("[MODIFIED")) {
            uids.forEach(uid ->
                known
                    .flatMap(in -> in.find(uid))
                    .ifPresent(message -> message.flags = Optional.empty()));
          }
        });
  }

  void idle() throws IOException {
    drain();
    if (lost) {
      return;
    }
    say("IDLE", true);
    idling = true;
    while (!read().startsWith("+ ") && !lost) {
      // what was to be told first
    }
  }

  void done() throws IOException {
    idling = false;
    if (!lost) {
      try {
        talk.send("DONE\r\n");
      } catch (IOException _) {
        lost = true; // the mailbox is gone
      }
    }
    drain();
  }

  void drain() throws IOException {
    while (!underWay.isEmpty() && !lost) {
      read();
    }
  }

  // ---- selecting

  /** Selects the mailbox anew, by QRESYNC when it is remembered; false when it is not there. */
  boolean select(String path) throws IOException {
    drain();
    known = Optional.empty();
    var now = new Selecting();
    selecting = Optional.of(now);
    boolean resync = manner.qresync() && remembered.isPresent() && highest > 0;
    String with = resync ? " (QRESYNC (" + remembered.get().uidValidity + " " + highest + "))" : "";
    String answer = ask("SELECT " + path + with);
    selecting = Optional.empty();
    if (lost || !answer.startsWith("OK")) {
      return false;
    }
    boolean same = resync && remembered.get().uidValidity == now.uidValidity;
    if (remembered.isPresent() && remembered.get().uidValidity != now.uidValidity) {
      assertTrue(removed.contains(remembered.get().uidValidity), "another uidvalidity: " + answer);
    }
    var mailbox = new KnownMailbox(now.uidValidity, manner.uidOnly());
    if (same) {
      resync(mailbox, remembered.get(), now);
    } else {
      mailbox.exists(now.exists, "SELECT");
    }
    known = Optional.of(mailbox);
    remembered = known;
    String items = manner.condstore() ? "(UID FLAGS MODSEQ)" : "(UID FLAGS)";
    if (!same || !mailbox.knowsAllUids()) {
      ask("UID FETCH 1:* " + items);
    }
    return !lost;
  }

  /** What was remembered, without what vanished, with what was told: this must be all there is. */
  private static void resync(KnownMailbox mailbox, KnownMailbox old, Selecting now) {
    boolean complete = old.knowsAllUids();
    old.messages.removeIf(message -> message.uid == 0);
    for (String set : now.vanished) {
      uids(set).forEach(uid -> old.messages.removeIf(message -> message.uid == uid));
    }
    for (String line : now.fetched) {
      Matcher fetch = FETCH.matcher(line);
      assertTrue(fetch.matches(), line);
      int uid = uid(fetch);
      if (old.find(uid).isEmpty()) {
        var fresh = new KnownMailbox.Message();
        fresh.uid = uid;
        old.messages.add(fresh);
      }
      KnownMailbox.tell(old.find(uid).orElseThrow(), flags(fetch), modseq(fetch), line);
    }
    old.messages.sort(Comparator.comparingInt(message -> message.uid));
    mailbox.messages.addAll(old.messages);
    String told = "resynchronized to " + old.messages + " by " + now.vanished + now.fetched;
    if (complete) {
      assertEquals(now.exists, mailbox.size(), told);
    } else {
      mailbox.messages.clear();
      mailbox.exists(now.exists, told);
      return;
    }
    for (String line : now.fetched) {
      Matcher fetch = FETCH.matcher(line);
      if (fetch.matches() && fetch.group(2).equals("FETCH")) {
        int number = Integer.parseInt(fetch.group(1));
        assertEquals(mailbox.messages.get(number - 1).uid, uid(fetch), line + " " + told);
      }
    }
  }

  private static int uid(Matcher fetch) {
    if (fetch.group(2).equals("UIDFETCH")) {
      return Integer.parseInt(fetch.group(1));
    }
    Matcher uid = UID.matcher(fetch.group(3));
    return uid.find() ? Integer.parseInt(uid.group(1)) : 0;
  }

  private static Optional<Set<String>> flags(Matcher fetch) {
    Matcher flags = FLAGS.matcher(fetch.group(3));
    return flags.find() ? Optional.of(KnownMailbox.flags(flags.group(1))) : Optional.empty();
  }

  private static long modseq(Matcher fetch) {
    Matcher modseq = MODSEQ.matcher(fetch.group(3));
    return modseq.find() ? Long.parseLong(modseq.group(1)) : 0;
  }

  static List<Integer> uids(String set) {
    List<Integer> uids = new ArrayList<>();
    for (String part : set.split(",", -1)) {
      String[] ends = part.split(":", -1);
      int to = Integer.parseInt(ends[ends.length - 1]);
      for (int uid = Integer.parseInt(ends[0]); uid <= to; uid++) {
        uids.add(uid);
      }
    }
    return uids;
  }

  // ---- reading

  private String read() throws IOException {
    String line;
    try {
      line = talk.response();
    } catch (java.net.SocketException _) {
      line = "(closed)";
    }
    if (line.equals("(closed)") || line.startsWith("* BYE")) {
      // Only those are sent away whose mailbox was removed.
      assertTrue(known.filter(in -> removed.contains(in.uidValidity)).isPresent(), line);
      lost = true;
      underWay.clear();
      known = Optional.empty();
      return line;
    }
    last = line;
    if (line.startsWith("* ")) {
      untagged(line);
    } else if (!line.startsWith("+ ")) {
      tagged(line);
    }
    return line;
  }

  private void tagged(String line) {
    Sent sent = underWay.remove();
    assertTrue(line.startsWith(sent.tag() + " "), line + " to " + sent);
    String answer = line.substring(sent.tag().length() + 1);
    assertFalse(answer.startsWith("BAD"), sent.text() + ": " + line);
    assertFalse(answer.contains("SERVERBUG"), sent.text() + ": " + line);
    code(line);
    // RFC 7162 section 6
    highest = codeModseq > 0 ? codeModseq : Math.max(highest, seenModseq);
    codeModseq = 0;
    seenModseq = 0;
    sent.ends().accept(answer);
    if (!underWay.isEmpty()) {
      underWay.peek().begins().run();
    }
  }

  private void code(String line) {
    Matcher code = CODE.matcher(line);
    if (!code.matches()) {
      return;
    }
    long value = Long.parseLong(code.group(2));
    if (code.group(1).equals("UIDVALIDITY")) {
      selecting.ifPresent(now -> now.uidValidity = value);
      return;
    }
    codeModseq = value;
    if (selecting.isPresent()) {
      long before = highestTold.getOrDefault(selecting.get().uidValidity, 0L);
      assertTrue(value >= before, line + " after " + before);
      highestTold.put(selecting.get().uidValidity, value);
    }
  }

  private void untagged(String line) {
    code(line);
    if (line.startsWith("* OK [CLOSED]")) {
      known = Optional.empty();
      return;
    }
    if (line.startsWith("* FLAGS (")) {
      named = KnownMailbox.flags(line.substring(9, line.length() - 1));
      return;
    }
    Matcher status = Pattern.compile("\\* STATUS .* \\(UIDVALIDITY (\\d+)\\)").matcher(line);
    if (status.matches()) {
      uidValidity = Optional.of(Long.parseLong(status.group(1)));
    }
    Matcher counted = COUNTED.matcher(line);
    Matcher fetch = FETCH.matcher(line);
    if (counted.matches()) {
      count(counted.group(2), Integer.parseInt(counted.group(1)), line);
    } else if (fetch.matches()) {
      fetched(fetch, line);
    } else if (line.startsWith("* VANISHED ")) {
      vanished(line.substring(11), line);
    } else if (line.startsWith("* SEARCH") || line.startsWith("* ESEARCH")) {
      found(line);
    } else {
      assertFalse(line.contains("FETCH ("), line);
    }
  }

  private boolean mayExpunge() {
    return manner.specifier().filter(how -> how.equals("SELECTED")).isPresent()
        || (!underWay.isEmpty() && underWay.peek().expunges());
  }

  private KnownMailbox mailbox(String line) {
    return known.orElseThrow(() -> new AssertionError("nothing is selected: " + line));
  }

  private void count(String what, int number, String line) {
    switch (what) {
      case "EXISTS" -> {
        if (selecting.isPresent()) {
          selecting.get().exists = number;
        } else {
          mailbox(line).exists(number, line);
        }
      }
      case "EXPUNGE" -> {
        assertFalse(manner.qresync() || manner.uidOnly(), "VANISHED was to come: " + line);
        assertTrue(mayExpunge(), "not now: " + line + " during " + underWay);
        mailbox(line).expunge(number, line);
      }
      case String _ -> {
        assertFalse(manner.rev2(), line);
        assertEquals(0, number);
      }
    }
  }

  private void vanished(String text, String line) {
    assertTrue(manner.qresync() || manner.uidOnly(), line);
    if (text.startsWith("(EARLIER) ")) {
      assertTrue(selecting.isPresent(), line);
      selecting.get().vanished.add(text.substring(10));
      return;
    }
    assertTrue(mayExpunge(), "not now: " + line + " during " + underWay);
    for (int uid : uids(text)) {
      mailbox(line).vanished(uid, line);
    }
  }

  private void fetched(Matcher fetch, String line) {
    assertEquals(manner.uidOnly() ? "UIDFETCH" : "FETCH", fetch.group(2), line);
    Optional<Set<String>> flags = flags(fetch);
    long modseq = modseq(fetch);
    flags.ifPresent(some ->
        some.forEach(flag -> assertTrue(named.contains(flag), line + " but only " + named)));
    assertTrue(!manner.condstore() || flags.isEmpty() || modseq > 0, line);
    assertTrue(manner.condstore() || modseq == 0, line);
    seenModseq = Math.max(seenModseq, modseq);
    if (selecting.isPresent()) {
      selecting.get().fetched.add(line);
      return;
    }
    int uid = uid(fetch);
    KnownMailbox.Message message =
        manner.uidOnly()
            ? mailbox(line).byUid(uid, line)
            : mailbox(line).byNumber(Integer.parseInt(fetch.group(1)), uid, line);
    if (modseq > 0) {
      modseqs.add(message.uid);
    }
    if (flags.isEmpty() && modseq > message.modseq) {
      silent.ifPresent(change -> {
        change.accept(message);
        message.flagged = message.flags.isPresent() ? modseq : 0;
      });
    }
    KnownMailbox.tell(message, flags, modseq, line);
  }

  private void found(String line) {
    boolean uids = underWay.peek().text().startsWith("UID ");
    Matcher all = Pattern.compile("\\bALL (\\S+)").matcher(line);
    String numbers =
        line.startsWith("* SEARCH")
            ? line.substring(8).replaceAll("\\(MODSEQ \\d+\\)", "").strip().replace(' ', ',')
            : all.find() ? all.group(1) : "";
    if (!uids && !numbers.isEmpty()) {
      int size = mailbox(line).size();
      uids(numbers).forEach(number -> assertTrue(number <= size, line + " of " + size));
    }
  }

  @Override
  public String toString() {
    String what = underWay.stream().map(Sent::text).collect(Collectors.joining("; "));
    return manner + ", told " + last + (lost ? ", lost" : "") + ", after " + what;
  }
}

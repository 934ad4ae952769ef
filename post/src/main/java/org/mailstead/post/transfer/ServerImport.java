package org.mailstead.post.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.post.Post;
import org.mailstead.post.transfer.imap.Described;
import org.mailstead.post.transfer.imap.Folder;
import org.mailstead.post.transfer.imap.ImapFailure;
import org.mailstead.post.transfer.imap.ImapSource;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Brings in all mail of a mailbox elsewhere, part by part, over one connection that stays open
 * between the parts. What is in the account already is not brought in twice, and mostly not even
 * asked for: a part may be done again, and so may all of it, some days later. For one thread.
 */
public final class ServerImport implements AutoCloseable {
  /** After so long a part ends. */
  private static final Duration PART = Duration.ofSeconds(2);

  /** What a part may take at most, with one large message over a slow line. */
  private static final Duration WHOLE = Duration.ofMinutes(30);

  /** Messages that are asked about at a time. */
  private static final int WINDOW = 200;

  /** Messages that are asked for at a time, and their octets together. */
  private static final int MOST_ASKED = 50;

  private static final long MOST_OCTETS = 8 << 20;

  private final InstantSource clock;
  private final Opening opening;
  private final TakingIn taking;
  private final SourcePlaces places;
  private Optional<ImapSource> source = Optional.empty();
  private SourcePlan plan = new SourcePlan(List.of(), false);
  private int folder;
  private boolean open;
  private long next;
  private long seenExpunged;
  private long lastInWindow;
  private final Deque<Described> waiting = new ArrayDeque<>();
  private Position at;
  private long total;
  private int countedFolders;
  private boolean counted;
  private int brought;
  private long looked;
  private final Map<String, Integer> problems = new LinkedHashMap<>();

  /** Signs in to the server. */
  public interface Opening {
    ImapSource open() throws ImapFailure;
  }

  /**
   * Up to where all is done.
   *
   * @param folder its name on the wire; empty before the first
   */
  public record Position(String folder, long uidValidity, long uid) {
    public static final Position START = new Position("", 0, 0);
  }

  /**
   * What came of a part.
   *
   * @param problems how many were not brought in, as {@link FileImport.Part} has them, and {@code
   *     notFound} for what the server did not hand out
   * @param looked how many were looked at
   * @param total of all folders; empty as long as that is not known
   * @param stopped why the part ended before its time
   */
  public record Part(
      int brought,
      Map<String, Integer> problems,
      long looked,
      Position reached,
      Optional<Long> total,
      boolean more,
      Optional<ImapFailure> stopped) {
    public Part {
      problems = Map.copyOf(problems);
    }
  }

  /**
   * @param from where to go on
   * @param known how many messages there are, where they were counted before
   */
  public ServerImport(
      Post post,
      InstantSource clock,
      FileImport.Wanted wanted,
      Position from,
      Optional<Long> known,
      Opening opening) {
    this.clock = clock;
    this.opening = opening;
    this.at = from;
    this.total = known.orElse(0L);
    this.counted = known.isPresent();
    this.taking =
        new TakingIn(post, wanted.account(), clock, true, wanted.deed(), TakingIn.Origin.SERVER);
    this.places = new SourcePlaces(new Folders(post, wanted.account(), wanted.below()));
  }

  /**
   * Brings in a part.
   *
   * @throws Refused OVER_QUOTA once nothing more fits
   */
  public Part step() {
    try {
      return part(run(), Optional.empty());
    } catch (ImapFailure e) {
      close();
      return part(true, Optional.of(e));
    } catch (Refused e) {
      close();
      if (e.problem().kind() == Problem.Kind.OVER_QUOTA && brought > 0) {
        return part(true, Optional.empty()); // what came before is told first
      }
      throw e;
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Part part(boolean more, Optional<ImapFailure> stopped) {
    Optional<Long> all = counted ? Optional.of(total) : Optional.empty();
    var part = new Part(brought, problems, looked, at, all, more, stopped);
    brought = 0;
    looked = 0;
    problems.clear();
    return part;
  }

  /** Whether there is more. */
  private boolean run() throws IOException {
    long end = System.nanoTime() + PART.toNanos();
    ImapSource in = source();
    in.within(WHOLE);
    do {
      if (!counted) {
        count(in);
      } else if (folder >= plan.folders().size()) {
        return false;
      } else if (!open) {
        open(in);
      } else if (!waiting.isEmpty()) {
        bring(in);
      } else if (!describe(in)) {
        open = false;
        folder++;
      }
    } while (System.nanoTime() < end);
    return true;
  }

  private ImapSource source() throws ImapFailure {
    if (source.isEmpty()) {
      ImapSource in = opening.open();
      source = Optional.of(in);
      plan = SourcePlan.of(in.folders(), in.hasLabels());
      folder = at.folder().isEmpty() ? 0 : plan.indexOf(at.folder());
      open = false;
      waiting.clear();
      countedFolders = 0;
      total = counted ? total : 0;
    }
    return source.get();
  }

  private void count(ImapSource in) throws ImapFailure {
    if (countedFolders < plan.folders().size()) {
      total += in.count(plan.folders().get(countedFolders));
      countedFolders++;
    } else {
      counted = true;
    }
  }

  private Folder here() {
    return plan.folders().get(folder);
  }

  private void open(ImapSource in) throws ImapFailure {
    Optional<ImapSource.Opened> opened = in.examine(here());
    if (opened.isEmpty()) {
      folder++; // the server lists it and lets nobody look, or it has just gone
      return;
    }
    long validity = opened.get().uidValidity();
    boolean same = at.folder().equals(here().wireName()) && at.uidValidity() == validity;
    at = same ? at : new Position(here().wireName(), validity, 0);
    seenExpunged = 0;
    next = at.uid() == 0 ? 1 : firstAfter(in, at.uid(), opened.get().uidNext());
    open = true;
  }

  /** UIDs grow with numbers (RFC 9051 section 2.3.1.1). */
  private static long firstAfter(ImapSource in, long uid, long uidNext) throws ImapFailure {
    long low = 1;
    long high = in.exists() + 1;
    if (uidNext > 0 && uid >= uidNext - 1) {
      return high;
    }
    while (low < high) {
      long middle = (low + high) >>> 1;
      long found = in.uid(middle);
      if (found == 0) {
        return 1; // somebody removes messages meanwhile: all are looked at
      }
      if (found > uid) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Asks what the next messages are; false when there are none. */
  private boolean describe(ImapSource in) throws ImapFailure {
    // Numbers above those that went are smaller now; a message that is looked at twice is known.
    next = Math.max(1, next - (in.expunged() - seenExpunged));
    seenExpunged = in.expunged();
    if (next > in.exists()) {
      return false;
    }
    long to = Math.min(in.exists(), next + WINDOW - 1);
    lastInWindow = at.uid();
    for (Described message : in.describe(next, to)) {
      if (message.uid() > at.uid()) {
        sortOut(message);
        lastInWindow = message.uid();
      }
    }
    next = to + 1;
    if (waiting.isEmpty()) {
      reached(lastInWindow);
    }
    return true;
  }

  private void sortOut(Described message) {
    if (message.has("\\Deleted")) {
      leftOut("removed");
    } else if (message.size() > TakingIn.MAX_MESSAGE) {
      leftOut("tooLarge");
    } else if (isKnown(message)) {
      leftOut("alreadyExists");
    } else {
      waiting.add(message);
    }
  }

  private void leftOut(String why) {
    looked++;
    problems.merge(why, 1, Integer::sum);
  }

  private boolean isKnown(Described message) {
    byte[] header = message.header().getBytes(ISO_8859_1);
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    scanner.write(header, 0, header.length);
    return taking.isKnown(scanner.finish(), message.size());
  }

  private void reached(long uid) {
    at = new Position(at.folder(), at.uidValidity(), uid);
  }

  /** Takes some of those that wait. */
  private void bring(ImapSource in) throws IOException {
    Map<Long, Described> asked = new LinkedHashMap<>();
    long octets = 0;
    long last = 0;
    while (!waiting.isEmpty()
        && asked.size() < MOST_ASKED
        && (asked.isEmpty() || octets + waiting.getFirst().size() <= MOST_OCTETS)) {
      Described message = waiting.removeFirst();
      octets += message.size();
      last = message.uid();
      asked.put(last, message);
    }
    in.fetch(asked.keySet());
    boolean more = take(in, asked);
    while (more) {
      more = take(in, asked);
    }
    asked.forEach((_, _) -> leftOut("notFound"));
    reached(waiting.isEmpty() ? lastInWindow : last);
  }

  /** Takes the next one that the server hands out; false when there is none. */
  private boolean take(ImapSource in, Map<Long, Described> asked) throws IOException {
    long[] uid = {0};
    TakingIn.Came came =
        taking.take(
            out -> uid[0] = in.next(out),
            clock.instant(),
            _ -> places.of(requireNonNull(asked.get(uid[0])), here(), plan.labelled()));
    if (uid[0] == 0) {
      return false;
    }
    switch (came) {
      case IN -> {
        brought++;
        looked++;
      }
      case KNOWN -> leftOut("alreadyExists");
      case NONE -> leftOut("notMessage");
      case TOO_LARGE -> leftOut("tooLarge");
      case GONE -> leftOut("removed");
    }
    boolean first = asked.keySet().iterator().next() == uid[0];
    asked.remove(uid[0]);
    if (first) {
      reached(uid[0]); // those that come in another order are done when all are
    }
    return true;
  }

  @Override
  public void close() {
    source.ifPresent(ImapSource::close);
    source = Optional.empty();
  }
}

package org.mailstead.imap.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mailstead.post.MailboxView;

/** Messages named by number: {@code 1,5:7,9:*}, or {@code $} for the last search's (RFC 5182). */
public sealed interface SequenceSet {
  /** The largest number that the grammar has (RFC 9051 section 9, nz-number). */
  long MAX = 0xffff_ffffL;

  /** Stands for {@code *}. */
  long LAST = Long.MAX_VALUE;

  /** The result of the last SEARCH that was told to save it. */
  record Saved() implements SequenceSet {}

  /** Ranges in the order in which they were given. */
  record Ranges(List<Span> spans) implements SequenceSet {
    public Ranges {
      spans = List.copyOf(spans);
    }

    /** The same numbers, {@code *} being {@code last}: ascending, no two spans touching. */
    public List<Span> merged(long last) {
      List<Span> sorted =
          spans.stream()
              .map(span -> new Span(span.low(last), span.high(last)))
              .sorted(Comparator.comparingLong(Span::from))
              .toList();
      List<Span> merged = new ArrayList<>();
      for (Span span : sorted) {
        boolean touches = !merged.isEmpty() && span.from() <= merged.getLast().to() + 1;
        Span before = touches ? merged.removeLast() : span;
        merged.add(new Span(before.from(), Math.max(before.to(), span.to())));
      }
      return merged;
    }
  }

  /** From one number to another, in either order, both included. */
  record Span(long from, long to) {
    public long low(long last) {
      return Math.min(Math.min(from, last(from, last)), last(to, last));
    }

    public long high(long last) {
      return Math.max(last(from, last), last(to, last));
    }

    private static long last(long number, long last) {
      return number == LAST ? last : number;
    }
  }

  /** Whether it names one message by a number, be it {@code *}. */
  static boolean isOne(SequenceSet set) {
    return set instanceof Ranges(List<Span> spans)
        && spans.size() == 1
        && spans.getFirst().from() == spans.getFirst().to();
  }

  /** Positions from 0 of the sequence numbers; beyond the last message is a client's error. */
  static BitSet sequence(Ranges ranges, int size) throws SyntaxException {
    var found = new BitSet(size);
    for (Span span : ranges.spans()) {
      // 4:* after the last expunge is what many clients mean well by: it names the last message.
      boolean open = span.from() == LAST || span.to() == LAST;
      long low = span.low(size);
      long high = open ? Math.min(span.high(size), size) : span.high(size);
      if (open && size == 0) {
        continue;
      }
      if (low < 1 || high > size) {
        throw new SyntaxException("there is no such message");
      }
      found.set((int) low - 1, (int) high);
    }
    return found;
  }

  /**
   * Positions from 0 of the sequence numbers that there are: SEARCH may name others (RFC 7377
   * section 2).
   */
  static BitSet within(Ranges ranges, int size) {
    var found = new BitSet(size);
    for (Span span : ranges.spans()) {
      long low = Math.max(1, span.low(size));
      long high = Math.min(span.high(size), size);
      if (low <= high) {
        found.set((int) low - 1, (int) high);
      }
    }
    return found;
  }

  /** Positions from 0 of the uids that are there; the others are passed over in silence. */
  static BitSet uids(Ranges ranges, MailboxView view) {
    var found = new BitSet(view.size());
    int last = view.lastUid();
    for (Span span : ranges.spans()) {
      long low = span.low(last);
      long high = Math.min(span.high(last), last);
      if (view.size() > 0 && low <= high) {
        found.set(position(view, (int) low), position(view, (int) high + 1));
      }
    }
    return found;
  }

  /** Where a uid lies, or would lie. */
  static int position(MailboxView view, int uid) {
    int at = view.indexOf(uid);
    return at >= 0 ? at : -at - 1;
  }

  /** Numbers in ascending order as a set: {@code 1:3,7}. */
  static String text(IntStream ascending) {
    var out = new StringBuilder();
    int[] span = {0, 0};
    ascending.forEach(number -> {
      if (span[0] != 0 && number == span[1] + 1) {
        span[1] = number;
        return;
      }
      append(out, span);
      span[0] = number;
      span[1] = number;
    });
    append(out, span);
    return out.toString();
  }

  static String text(List<Integer> ascending) {
    return text(ascending.stream().mapToInt(number -> number));
  }

  /** Spans in ascending order as a set. */
  static String spans(List<Span> ascending) {
    var out = new StringBuilder();
    ascending.forEach(span -> append(out, new int[] {(int) span.from(), (int) span.to()}));
    return out.toString();
  }

  private static void append(StringBuilder out, int[] span) {
    if (span[0] == 0) {
      return;
    }
    out.append(out.isEmpty() ? "" : ",").append(span[0]);
    if (span[1] > span[0]) {
      out.append(':').append(span[1]);
    }
  }
}

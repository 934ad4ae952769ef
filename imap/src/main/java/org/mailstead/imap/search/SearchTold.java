package org.mailstead.imap.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mailstead.imap.grammar.PartialRange;
import org.mailstead.imap.grammar.SearchReturn;
import org.mailstead.imap.grammar.SearchReturns;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.MessageLimit;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.MailboxView;

/**
 * What a searching command found, as it is told.
 *
 * @param order positions in the order that was asked for
 * @param scores how well each of them fits; empty when that was not asked for
 * @param searched what was looked at
 */
record SearchTold(
    Client client,
    Selected in,
    Search.Asked asked,
    int[] order,
    int[] scores,
    MessageLimit.Cut searched) {
  // RFC 4466 section 2.6.2, search-correlator
  static String correlator(String tag) {
    return "(TAG " + Responses.string(tag, false) + ")";
  }

  /** The uids that SAVE keeps (RFC 5182 section 2.1, RFC 9394 section 3.2). */
  BitSet saved() {
    BitSet uids = new BitSet();
    boolean min = asked.has(SearchReturn.MIN);
    boolean max = asked.has(SearchReturn.MAX);
    boolean partial = asked.has(SearchReturn.PARTIAL);
    boolean all = asked.has(SearchReturn.ALL) || asked.has(SearchReturn.COUNT);
    MailboxView told = in.told();
    if (all || (!min && !max && !partial)) {
      Arrays.stream(order).map(told::uid).forEach(uids::set);
    } else if (order.length > 0) {
      uids.set(told.uid(order[0]), min);
      if (max) {
        uids.set(told.uid(order[order.length - 1]));
      }
      if (partial) {
        Arrays.stream(part()).map(told::uid).forEach(uids::set);
      }
    }
    return uids;
  }

  private int[] part() {
    PartialRange range = asked.returns().flatMap(SearchReturns::partial).orElseThrow();
    return Arrays.copyOfRange(order, range.first(order.length), range.end(order.length));
  }

  private int number(int position) {
    return asked.uid() ? in.told().uid(position) : position + 1;
  }

  private IntStream numbers(int[] positions) {
    return Arrays.stream(positions).map(this::number);
  }

  void tell() throws IOException {
    if (asked.returns().isEmpty()) {
      tellOld();
    } else if (!asked.returns().get().onlySaves()) {
      tellExtended();
    }
  }

  private void tellOld() throws IOException {
    var text = new StringBuilder(asked.criteria().isEmpty() ? "SEARCH" : "SORT");
    for (int position : order) {
      text.append(' ').append(number(position));
    }
    if (asked.key().usesModSeq() && order.length > 0) {
      text.append(" (MODSEQ ").append(highest(order)).append(')');
    }
    client.out().untagged(text.toString());
  }

  /** The highest mod-sequence of some messages. */
  private long highest(int[] positions) {
    MailboxView now = in.now(client);
    return Arrays.stream(positions).mapToLong(i -> in.fresh(i, now).modseq()).max().orElse(0);
  }

  private void tellExtended() throws IOException {
    var text = new StringBuilder("ESEARCH ").append(asked.correlator());
    text.append(asked.uid() ? " UID" : "");
    if (order.length > 0) {
      if (asked.has(SearchReturn.MIN)) {
        text.append(" MIN ").append(number(order[0]));
      }
      if (asked.has(SearchReturn.MAX)) {
        text.append(" MAX ").append(number(order[order.length - 1]));
      }
      if (asked.has(SearchReturn.ALL)) {
        text.append(" ALL ").append(SequenceSet.text(numbers(order)));
      }
    }
    if (asked.has(SearchReturn.COUNT)) {
      text.append(" COUNT ").append(order.length);
    }
    if (asked.has(SearchReturn.PARTIAL)) {
      partial(text);
    }
    if (asked.has(SearchReturn.RELEVANCY)) {
      relevancy(text);
    }
    if (asked.key().usesModSeq() && order.length > 0) {
      text.append(" MODSEQ ").append(modseq());
    }
    client.out().untagged(text.toString());
  }

  // ret-data-partial = "PARTIAL" SP "(" partial-range SP partial-results ")"
  private void partial(StringBuilder text) {
    String part = SequenceSet.text(numbers(part()));
    String range = asked.returns().flatMap(SearchReturns::partial).orElseThrow().toString();
    text.append(" PARTIAL (").append(range).append(' ');
    text.append(part.isEmpty() ? "NIL" : part).append(')');
  }

  /** Of the messages that are told, in their order. */
  private void relevancy(StringBuilder text) {
    int from = 0;
    int to = scores.length;
    if (asked.has(SearchReturn.PARTIAL)) {
      PartialRange range = asked.returns().flatMap(SearchReturns::partial).orElseThrow();
      from = range.first(to);
      to = range.end(to);
    }
    String list =
        Arrays.stream(scores, from, to)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
    text.append(" RELEVANCY (").append(list).append(')');
  }

  // RFC 4731 section 3.2: of MIN and MAX alone, else of all.
  private long modseq() {
    boolean min = asked.has(SearchReturn.MIN);
    boolean max = asked.has(SearchReturn.MAX);
    boolean all =
        asked.has(SearchReturn.ALL)
            || asked.has(SearchReturn.COUNT)
            || asked.has(SearchReturn.PARTIAL);
    if (all || (!min && !max)) {
      return highest(order);
    }
    int first = order[min ? 0 : order.length - 1];
    return highest(new int[] {first, order[max ? order.length - 1 : 0]});
  }
}

package org.mailstead.imap.search;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SearchReturn;
import org.mailstead.imap.grammar.SearchReturns;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Respond;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Progress;
import org.mailstead.imap.state.Selected;

/**
 * SEARCH and SORT (RFC 9051 section 6.4.4, RFC 4731, RFC 5182, RFC 5256, RFC 5267, RFC 7162 section
 * 3.1.5).
 */
public record Search(Client client, Selected in) {
  public Answer run(Command.Search command) throws IOException, SyntaxException {
    boolean extended = command.returns().isPresent() || client.rev2();
    Optional<SearchReturns> returns =
        extended ? Optional.of(command.returns().orElse(SearchReturns.ALL)) : Optional.empty();
    return run(
        new Asked(
            command.tag(),
            SearchTold.correlator(command.tag()),
            command.uid(),
            returns,
            command.key(),
            List.of(),
            false));
  }

  public Answer run(Command.Sort command) throws IOException, SyntaxException {
    return run(
        new Asked(
            command.tag(),
            SearchTold.correlator(command.tag()),
            command.uid(),
            command.returns(),
            command.key(),
            command.criteria(),
            false));
  }

  /**
   * A searching command.
   *
   * @param correlator by which the client knows an answer to it
   * @param returns empty for an answer without options
   * @param criteria empty for the mailbox's order
   * @param many of one mailbox among many, which is not named when nothing is found in it
   */
  record Asked(
      String tag,
      String correlator,
      boolean uid,
      Optional<SearchReturns> returns,
      SearchKey key,
      List<SortCriterion> criteria,
      boolean many) {
    /** How often messages may have to be read. */
    int phases() {
      return 1 + (criteria.isEmpty() ? 0 : 1) + (has(SearchReturn.RELEVANCY) ? 1 : 0);
    }

    boolean has(SearchReturn option) {
      return returns.filter(some -> some.has(option)).isPresent();
    }
  }

  private Answer run(Asked asked) throws IOException, SyntaxException {
    return run(asked, Progress.of(client, asked.tag(), asked.phases()));
  }

  Answer run(Asked asked, Progress progress) throws IOException, SyntaxException {
    if (asked.has(SearchReturn.UPDATE) && in.contexts().has(asked.tag())) {
      throw new SyntaxException("that tag is in use"); // RFC 5267 section 4.3
    }
    if (client.uidOnly() && asked.key().usesNumbers()) {
      throw new SyntaxException(Respond.UID_REQUIRED);
    }
    SearchTold told;
    try {
      if (client.selected().filter(current -> current == in).isPresent()) {
        in.tellKeywords(client);
      }
      told = find(asked, progress);
    } catch (IOException | RuntimeException e) {
      if (asked.has(SearchReturn.SAVE)) {
        in.save(new BitSet()); // RFC 5182 section 2.1
      }
      throw e;
    }
    if (asked.has(SearchReturn.SAVE)) {
      in.save(told.saved());
    }
    if (asked.key().usesModSeq()) {
      client.enableCondstore();
    }
    if (!asked.many() || told.order().length > 0) {
      told.tell();
    }
    if (asked.has(SearchReturn.UPDATE)) {
      update(asked, told.order());
    }
    return client.messageLimit().tell(Answer.ok("done"), told.searched(), client.out());
  }

  private SearchTold find(Asked asked, Progress progress) throws IOException {
    var searching = new Searching(client, in, asked.key(), progress);
    int[] order = searching.find().stream().toArray();
    progress.next();
    if (!asked.criteria().isEmpty()) {
      order = new Sorting(searching, asked.criteria()).sort(order);
      progress.next();
    }
    int[] scores = new int[0];
    if (asked.has(SearchReturn.RELEVANCY)) {
      int[] found = new int[order.length];
      searching.read(order, (row, message) -> found[row] = searching.relevancy(message));
      scores = found;
      progress.next();
    }
    return new SearchTold(client, in, asked, order, scores, searching.searched());
  }

  private void update(Asked asked, int[] order) throws IOException {
    int[] uids = new int[order.length];
    for (int i = 0; i < uids.length; i++) {
      uids[i] = in.told().uid(order[i]);
    }
    SearchKey frozen = new SearchBinding(in, client.house().clock().instant()).freeze(asked.key());
    var context =
        new Context(
            asked.correlator(),
            asked.uid(),
            frozen,
            asked.criteria(),
            asked.returns().map(SearchReturns::items).orElse(List.of()),
            uids);
    // What time changes is looked for anew at every change: not through whole messages.
    boolean dear = frozen.usesTime() && frozen.cost().compareTo(SearchKey.Cost.ROW) > 0;
    if (dear || !in.contexts().add(asked.tag(), context)) {
      String tag = Responses.string(asked.tag(), false);
      String why = dear ? "that search takes too long" : "too many contexts";
      client.out().untagged("NO [NOUPDATE " + tag + "] " + why);
    }
  }
}

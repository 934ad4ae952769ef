package org.mailstead.imap;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.mailstead.post.MailboxView;

/** SEARCH (RFC 9051 section 6.4.4, RFC 4731, RFC 5182, RFC 7162 section 3.1.5). */
record Search(Client client, Selected in) {
  Answer run(Command.Search command) throws IOException, SyntaxException {
    boolean saves = command.returns().map(all -> all.contains(SearchReturn.SAVE)).orElse(false);
    BitSet found;
    Searching searching;
    try {
      in.tellKeywords(client);
      searching = new Searching(client, in, command.key());
      found = searching.find();
    } catch (SyntaxException | RuntimeException e) {
      if (saves) {
        in.save(new BitSet()); // RFC 5182 section 2.1
      }
      throw e;
    }
    MailboxView told = in.told();
    if (saves) {
      save(command.returns().get(), found);
    }
    String modseq = "";
    if (command.key().usesModSeq()) {
      client.enableCondstore();
      MailboxView now = in.now(client);
      long highest = found.stream().mapToLong(i -> in.fresh(i, now).modseq()).max().orElse(0);
      modseq = found.isEmpty() ? "" : " MODSEQ " + highest;
    }
    if (command.returns().isEmpty() && !client.rev2()) {
      tellOld(command, found, modseq);
      return limited(searching);
    }
    List<SearchReturn> returns = command.returns().orElse(List.of(SearchReturn.ALL));
    // Only SAVE: the client wants to hear nothing.
    if (!returns.equals(List.of(SearchReturn.SAVE))) {
      IntStream numbers = found.stream().map(i -> command.uid() ? told.uid(i) : i + 1);
      tellExtended(command, returns, numbers.toArray(), modseq);
    }
    return limited(searching);
  }

  private Answer limited(Searching searching) throws IOException {
    return client.messageLimit().tell(Answer.ok("done"), searching.searched(), client.out());
  }

  // RFC 5182 section 2.1: with MIN or MAX alone only those are saved.
  private void save(List<SearchReturn> returns, BitSet found) {
    BitSet uids = new BitSet();
    boolean all = returns.contains(SearchReturn.ALL) || returns.contains(SearchReturn.COUNT);
    boolean min = returns.contains(SearchReturn.MIN);
    boolean max = returns.contains(SearchReturn.MAX);
    MailboxView told = in.told();
    if (all || (!min && !max)) {
      found.stream().map(told::uid).forEach(uids::set);
    } else if (!found.isEmpty()) {
      uids.set(told.uid(found.nextSetBit(0)), min);
      if (max) {
        uids.set(told.uid(found.length() - 1));
      }
    }
    in.save(uids);
  }

  private void tellOld(Command.Search command, BitSet found, String modseq) throws IOException {
    var text = new StringBuilder("SEARCH");
    for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
      text.append(' ').append(command.uid() ? in.told().uid(i) : i + 1);
    }
    client.out().untagged(text + (modseq.isEmpty() ? "" : " (" + modseq.strip() + ")"));
  }

  private void tellExtended(
      Command.Search command, List<SearchReturn> returns, int[] numbers, String modseq)
      throws IOException {
    String tag = Responses.string(command.tag(), false);
    var text = new StringBuilder("ESEARCH (TAG " + tag + ")" + (command.uid() ? " UID" : ""));
    if (numbers.length > 0) {
      if (returns.contains(SearchReturn.MIN)) {
        text.append(" MIN ").append(numbers[0]);
      }
      if (returns.contains(SearchReturn.MAX)) {
        text.append(" MAX ").append(numbers[numbers.length - 1]);
      }
      if (returns.contains(SearchReturn.ALL)) {
        text.append(" ALL ").append(SequenceSet.text(IntStream.of(numbers)));
      }
    }
    if (returns.contains(SearchReturn.COUNT)) {
      text.append(" COUNT ").append(numbers.length);
    }
    client.out().untagged(text + modseq);
  }
}

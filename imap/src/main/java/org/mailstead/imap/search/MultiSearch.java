package org.mailstead.imap.search;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.SearchReturn;
import org.mailstead.imap.grammar.SearchReturns;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Responses;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.imap.state.Progress;
import org.mailstead.imap.state.Selected;
import org.mailstead.post.MailboxView;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The ESEARCH command, a search of many mailboxes (RFC 7377). */
public record MultiSearch(Client client) {
  /** Mailboxes of one command. */
  private static final int MOST = 10_000;

  public Answer run(Command.MultiSearch command) throws IOException, SyntaxException {
    SearchReturns returns = command.returns();
    boolean selected = command.sources().usesSelected();
    if ((selected || returns.has(SearchReturn.UPDATE)) && client.selected().isEmpty()) {
      throw new SyntaxException("select a mailbox first");
    }
    if (returns.has(SearchReturn.SAVE) && !command.sources().isOnlySelected()) {
      throw new SyntaxException("SAVE needs the selected mailbox alone");
    }
    List<Location> locations = new SourceMailboxes(client).find(command.sources());
    if (locations.size() > MOST) {
      throw new Refused(Problem.Kind.TOO_MANY, "search.mailboxes");
    }
    Optional<Selected> current = client.selected();
    if (returns.has(SearchReturn.UPDATE) && locations.stream().noneMatch(this::isSelected)) {
      throw new SyntaxException("UPDATE needs the selected mailbox");
    }
    int phases = returns.has(SearchReturn.RELEVANCY) ? 2 : 1;
    var progress = Progress.of(client, command.tag(), Math.max(1, locations.size() * phases));
    for (Location location : locations) {
      Optional<Selected> in = isSelected(location) ? current : open(location);
      if (in.isPresent()) {
        Answer ignored = new Search(client, in.get()).run(asked(command, location), progress);
      }
    }
    return Answer.ok("done");
  }

  private boolean isSelected(Location location) {
    return client
        .selected()
        .filter(in -> in.id().equals(location.mailbox().id()))
        .filter(in -> in.account().equals(location.owner()))
        .isPresent();
  }

  /** The mailbox as it is now; empty when it has just gone. */
  private Optional<Selected> open(Location location) {
    AccountId owner = location.owner();
    try {
      MailboxView view = client.post().view(owner, location.mailbox().id());
      return Optional.of(
          new Selected(
              location, true, view, client.post().keywords(owner), client.rights(location)));
    } catch (Refused e) {
      if (e.problem().kind() == Problem.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Search.Asked asked(Command.MultiSearch command, Location location) {
    String correlator =
        "(TAG "
            + Responses.string(command.tag(), false)
            + " MAILBOX "
            + client.spell(client.path(location))
            + " UIDVALIDITY "
            + location.mailbox().uidValidity()
            + ")";
    SearchReturns returns =
        isSelected(location) ? command.returns() : command.returns().withoutUpdate();
    return new Search.Asked(
        command.tag(), correlator, true, Optional.of(returns), command.key(), List.of(), true);
  }
}

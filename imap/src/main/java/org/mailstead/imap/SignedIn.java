package org.mailstead.imap;

import java.io.IOException;
import org.mailstead.imap.fetch.ConvertedParts;
import org.mailstead.imap.fetch.Converting;
import org.mailstead.imap.fetch.Fetch;
import org.mailstead.imap.grammar.Command;
import org.mailstead.imap.grammar.Conversion;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.grammar.SyntaxException;
import org.mailstead.imap.mailbox.Folders;
import org.mailstead.imap.mailbox.Listing;
import org.mailstead.imap.mailbox.Select;
import org.mailstead.imap.mailbox.Status;
import org.mailstead.imap.message.Append;
import org.mailstead.imap.message.Copying;
import org.mailstead.imap.message.Expunging;
import org.mailstead.imap.message.Replacing;
import org.mailstead.imap.message.Store;
import org.mailstead.imap.response.Answer;
import org.mailstead.imap.response.Respond;
import org.mailstead.imap.search.MultiSearch;
import org.mailstead.imap.search.Search;
import org.mailstead.imap.search.Threading;
import org.mailstead.imap.search.UidBatches;
import org.mailstead.imap.sharing.Acl;
import org.mailstead.imap.sharing.Metadata;
import org.mailstead.imap.sharing.QuotaRoots;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Selected;
import org.mailstead.imap.url.UrlAuth;
import org.mailstead.imap.url.UrlFetch;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Takes the commands of a client that has signed in to where they are carried out. */
final class SignedIn implements AutoCloseable {
  private final ImapReader reader;
  private final Client by;
  private final Telling telling;
  private final ConvertedParts converted = new ConvertedParts();

  /**
   * @param reader from which APPEND and REPLACE take the message
   */
  SignedIn(ImapReader reader, Client by, Telling telling) {
    this.reader = reader;
    this.by = by;
    this.telling = telling;
  }

  Client client() {
    return by;
  }

  Telling telling() {
    return telling;
  }

  void run(String tag, Command.AfterLogin command) throws IOException, SyntaxException {
    check(Changing.isOne(command));
    switch (command) {
      case Command.Enable enable -> {
        new Folders(by).enable(tag, enable);
        reader.withoutCharsets(by.utf8() && !by.rev2());
      }
      case Command.Select select -> new Select(by).run(tag, select);
      case Command.Create create -> new Folders(by).create(tag, create);
      case Command.Delete delete -> new Folders(by).delete(tag, delete);
      case Command.Rename rename -> new Folders(by).rename(tag, rename);
      case Command.Subscribe subscribe -> new Folders(by).subscribe(tag, subscribe);
      case Command.ListMailboxes list -> new Listing(by).run(tag, list);
      case Command.Namespace() -> new Folders(by).namespace(tag);
      case Command.GetJmapAccess() -> new Folders(by).jmapAccess(tag);
      case Command.Status status -> new Status(by).run(tag, status);
      case Command.Append append -> finish(tag, new Append(by, reader).run(append), true);
      case Command.MultiSearch search -> finish(tag, new MultiSearch(by).run(search), true);
      case Command.Notify notify -> telling.notify(tag, notify);
      case Command.Idle() -> telling.idle(tag);
      case Command.Conversions(String from, String to) -> {
        for (String line : Conversion.lines(from, to)) {
          by.out().untagged(line);
        }
        by.out().ok(tag, "done");
      }
      case Command.ApplePush() -> by.out().no(tag, "[CANNOT] push is not set up here");
      case Command.ResetKey reset -> new UrlAuth(by).reset(tag, reset);
      case Command.GenUrlAuth generate -> new UrlAuth(by).generate(tag, generate);
      case Command.UrlFetch fetch -> new UrlFetch(by).run(tag, fetch);
      case Command.GetQuota(String root) -> new QuotaRoots(by).get(tag, root);
      case Command.GetQuotaRoot(String mailbox) -> new QuotaRoots(by).getRoot(tag, mailbox);
      case Command.SetQuota set -> new QuotaRoots(by).set(tag, set);
      case Command.GetMetadata get -> new Metadata(by).get(tag, get);
      case Command.SetMetadata set -> new Metadata(by).set(tag, set);
      case Command.SetAcl set -> new Acl(by).set(tag, set);
      case Command.DeleteAcl delete -> new Acl(by).delete(tag, delete);
      case Command.GetAcl get -> new Acl(by).get(tag, get);
      case Command.ListRights list -> new Acl(by).list(tag, list);
      case Command.MyRights mine -> new Acl(by).mine(tag, mine);
    }
  }

  void run(String tag, Command.InMailbox command) throws IOException, SyntaxException {
    if (by.selected().isEmpty()) {
      throw new SyntaxException("select a mailbox first");
    }
    check(Changing.isOne(command));
    if (telling.mayStay(by.selected().get())) {
      run(tag, by.selected().get(), command);
    }
  }

  private void check(boolean changing) {
    if (changing && by.readOnly()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "login.read-only");
    }
  }

  private void run(String tag, Selected in, Command.InMailbox command)
      throws IOException, SyntaxException {
    if (by.uidOnly() && command.usesNumbers()) {
      throw new SyntaxException(Respond.UID_REQUIRED);
    }
    switch (command) {
      case Command.UidBatches batches ->
          finish(tag, new UidBatches(by, in).run(tag, batches), true);
      case Command.Check() -> finish(tag, Answer.ok("done"), true);
      case Command.Close() -> {
        new Expunging(by, in).silently();
        by.unselect();
        by.out().ok(tag, "closed");
      }
      case Command.Unselect() -> {
        by.unselect();
        by.out().ok(tag, "closed");
      }
      case Command.Expunge expunge -> removed(tag, new Expunging(by, in).run(expunge));
      case Command.Copy copy -> {
        Answer answer = new Copying(by, in, tag).run(copy);
        if (copy.move()) {
          removed(tag, answer);
        } else {
          finish(tag, answer, true);
        }
      }
      case Command.Convert convert ->
          finish(tag, new Converting(by, in, convert, converted).run(), convert.uid());
      case Command.Replace replace -> removed(tag, new Replacing(by, reader, in).run(replace));
      case Command.Fetch fetch -> finish(tag, new Fetch(by, in).run(fetch), fetch.uid());
      case Command.Store store -> finish(tag, new Store(by, in).run(store), store.uid());
      case Command.Search search -> finish(tag, new Search(by, in).run(search), search.uid());
      case Command.Sort sort -> finish(tag, new Search(by, in).run(sort), sort.uid());
      case Command.Threads threads ->
          finish(tag, new Threading(by, in).run(threads), threads.uid());
      case Command.CancelUpdate(var tags) -> {
        in.contexts().cancel(tags);
        finish(tag, Answer.ok("no further updates"), true);
      }
    }
  }

  /** Tells what changed, by this command and by others, then how the command ended. */
  private void finish(String tag, Answer answer, boolean expunges) throws IOException {
    telling.finish(tag, answer, expunges, false);
  }

  /** The same after a command that removes messages. */
  private void removed(String tag, Answer answer) throws IOException {
    telling.finish(tag, answer, true, true);
  }

  @Override
  public void close() {
    telling.close();
  }
}

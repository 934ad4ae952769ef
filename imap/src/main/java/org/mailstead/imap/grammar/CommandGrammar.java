package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.imap.response.Respond;
import org.mailstead.post.FlagChange;
import org.mailstead.post.Mailbox;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Reads a command after its tag. */
public final class CommandGrammar {
  private final ImapReader in;
  private final String tag;

  public CommandGrammar(ImapReader in, String tag) {
    this.in = in;
    this.tag = tag;
  }

  // command-any / command-auth / command-nonauth / command-select
  public Command command() throws IOException, SyntaxException {
    String name = in.word();
    Command command =
        switch (name) {
          case "CAPABILITY" -> new Command.Capability();
          case "NOOP" -> new Command.Noop();
          case "LOGOUT" -> new Command.Logout();
          case "ID" -> id();
          case "STARTTLS" -> new Command.StartTls();
          case "AUTHENTICATE" -> authenticate();
          case "LOGIN" -> new Command.Login(argument(), argument());
          case "COMPRESS" -> compress();
          case "ENABLE" -> new Command.Enable(words());
          case "SELECT" -> select(false);
          case "EXAMINE" -> select(true);
          case "CREATE" -> create();
          case "DELETE" -> new Command.Delete(argument());
          case "RENAME" -> new Command.Rename(argument(), argument());
          case "SUBSCRIBE" -> new Command.Subscribe(argument(), true);
          case "UNSUBSCRIBE" -> new Command.Subscribe(argument(), false);
          case "LIST" -> new ListGrammar(in).list();
          case "LSUB" -> new ListGrammar(in).lsub();
          case "NOTIFY" -> new NotifyGrammar(in).command();
          case "NAMESPACE" -> new Command.Namespace();
          case "GETJMAPACCESS" -> new Command.GetJmapAccess();
          case "STATUS" -> status();
          case "APPEND" -> new Command.Append(argument());
          case "IDLE" -> new Command.Idle();
          case "GETQUOTA" -> new Command.GetQuota(argument());
          case "GETQUOTAROOT" -> new Command.GetQuotaRoot(argument());
          case "UIDBATCHES" -> uidBatches();
          case "CONVERSIONS" -> new ConvertGrammar(in).conversions();
          case "LANGUAGE" -> new Command.Language(arguments());
          case "UNAUTHENTICATE" -> new Command.Unauthenticate();
          case "XAPPLEPUSHSERVICE" -> applePush();
          case "RESETKEY" -> new UrlGrammar(in).resetKey();
          case "GENURLAUTH" -> new UrlGrammar(in).generate();
          case "URLFETCH" -> new UrlGrammar(in).fetch();
          case "SETQUOTA" -> new QuotaGrammar(in).set();
          case "GETMETADATA" -> new MetadataGrammar(in).get();
          case "SETMETADATA" -> new MetadataGrammar(in).set();
          case "SETACL" -> new AclGrammar(in).set();
          case "DELETEACL" -> new AclGrammar(in).delete();
          case "GETACL" -> new AclGrammar(in).get();
          case "LISTRIGHTS" -> new AclGrammar(in).list();
          case "MYRIGHTS" -> new AclGrammar(in).mine();
          case "CHECK" -> new Command.Check();
          case "CLOSE" -> new Command.Close();
          case "UNSELECT" -> new Command.Unselect();
          case "EXPUNGE" -> new Command.Expunge(Optional.empty());
          case "ESEARCH" -> new SearchGrammar(in).multiSearch(tag);
          case "CANCELUPDATE" -> new Command.CancelUpdate(arguments());
          case "UID" -> uid();
          case String _ -> numbered(name, false);
        };
    if (!(command instanceof Command.Append || command instanceof Command.Replace)) {
      in.end();
    }
    return command;
  }

  private Command uid() throws IOException, SyntaxException {
    in.space();
    String name = in.word();
    if (name.equals("EXPUNGE")) {
      in.space();
      return new Command.Expunge(Optional.of(in.sequenceSet()));
    }
    return numbered(name, true);
  }

  // "UIDBATCHES" SP nz-number [SP nz-number ":" nz-number]
  private Command uidBatches() throws SyntaxException {
    in.space();
    long size = in.number(SequenceSet.MAX);
    if (!in.take(' ')) {
      return new Command.UidBatches(size, 1, Long.MAX_VALUE);
    }
    long one = in.number(SequenceSet.MAX);
    in.expect(':');
    long other = in.number(SequenceSet.MAX);
    if (one == 0 || other == 0) {
      throw new SyntaxException("batches are counted from 1");
    }
    return new Command.UidBatches(size, Math.min(one, other), Math.max(one, other));
  }

  /** The commands that there are with sequence numbers and with uids. */
  private Command numbered(String name, boolean uid) throws IOException, SyntaxException {
    return switch (name) {
      case "FETCH" -> new FetchGrammar(in).fetch(uid);
      case "STORE" -> store(uid);
      case "SEARCH" -> new SearchGrammar(in).search(tag, uid);
      case "SORT" -> new SortGrammar(in).sort(tag, uid);
      case "THREAD" -> new SortGrammar(in).thread(tag, uid);
      case "COPY" -> copy(uid, false);
      case "MOVE" -> copy(uid, true);
      case "REPLACE" -> replace(uid);
      case "CONVERT" -> new ConvertGrammar(in).convert(tag, uid);
      case String _ -> throw new SyntaxException("unknown command");
    };
  }

  private String argument() throws IOException, SyntaxException {
    in.space();
    return in.astring();
  }

  private Command compress() throws SyntaxException {
    in.space();
    return new Command.Compress(in.word());
  }

  private List<String> arguments() throws IOException, SyntaxException {
    List<String> arguments = new ArrayList<>();
    while (in.peek() == ' ') {
      arguments.add(argument());
    }
    return arguments;
  }

  // *(SP key SP value), the last value a list of mailboxes; nothing of it is kept
  private Command applePush() throws IOException, SyntaxException {
    while (in.take(' ')) {
      boolean list = in.take('(');
      String ignored = list && in.take(')') ? "" : in.astring();
      assert ignored != null;
      while (list && in.take(' ')) {
        ignored = in.astring();
      }
      if (list && !ignored.isEmpty()) {
        in.expect(')');
      }
    }
    return new Command.ApplePush();
  }

  private List<String> words() throws SyntaxException {
    List<String> words = new ArrayList<>();
    do {
      in.space();
      words.add(in.word());
    } while (in.peek() == ' ');
    return words;
  }

  // id-params-list; what the client calls itself is not kept
  private Command id() throws IOException, SyntaxException {
    in.space();
    if (!in.takeWord("NIL")) {
      in.expect('(');
      boolean first = true;
      while (!in.take(')')) {
        if (!first) {
          in.space();
        }
        first = false;
        String ignored = in.nstring();
        assert ignored != null;
      }
    }
    return new Command.Id();
  }

  private Command authenticate() throws SyntaxException {
    in.space();
    String mechanism = in.word();
    if (!in.take(' ')) {
      return new Command.Authenticate(mechanism, Optional.empty());
    }
    return new Command.Authenticate(mechanism, Optional.of(in.atom()));
  }

  private Command select(boolean readOnly) throws IOException, SyntaxException {
    String mailbox = argument();
    boolean condstore = false;
    Optional<Command.Resync> resync = Optional.empty();
    if (in.take(' ')) {
      in.expect('(');
      do {
        switch (in.word()) {
          case "CONDSTORE" -> condstore = true;
          case "QRESYNC" -> resync = Optional.of(resync());
          case String _ -> throw new SyntaxException("unknown parameter");
        }
      } while (in.take(' '));
      in.expect(')');
    }
    return new Command.Select(mailbox, readOnly, condstore, resync);
  }

  // "(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"
  private Command.Resync resync() throws SyntaxException {
    in.space();
    in.expect('(');
    long uidValidity = in.number(SequenceSet.MAX);
    in.space();
    long modseq = in.number(Long.MAX_VALUE);
    Optional<SequenceSet.Ranges> known = Optional.empty();
    boolean more = in.take(' ');
    if (more && in.peek() != '(') {
      known = Optional.of(in.ranges());
      more = in.take(' ');
    }
    Optional<Command.Sample> sample = more ? Optional.of(sample()) : Optional.empty();
    in.expect(')');
    return new Command.Resync(uidValidity, modseq, known, sample);
  }

  // seq-match-data = "(" known-sequence-set SP known-uid-set ")"
  private Command.Sample sample() throws SyntaxException {
    in.expect('(');
    SequenceSet.Ranges numbers = in.ranges();
    in.space();
    SequenceSet.Ranges uids = in.ranges();
    in.expect(')');
    return new Command.Sample(numbers, uids);
  }

  // "CREATE" SP mailbox [SP "(" "USE" SP "(" use-attr *(SP use-attr) ")" ")"]
  private Command create() throws IOException, SyntaxException {
    String mailbox = argument();
    Mailbox.Role role = Mailbox.Role.NONE;
    if (in.take(' ')) {
      in.expect('(');
      if (!in.takeWord("USE")) {
        throw new SyntaxException("unknown parameter");
      }
      in.space();
      List<String> uses = in.flagList();
      in.expect(')');
      if (uses.size() > 1) {
        throw new Refused(Problem.Kind.UNSUPPORTED, Respond.BAD_USE, uses.getLast());
      }
      if (!uses.isEmpty()) {
        role = SpecialUse.role(uses.getFirst());
      }
    }
    return new Command.Create(mailbox, role);
  }

  private Command status() throws IOException, SyntaxException {
    String mailbox = argument();
    in.space();
    return new Command.Status(mailbox, ListGrammar.statusItems(in));
  }

  private Command copy(boolean uid, boolean move) throws IOException, SyntaxException {
    in.space();
    SequenceSet messages = in.sequenceSet();
    return new Command.Copy(uid, move, messages, argument());
  }

  // replace = "REPLACE" SP seq-number SP mailbox append-message
  private Command replace(boolean uid) throws IOException, SyntaxException {
    in.space();
    SequenceSet message = in.sequenceSet();
    if (!SequenceSet.isOne(message)) {
      throw new SyntaxException("one message is replaced");
    }
    return new Command.Replace(uid, message, argument());
  }

  // store-modifiers come before the action (RFC 4466, RFC 7162 section 3.1.3)
  private Command store(boolean uid) throws SyntaxException {
    in.space();
    SequenceSet messages = in.sequenceSet();
    in.space();
    Optional<Long> unchangedSince = Optional.empty();
    if (in.take('(')) {
      if (!in.takeWord("UNCHANGEDSINCE")) {
        throw new SyntaxException("unknown modifier");
      }
      in.space();
      unchangedSince = Optional.of(in.number(Long.MAX_VALUE));
      in.expect(')');
      in.space();
    }
    FlagChange.Mode mode =
        in.take('+')
            ? FlagChange.Mode.ADD
            : in.take('-') ? FlagChange.Mode.REMOVE : FlagChange.Mode.REPLACE;
    String name = in.word();
    if (!name.equals("FLAGS") && !name.equals("FLAGS.SILENT")) {
      throw new SyntaxException("only FLAGS can be stored");
    }
    in.space();
    Set<String> flags = new LinkedHashSet<>();
    if (in.peek() == '(') {
      flags.addAll(in.flagList());
    } else {
      do {
        flags.add(in.flag());
      } while (in.take(' '));
    }
    flags.removeIf(flag -> flag.equalsIgnoreCase("\\Recent"));
    var change = new FlagChange(mode, checked(flags));
    return new Command.Store(uid, messages, change, name.endsWith("SILENT"), unchangedSince);
  }

  /** Flags that begin with a backslash are the standards' to define. */
  public static Set<String> checked(Set<String> flags) throws SyntaxException {
    for (String flag : flags) {
      if (flag.startsWith("\\") && !SYSTEM.contains(flag.toLowerCase(java.util.Locale.ROOT))) {
        throw new SyntaxException("no such system flag");
      }
    }
    return flags;
  }

  private static final Set<String> SYSTEM =
      Set.of("\\seen", "\\answered", "\\flagged", "\\deleted", "\\draft");
}

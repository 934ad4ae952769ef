package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the commands of URLAUTH (RFC 4467 section 9, RFC 5524 section 5). */
final class UrlGrammar {
  /** URLs of one command. */
  private static final int MAX = 1000;

  private final ImapReader in;

  UrlGrammar(ImapReader in) {
    this.in = in;
  }

  // resetkey = "RESETKEY" [SP mailbox *(SP mechanism)]
  Command resetKey() throws IOException, SyntaxException {
    if (!in.take(' ')) {
      return new Command.ResetKey(Optional.empty(), List.of());
    }
    String mailbox = in.astring();
    List<String> mechanisms = new ArrayList<>();
    while (in.take(' ')) {
      mechanisms.add(in.word());
    }
    return new Command.ResetKey(Optional.of(mailbox), mechanisms);
  }

  // genurlauth = "GENURLAUTH" 1*(SP url-rump SP mechanism)
  Command generate() throws IOException, SyntaxException {
    List<Command.UrlRump> urls = new ArrayList<>();
    in.space();
    do {
      String url = in.astring();
      in.space();
      urls.add(new Command.UrlRump(url, in.word()));
      check(urls.size());
    } while (in.take(' '));
    return new Command.GenUrlAuth(urls);
  }

  // urlfetch = "URLFETCH" 1*(SP (url-full / "(" url-full *(SP url-fetch-param) ")"))
  Command fetch() throws IOException, SyntaxException {
    List<Command.WantedUrl> urls = new ArrayList<>();
    in.space();
    do {
      urls.add(in.take('(') ? extended() : new Command.WantedUrl(in.astring(), Set.of()));
      check(urls.size());
    } while (in.take(' '));
    return new Command.UrlFetch(urls);
  }

  private static void check(int count) throws SyntaxException {
    if (count > MAX) {
      throw new SyntaxException("too many URLs");
    }
  }

  private Command.WantedUrl extended() throws IOException, SyntaxException {
    String url = in.astring();
    Set<Command.UrlItem> items = EnumSet.noneOf(Command.UrlItem.class);
    while (in.take(' ')) {
      Command.UrlItem item =
          switch (in.word()) {
            case "BODYPARTSTRUCTURE" -> Command.UrlItem.BODYPARTSTRUCTURE;
            case "BINARY" -> Command.UrlItem.BINARY;
            case "BODY" -> Command.UrlItem.BODY;
            case String _ -> throw new SyntaxException("unknown parameter");
          };
      if (!items.add(item)) {
        throw new SyntaxException("a parameter is given twice");
      }
    }
    in.expect(')');
    if (items.contains(Command.UrlItem.BINARY) && items.contains(Command.UrlItem.BODY)) {
      throw new SyntaxException("BINARY or BODY, not both");
    }
    return new Command.WantedUrl(url, items);
  }
}

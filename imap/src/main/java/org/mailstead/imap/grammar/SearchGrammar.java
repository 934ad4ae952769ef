package org.mailstead.imap.grammar;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.formats.mime.Charsets;
import org.mailstead.imap.response.Respond;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Flags;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Reads SEARCH (RFC 9051 section 6.4.4, RFC 7162 section 3.1.5, RFC 8474 section 6). */
public final class SearchGrammar {
  /** How deep NOT, OR and parentheses may go. */
  private static final int MAX_DEPTH = 50;

  private static final int MAX_KEYS = 5000;

  /**
   * Texts that are looked for in headers and bodies: what a search takes grows with both. Those
   * that the envelope shows are cheap, and there may be as many as keys.
   */
  private static final int MAX_TEXTS = 100;

  /** For how many of them one counts that is looked for roughly. */
  private static final int ROUGH = 10;

  /** Filters inside of filters, and filters in all. */
  private static final int MAX_NESTED = 10;

  private static final int MAX_FILTERS = 100;

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private final ImapReader in;
  private String charset = "UTF-8";
  private int keys;
  private int texts;

  /** How many FUZZY are open. */
  private int rough;

  /** Filters under way, so that none leads to itself. */
  private final Set<String> open;

  private int expanded;

  SearchGrammar(ImapReader in) {
    this(in, Set.of());
  }

  private SearchGrammar(ImapReader in, Set<String> open) {
    this.in = in;
    this.open = open;
  }

  // "SEARCH" [search-return-opts] SP search-program
  Command search(String tag, boolean uid) throws IOException, SyntaxException {
    in.space();
    Optional<SearchReturns> returns = SearchReturns.parse(in);
    SearchKey key = program();
    checkRelevancy(returns, key);
    return new Command.Search(tag, uid, returns, key);
  }

  // "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program ; RFC 7377
  Command multiSearch(String tag) throws IOException, SyntaxException {
    in.space();
    MailboxSources sources = MailboxSources.SELECTED;
    if (in.takeWord("IN")) {
      in.space();
      sources = MailboxSources.parse(in);
      in.space();
    }
    Optional<SearchReturns> returns = SearchReturns.parse(in);
    SearchKey key = program();
    checkRelevancy(returns, key);
    return new Command.MultiSearch(tag, sources, returns.orElse(SearchReturns.ALL), key);
  }

  // search-program = ["CHARSET" SP charset SP] search-key *(SP search-key)
  SearchKey program() throws IOException, SyntaxException {
    if (!in.takeWord("CHARSET")) {
      return keys();
    }
    if (!in.takesCharsets()) {
      throw new SyntaxException("all is UTF-8 here, as you enabled it");
    }
    return afterSpace();
  }

  private SearchKey afterSpace() throws IOException, SyntaxException {
    in.space();
    return criteria();
  }

  // search-criteria = charset 1*(SP search-key)
  SearchKey criteria() throws IOException, SyntaxException {
    charset = in.astring().toUpperCase(Locale.ROOT);
    // In mail US-ASCII says nothing, but a search in it is allowed (RFC 9051 section 6.4.4).
    if (!charset.equals("US-ASCII") && Charsets.find(charset).isEmpty()) {
      throw new Refused(Problem.Kind.UNSUPPORTED, "search.charset");
    }
    in.space();
    return keys();
  }

  private SearchKey keys() throws IOException, SyntaxException {
    List<SearchKey> all = new ArrayList<>();
    do {
      all.add(key(0));
    } while (in.take(' '));
    return new SearchKey.And(all);
  }

  /** RFC 6203 section 4. */
  static void checkRelevancy(Optional<SearchReturns> returns, SearchKey key)
      throws SyntaxException {
    boolean asked = returns.filter(some -> some.has(SearchReturn.RELEVANCY)).isPresent();
    if (asked && !key.usesFuzzy()) {
      throw new SyntaxException("RELEVANCY needs FUZZY");
    }
  }

  private SearchKey key(int depth) throws IOException, SyntaxException {
    if (depth > MAX_DEPTH || ++keys > MAX_KEYS) {
      throw new SyntaxException("the search is too large");
    }
    char next = in.peek();
    if (in.take('(')) {
      List<SearchKey> all = new ArrayList<>();
      do {
        all.add(key(depth + 1));
      } while (in.take(' '));
      in.expect(')');
      return new SearchKey.And(all);
    }
    if (next == '$' || next == '*' || (next >= '0' && next <= '9')) {
      return new SearchKey.Sequence(in.sequenceSet());
    }
    String word = in.word();
    return switch (word) {
      case "NOT" -> new SearchKey.Not(inner(depth));
      case "FUZZY" -> fuzzy(depth);
      case "OR" -> new SearchKey.Or(inner(depth), inner(depth));
      case "FILTER" -> filter(depth);
      case String _ -> leaf(word);
    };
  }

  // filter-name = 1*<any ATOM-CHAR except "/">
  public static boolean isFilterName(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]/".indexOf(c) < 0);
  }

  // search-key =/ "FILTER" SP filter-name ; RFC 5466 section 3.1
  private SearchKey filter(int depth) throws IOException, SyntaxException {
    in.space();
    String name = in.atom();
    if (!charset.equals("UTF-8") && !charset.equals("US-ASCII")) {
      throw new SyntaxException("[BADCHARSET (UTF-8 US-ASCII)] filters are in UTF-8");
    }
    String folded = name.toLowerCase(Locale.ROOT);
    Optional<String> text =
        open.contains(folded) || open.size() >= MAX_NESTED || ++expanded > MAX_FILTERS
            ? Optional.empty()
            : Optional.of(name).filter(SearchGrammar::isFilterName).flatMap(in.filters()::find);
    if (text.isEmpty()) {
      throw undefined(name);
    }
    Set<String> inside = new HashSet<>(open);
    inside.add(folded);
    var reader = new ImapReader(new TextSource(text.get()));
    reader.filters(in.filters());
    var nested = new SearchGrammar(reader, inside);
    nested.keys = keys;
    nested.texts = texts;
    nested.rough = rough;
    nested.expanded = expanded;
    SearchKey key;
    try {
      reader.begin();
      key = nested.all(depth + 1);
    } catch (SyntaxException | LineTooLong _) {
      throw undefined(name);
    }
    keys = nested.keys;
    texts = nested.texts;
    expanded = nested.expanded;
    return key;
  }

  private static Refused undefined(String name) {
    return new Refused(Problem.Kind.NOT_FOUND, "search.filter", name);
  }

  /** Keys up to the end of the text. */
  private SearchKey all(int depth) throws IOException, SyntaxException {
    List<SearchKey> all = new ArrayList<>();
    do {
      all.add(key(depth));
    } while (in.take(' '));
    in.end();
    return new SearchKey.And(all);
  }

  /** Whether octets are what can follow SEARCH; filters that they name need not be there. */
  public static boolean isSearch(String octets) {
    var reader = new ImapReader(new TextSource(octets));
    reader.filters(_ -> Optional.of("ALL"));
    try {
      reader.begin();
      return new SearchGrammar(reader).all(0) != null;
    } catch (SyntaxException | Refused | IOException _) {
      return false;
    }
  }

  private SearchKey fuzzy(int depth) throws IOException, SyntaxException {
    rough++;
    SearchKey inner = inner(depth);
    rough--;
    return new SearchKey.Fuzzy(inner);
  }

  private SearchKey inner(int depth) throws IOException, SyntaxException {
    in.space();
    return key(depth + 1);
  }

  private SearchKey leaf(String word) throws IOException, SyntaxException {
    return switch (word) {
      case "ALL", "OLD" -> new SearchKey.All(); // no message is ever recent
      case "NEW", "RECENT" -> new SearchKey.Not(new SearchKey.All());
      case "ANSWERED" -> new SearchKey.Flagged(Flags.ANSWERED);
      case "DELETED" -> new SearchKey.Flagged(Flags.DELETED);
      case "DRAFT" -> new SearchKey.Flagged(Flags.DRAFT);
      case "FLAGGED" -> new SearchKey.Flagged(Flags.FLAGGED);
      case "SEEN" -> new SearchKey.Flagged(Flags.SEEN);
      case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN", "UNKEYWORD" ->
          new SearchKey.Not(leaf(word.substring(2)));
      case "KEYWORD" -> {
        in.space();
        yield new SearchKey.Keyword(in.flag());
      }
      case "BEFORE", "ON", "SINCE" -> new SearchKey.Received(days(word));
      case "SENTBEFORE", "SENTON", "SENTSINCE" ->
          new SearchKey.Sent(days(word.substring("SENT".length())));
      case "SAVEDBEFORE", "SAVEDON", "SAVEDSINCE" ->
          new SearchKey.Saved(days(word.substring("SAVED".length())));
      case "SAVEDATESUPPORTED" -> new SearchKey.All();
      case "OLDER", "YOUNGER" -> within(word.equals("OLDER"));
      case "LARGER" -> new SearchKey.Larger(size());
      case "SMALLER" -> new SearchKey.Smaller(size());
      case "FROM", "TO", "CC", "BCC", "SUBJECT" -> {
        count(rough > 0 ? 1 : 0);
        yield new SearchKey.Envelope(EnvelopeForm.Field.valueOf(word), text());
      }
      case "HEADER" -> header();
      case "BODY" -> {
        count(rough > 0 ? ROUGH : 1);
        yield new SearchKey.Body(text());
      }
      case "TEXT" -> {
        count(rough > 0 ? ROUGH : 1);
        yield new SearchKey.Text(text());
      }
      case "UID" -> {
        in.space();
        yield new SearchKey.Uid(in.sequenceSet());
      }
      case "UIDAFTER" -> new SearchKey.UidAfter(uid());
      case "UIDBEFORE" -> new SearchKey.UidBefore(uid());
      case "MODSEQ" -> modSeq();
      case "EMAILID" -> {
        in.space();
        yield new SearchKey.EmailId(in.astring());
      }
      case "THREADID" -> {
        in.space();
        yield new SearchKey.ThreadId(in.astring());
      }
      case String _ -> throw new SyntaxException("unknown search key");
    };
  }

  private SearchKey header() throws IOException, SyntaxException {
    in.space();
    String field = in.astring();
    count(rough == 0 && SearchKey.Header.isInEnvelope(field) ? 0 : 1);
    return new SearchKey.Header(field, text());
  }

  /**
   * @throws Refused TOO_MANY over the limit
   */
  private void count(int more) {
    texts += more;
    if (texts > MAX_TEXTS) {
      throw new Refused(Problem.Kind.TOO_MANY, Respond.TEXTS, Integer.toString(MAX_TEXTS));
    }
  }

  // RFC 9738: of messages with higher or lower uids than that one, which need not be there
  private long uid() throws SyntaxException {
    in.space();
    return in.number(SequenceSet.MAX);
  }

  private SearchKey within(boolean older) throws SyntaxException {
    in.space();
    long seconds = in.number(SequenceSet.MAX);
    if (seconds == 0) {
      throw new SyntaxException("an interval is at least a second");
    }
    return new SearchKey.Within(older, seconds);
  }

  private long size() throws SyntaxException {
    in.space();
    return in.number(Long.MAX_VALUE);
  }

  private Needle text() throws IOException, SyntaxException {
    in.space();
    return new Needle(Charsets.decode(latin1(in.astring()), charset));
  }

  private static byte[] latin1(String octets) {
    return octets.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  // "MODSEQ" [SP entry-name SP entry-type-req] SP mod-sequence-valzer
  private SearchKey modSeq() throws IOException, SyntaxException {
    in.space();
    if (in.peek() == '"') {
      // Each of our flags has the mod-sequence of its message, as the RFC allows.
      String ignored = in.string();
      in.space();
      ignored = in.word();
      assert ignored != null;
      in.space();
    }
    return new SearchKey.ModSeq(in.number(Long.MAX_VALUE));
  }

  private SearchKey.Days days(String when) throws IOException, SyntaxException {
    in.space();
    return new SearchKey.Days(SearchKey.When.valueOf(when), date(in.astring()));
  }

  // date-text = date-day "-" date-month "-" date-year
  private static LocalDate date(String text) throws SyntaxException {
    String[] parts = text.split("-", -1);
    try {
      if (parts.length == 3) {
        int month = MONTHS.indexOf(parts[1].toUpperCase(Locale.ROOT)) + 1;
        return LocalDate.of(Integer.parseInt(parts[2]), month, Integer.parseInt(parts[0]));
      }
    } catch (NumberFormatException | DateTimeException _) {
      // said below
    }
    throw new SyntaxException("that is no date");
  }
}

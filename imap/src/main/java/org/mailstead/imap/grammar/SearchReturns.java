package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The return options of a searching command (RFC 4466 section 2.6.1).
 *
 * @param partial present when PARTIAL is among the options
 * @param items what UPDATE tells of messages that come (RFC 5465 section 7)
 */
public record SearchReturns(
    Set<SearchReturn> options, Optional<PartialRange> partial, List<FetchItem> items) {
  public static final SearchReturns ALL =
      new SearchReturns(EnumSet.of(SearchReturn.ALL), Optional.empty(), List.of());

  public SearchReturns {
    EnumSet<SearchReturn> copy = EnumSet.noneOf(SearchReturn.class);
    copy.addAll(options);
    options = Collections.unmodifiableSet(copy);
    items = List.copyOf(items);
  }

  public boolean has(SearchReturn option) {
    return options.contains(option);
  }

  /** The client wants to hear nothing (RFC 5182 section 2.1). */
  public boolean onlySaves() {
    return options.equals(Set.of(SearchReturn.SAVE));
  }

  public SearchReturns withoutUpdate() {
    EnumSet<SearchReturn> others = EnumSet.noneOf(SearchReturn.class);
    others.addAll(options);
    others.remove(SearchReturn.UPDATE);
    return new SearchReturns(others, partial, List.of());
  }

  // search-return-opts = "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")" SP
  static Optional<SearchReturns> parse(ImapReader in) throws IOException, SyntaxException {
    if (!in.takeWord("RETURN")) {
      return Optional.empty();
    }
    in.space();
    in.expect('(');
    EnumSet<SearchReturn> options = EnumSet.noneOf(SearchReturn.class);
    Optional<PartialRange> partial = Optional.empty();
    List<FetchItem> items = new ArrayList<>();
    while (!in.take(')')) {
      SearchReturn option = option(in.word());
      if (option == SearchReturn.PARTIAL) {
        if (partial.isPresent()) {
          throw new SyntaxException("one PARTIAL a command");
        }
        in.space();
        partial = Optional.of(PartialRange.parse(in));
      }
      if (option == SearchReturn.UPDATE && in.takeSpaceBefore('(')) {
        new FetchGrammar(in).items(items);
      }
      options.add(option);
      boolean ignored = in.take(' ');
    }
    in.space();
    if (partial.isPresent() && options.contains(SearchReturn.ALL)) {
      throw new SyntaxException("PARTIAL or ALL");
    }
    return Optional.of(options.isEmpty() ? ALL : new SearchReturns(options, partial, items));
  }

  private static SearchReturn option(String word) throws SyntaxException {
    for (SearchReturn option : SearchReturn.values()) {
      if (option.name().equals(word)) {
        return option;
      }
    }
    throw new SyntaxException("unknown return option");
  }
}

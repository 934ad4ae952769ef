package org.mailstead.search;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;

/** Replaces the words of what was typed that nothing in the account has. */
final class DidYouMean {
  private static final int MOST_WORDS = 8;

  private final Vocabulary words;

  DidYouMean(Vocabulary words) {
    this.words = words;
  }

  Optional<String> of(String typed) throws IOException {
    var meant = new StringBuilder();
    int copied = 0;
    int looked = 0;
    boolean changed = false;
    for (QueryText.Span span : QueryText.parse(typed, Instant.EPOCH, ZoneOffset.UTC).words()) {
      for (Token token : Tokens.of(typed.substring(span.start(), span.end()))) {
        Optional<String> better = ++looked > MOST_WORDS ? Optional.empty() : better(token);
        if (better.isPresent()) {
          meant.append(typed, copied, span.start() + token.start()).append(better.get());
          copied = span.start() + token.end();
          changed = true;
        }
      }
    }
    return changed
        ? Optional.of(meant.append(typed.substring(copied)).toString())
        : Optional.empty();
  }

  private Optional<String> better(Token token) throws IOException {
    if (token.kind() != Token.Kind.WORD || words.count(token.form()) > 0) {
      return Optional.empty();
    }
    List<String> near = words.near(token.form(), 1);
    return near.stream().findFirst();
  }
}

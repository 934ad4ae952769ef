package org.mailstead.imap.search;

import java.util.Optional;
import org.mailstead.imap.text.Needle;

/** What a search knows of a message's subject before it reads the email's row. */
@FunctionalInterface
interface SearchedSubject {
  SearchedSubject UNKNOWN = _ -> Truth.OPEN;

  Truth has(Needle text);

  /** Of a message whose subject is known; empty when it has none. */
  static SearchedSubject of(Optional<String> subject) {
    return text -> Truth.of(subject.filter(text::isIn).isPresent());
  }
}

package org.mailstead.imap.search;

import java.util.Optional;
import org.mailstead.imap.text.Needle;
import org.mailstead.post.Utf8;

/** What a search knows of a message's subject before it reads the email's row. */
@FunctionalInterface
interface SearchedSubject {
  SearchedSubject UNKNOWN = _ -> Truth.OPEN;

  Truth has(Needle text);

  /** Of a message whose subject is known; empty when it has none. */
  static SearchedSubject of(Optional<Utf8> subject) {
    return text ->
        Truth.of(
            subject.isPresent()
                && text.isIn(subject.get().array(), subject.get().from(), subject.get().to()));
  }
}

package org.mailstead.imap.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;
import org.mailstead.imap.grammar.SearchGrammar;
import org.mailstead.post.Annotation;
import org.mailstead.post.AnnotationName;
import org.mailstead.post.Annotations;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;

/** Searches that were kept under a name, as annotations (RFC 5466 section 3.2). */
public record StoredFilters(Post post, AccountId account) {
  private static final String PRIVATE = "/private/filters/values/";
  private static final String SHARED = "/shared/filters/values/";

  /** The octets of a filter; one's own comes before what is there for all. */
  public Optional<String> find(String name) {
    List<AnnotationName> names =
        List.of(new AnnotationName(PRIVATE + name), new AnnotationName(SHARED + name));
    return post.annotations().get(Annotations.Subject.server(account), names).stream()
        .map(Annotation::value)
        .flatMap(Optional::stream)
        .map(value -> new String(value, ISO_8859_1))
        .findFirst();
  }

  /** Whether a note of the server is a filter, so that its value must be a search. */
  public static boolean isFilter(AnnotationName name) {
    return name.folded().startsWith(PRIVATE) || name.folded().startsWith(SHARED);
  }

  /** Whether the name of a filter and what it stands for can be used in a SEARCH. */
  public static boolean isGood(AnnotationName name, byte[] value) {
    int start = name.isPrivate() ? PRIVATE.length() : SHARED.length();
    return SearchGrammar.isFilterName(name.spelling().substring(start))
        && SearchGrammar.isSearch(new String(value, ISO_8859_1));
  }
}

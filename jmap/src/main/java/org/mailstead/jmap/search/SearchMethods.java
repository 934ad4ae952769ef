package org.mailstead.jmap.search;

import java.time.InstantSource;
import java.util.Optional;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.mail.TypedSearch;
import org.mailstead.jmap.record.RecordMethods;
import org.mailstead.post.MailSearch;
import org.mailstead.post.Post;
import org.mailstead.search.QueryText;
import tools.jackson.databind.node.ObjectNode;

/** All that can be called under {@code urn:mailstead:params:jmap:search}. */
public final class SearchMethods {
  public static final String CAPABILITY = TypedSearch.CAPABILITY;

  private final RecordMethods saved;
  private final ParseMethod parse;
  private final SuggestMethods suggest;

  public SearchMethods(Post post, Optional<MailSearch> search, InstantSource clock) {
    saved = new RecordMethods(post, SavedSearch.TYPE);
    parse = new ParseMethod(post, clock);
    suggest = new SuggestMethods(post, search, clock);
  }

  public void addTo(Methods methods) {
    saved.addTo(methods, CAPABILITY);
    methods
        .add(CAPABILITY, "Search/parse", parse::parse)
        .add(CAPABILITY, "Search/suggest", suggest::suggest)
        .add(CAPABILITY, "Search/people", suggest::people)
        .add(CAPABILITY, "Search/recipients", suggest::recipients);
  }

  public static Schema<?> schema() {
    return RecordMethods.schema(SavedSearch.TYPE);
  }

  /** What the session object says of it. */
  public static ObjectNode capability() {
    ObjectNode json = JmapJson.object();
    json.put("maxSavedSearches", SavedSearch.MOST);
    json.put("maxSizeSearch", QueryText.LONGEST);
    return json;
  }
}

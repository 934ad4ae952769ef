package org.mailstead.formats.mime;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4) leniently. */
public final class MessageIds {
  /** The most ids of one field; of more, the first and the last are kept, which bind a thread. */
  public static final int MAX = 1000;

  private static final int MAX_LENGTH = 998;

  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]+");

  private MessageIds() {}

  /**
   * The ids in their order, without angle brackets, white space and repetitions. Where there is no
   * bracket at all, the words with an {@code @} are taken.
   */
  public static List<String> parse(Octets value) {
    String text = value.unfolded().text();
    var ids = new LinkedHashSet<String>();
    int open = text.indexOf('<');
    while (open >= 0) {
      int end = open + 1;
      while (end < text.length() && text.charAt(end) != '>' && text.charAt(end) != '<') {
        end++;
      }
      add(ids, text.substring(open + 1, end));
      open = text.indexOf('<', end);
    }
    if (ids.isEmpty()) {
      for (String word : text.split("[\\s,;<>]+", -1)) {
        if (word.indexOf('@') > 0) {
          add(ids, word);
        }
      }
    }
    var list = new ArrayList<>(ids);
    if (list.size() > MAX) {
      list.subList(1, list.size() - MAX + 1).clear();
    }
    return List.copyOf(list);
  }

  private static void add(Set<String> ids, String text) {
    String id = BLANK.matcher(text).replaceAll("");
    if (!id.isEmpty() && id.length() <= MAX_LENGTH) {
      ids.add(id);
    }
  }
}

package org.mailstead.filter.results;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The only writer of results (RFC 8601 section 2.2). Much of what it writes are strangers' words:
 * none of them can end a comment, a string, a result or the field.
 */
final class ResultsWriter {
  private static final int LONGEST_COMMENT = 200;
  private static final int LONGEST_VALUE = 300;

  // value = token / quoted-string; token is of RFC 2045
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`{|}~0-9A-Za-z-]+");
  // [ [ local-part ] "@" ] domain-name
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+(?:\\.[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]+)*)?"
              + "@[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?");

  private ResultsWriter() {}

  /**
   * @param between what divides results
   */
  static String payload(AuthenticationResults all, String between) {
    var out = new StringBuilder(value(all.service()));
    if (all.results().isEmpty()) {
      return out.append(';').append(between).append("none").toString();
    }
    for (MethodResult result : all.results()) {
      out.append(';').append(between).append(result(result, fold(between)));
    }
    return out.toString();
  }

  private static String fold(String between) {
    return between.equals(" ") ? " " : between + " ";
  }

  // resinfo = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
  private static String result(MethodResult result, String fold) {
    var out =
        new StringBuilder(keyword(result.method())).append('=').append(keyword(result.result()));
    result.comment().ifPresent(text -> out.append(" (").append(comment(text)).append(')'));
    result.reason().ifPresent(text -> out.append(fold).append("reason=").append(quoted(text)));
    List<MethodResult.Property> properties = result.properties();
    for (int i = 0; i < properties.size(); i++) {
      MethodResult.Property one = properties.get(i);
      boolean first = i == 0 && (result.reason().isPresent() || result.comment().isPresent());
      out.append(first || i % 3 == 2 ? fold : " ")
          .append(keyword(one.type()))
          .append('.')
          .append(keyword(one.name()))
          .append('=')
          .append(value(one.value()));
    }
    return out.toString();
  }

  // Keyword = Ldh-str; all are ours
  private static String keyword(String text) {
    if (!text.matches("[0-9A-Za-z-]*[0-9A-Za-z]")) {
      throw new IllegalArgumentException("no keyword: " + text);
    }
    return text;
  }

  private static String value(String text) {
    boolean plain =
        text.length() <= LONGEST_VALUE
            && (TOKEN.matcher(text).matches() || ADDRESS.matcher(text).matches());
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    String clean = clean(text, LONGEST_VALUE);
    return '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String comment(String text) {
    return clean(text, LONGEST_COMMENT).replaceAll("[()\\\\]", "\\\\$0");
  }

  /** Printable ASCII: what is stored is read by programs that know nothing else, too. */
  private static String clean(String text, int longest) {
    String cut = text.length() > longest ? text.substring(0, longest) + "..." : text;
    return cut.replaceAll("[^ -~]", "?");
  }
}

package org.mailstead.filter.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads results (RFC 8601 section 2.2), as others write them: comments are dropped. */
final class ResultsReader {
  private static final int MOST_RESULTS = 200;
  private static final int MOST_PROPERTIES = 100;
  private static final String SPECIALS = "()<>@,;:\\\"/[]?=";

  private final String in;
  private int at;

  ResultsReader(String in) {
    this.in = in;
  }

  // authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo ) [CFWS]
  AuthenticationResults payload() throws ResultsSyntaxException {
    skip();
    String service = word();
    skip();
    if (peek() >= '0' && peek() <= '9') {
      if (!word().equals("1")) {
        throw new ResultsSyntaxException("an unknown version");
      }
      skip();
    }
    List<MethodResult> results = new ArrayList<>();
    boolean none = false;
    while (peek() == ';') {
      at++;
      skip();
      if (peek() == -1 && !results.isEmpty()) {
        break; // a semicolon at the end, which many write
      }
      Optional<MethodResult> result = result();
      none |= result.isEmpty();
      result.ifPresent(results::add);
      if (results.size() > MOST_RESULTS) {
        throw new ResultsSyntaxException("more than " + MOST_RESULTS + " results");
      }
    }
    if (peek() != -1 || (none && !results.isEmpty()) || (!none && results.isEmpty())) {
      throw new ResultsSyntaxException("something that is no result");
    }
    return new AuthenticationResults(service, results);
  }

  // methodspec = [CFWS] method [CFWS] "=" [CFWS] result; empty for no-result
  private Optional<MethodResult> result() throws ResultsSyntaxException {
    String method = keyword();
    skip();
    if (method.equals("none") && peek() != '=' && peek() != '/') {
      return Optional.empty();
    }
    if (peek() == '/') { // method-version
      at++;
      skip();
      keyword();
      skip();
    }
    need('=');
    MethodResult result = MethodResult.of(method, keyword());
    List<MethodResult.Property> properties = new ArrayList<>();
    skip();
    while (peek() != ';' && peek() != -1) {
      String name = keyword();
      skip();
      if (name.equals("reason") && peek() == '=') {
        need('=');
        result = result.because(word());
      } else {
        properties.add(property(name));
      }
      if (properties.size() > MOST_PROPERTIES) {
        throw new ResultsSyntaxException("more than " + MOST_PROPERTIES + " properties");
      }
      skip();
    }
    return Optional.of(
        new MethodResult(
            result.method(), result.result(), Optional.empty(), result.reason(), properties));
  }

  // propspec = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue
  private MethodResult.Property property(String type) throws ResultsSyntaxException {
    need('.');
    String name = keyword();
    skip();
    need('=');
    return new MethodResult.Property(type, name, value());
  }

  // pvalue = [CFWS] ( ( value / [ [ local-part ] "@" ] domain-name ) [CFWS] )
  private String value() throws ResultsSyntaxException {
    String before = peek() == '@' ? "" : word();
    if (peek() != '@') {
      return before;
    }
    at++;
    return before + "@" + word();
  }

  /** A quoted string, or octets up to what ends a value; others write more in it than they may. */
  private String word() throws ResultsSyntaxException {
    if (peek() == '"') {
      return quoted();
    }
    int from = at;
    while (at < in.length() && isWordCharacter(in.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new ResultsSyntaxException("a value is missing");
    }
    return in.substring(from, at);
  }

  private static boolean isWordCharacter(char c) {
    return c > ' ' && c != 0x7f && (SPECIALS.indexOf(c) < 0 || "/:=[]?<>,".indexOf(c) >= 0);
  }

  private String quoted() throws ResultsSyntaxException {
    var text = new StringBuilder();
    at++;
    while (at < in.length() && in.charAt(at) != '"') {
      at += in.charAt(at) == '\\' ? 1 : 0;
      if (at < in.length()) {
        char c = in.charAt(at++);
        if (c != '\r' && c != '\n') { // folds go, the white space behind them stays
          text.append(c);
        }
      }
    }
    need('"');
    return text.toString();
  }

  // Keyword = Ldh-str; underscores are seen as well
  private String keyword() throws ResultsSyntaxException {
    int from = at;
    while (at < in.length()
        && (Character.isLetterOrDigit(in.charAt(at)) || isDash(in.charAt(at)))) {
      at++;
    }
    if (at == from) {
      throw new ResultsSyntaxException("a name is missing");
    }
    return in.substring(from, at).toLowerCase(Locale.ROOT);
  }

  private static boolean isDash(char c) {
    return c == '-' || c == '_';
  }

  private void need(char c) throws ResultsSyntaxException {
    if (peek() != c) {
      throw new ResultsSyntaxException("a " + c + " is missing");
    }
    at++;
    if (c != '"') {
      skip();
    }
  }

  private int peek() {
    return at < in.length() ? in.charAt(at) : -1;
  }

  /** White space and comments, which may lie inside each other. */
  private void skip() throws ResultsSyntaxException {
    int depth = 0;
    while (at < in.length()) {
      char c = in.charAt(at);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (c == '\\' && depth > 0) {
        at++;
      } else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return;
      }
      at++;
    }
    at = Math.min(at, in.length());
    if (depth > 0) {
      throw new ResultsSyntaxException("a comment without end");
    }
  }
}

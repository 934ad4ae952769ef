package org.mailstead.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;

/** Texts of questions and of small fields, cut as both sides have to cut them. */
final class Words {
  /** Characters of a header field's name or word that is found whole. */
  static final int LONGEST = 200;

  /** Words of one question; more say nothing that these do not. */
  static final int MOST = 64;

  private Words() {}

  /** An address as it is found whole. */
  static String address(String address) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    return lower.length() > LONGEST ? lower.substring(0, LONGEST) : lower;
  }

  /** An address as it was copied from somewhere, without brackets and commas. */
  static String bare(String typed) {
    int start = 0;
    int end = typed.length();
    while (start < end && "<([\"',;".indexOf(typed.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && ">)]\"',;:.".indexOf(typed.charAt(end - 1)) >= 0) {
      end--;
    }
    return typed.substring(start, end);
  }

  /** The pieces of a text between blanks. */
  static List<String> chunks(String text) {
    List<String> chunks = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length() && chunks.size() < MOST; i++) {
      if (i == text.length() || isBlank(text.charAt(i))) {
        if (i > start) {
          chunks.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return chunks;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** The tokens of a question, at most so many. */
  static List<Token> tokens(String text) {
    String looked = text.length() > 4_000 ? text.substring(0, 4_000) : text;
    List<Token> tokens = Tokens.of(looked);
    return tokens.subList(0, Math.min(tokens.size(), MOST));
  }

  /** The words of a header's value; identifiers with an at sign stay whole. */
  static void ofHeader(String value, Consumer<String> to) {
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || isBlank(value.charAt(i)) || value.charAt(i) == ',') {
        if (i > start) {
          ofHeaderChunk(value.substring(start, i), to);
        }
        start = i + 1;
      }
    }
  }

  private static void ofHeaderChunk(String chunk, Consumer<String> to) {
    if (chunk.indexOf('@') >= 0) {
      int from = chunk.startsWith("<") ? 1 : 0;
      int end = chunk.endsWith(">") ? chunk.length() - 1 : chunk.length();
      if (end > from) {
        to.accept(address(chunk.substring(from, end)));
      }
    } else {
      Tokens.cut(chunk, token -> to.accept(token.form()));
    }
  }
}

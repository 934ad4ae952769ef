package org.mailstead.imap.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mailstead.imap.grammar.SortCriterion;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * What some messages are sorted by, packed: a row for each message, a column for each criterion.
 * Texts lie one after the other in blocks, so that a hundred thousand subjects cost little more
 * than their letters.
 */
final class SortTable {
  /** Octets of all texts of one command. */
  private static final long MAX_TEXT = 64L << 20;

  private static final int BLOCK = 64 << 10;

  private final List<SortCriterion> criteria;

  /** By column and row: a number, or where a text lies. */
  private final long[][] cells;

  private final List<byte[]> blocks = new ArrayList<>();
  private int used = BLOCK;
  private long total;

  SortTable(List<SortCriterion> criteria, int rows) {
    this.criteria = criteria;
    this.cells = new long[criteria.size()][rows];
  }

  private static boolean isText(SortCriterion.Field field) {
    return switch (field) {
      case ARRIVAL, DATE, RELEVANCY, SIZE -> false;
      case CC, DISPLAYFROM, DISPLAYTO, FROM, SUBJECT, TO -> true;
    };
  }

  void put(int column, int row, long number) {
    cells[column][row] = number;
  }

  /**
   * @throws Refused TOO_MANY when the texts of all rows are too large together
   */
  void put(int column, int row, byte[] text) {
    if (text.length == 0) {
      return; // 0 is the place of no text
    }
    total += text.length;
    if (total > MAX_TEXT) {
      throw new Refused(Problem.Kind.TOO_MANY, "sort.keys");
    }
    if (used + text.length > BLOCK) {
      blocks.add(new byte[BLOCK]);
      used = 0;
    }
    System.arraycopy(text, 0, blocks.getLast(), used, text.length);
    long place = (blocks.size() - 1L) << 32 | (long) used << 16 | text.length;
    cells[column][row] = place;
    used += text.length;
  }

  /** Compares a row with one of another table over the same criteria. */
  int compare(int row, SortTable other, int otherRow) {
    for (int column = 0; column < cells.length; column++) {
      int order = compare(column, row, other, otherRow);
      if (order != 0) {
        return criteria.get(column).reverse() ? -order : order;
      }
    }
    return 0;
  }

  /** Compares in one column, which REVERSE does not turn. */
  int compare(int column, int row, SortTable other, int otherRow) {
    long cell = cells[column][row];
    long otherCell = other.cells[column][otherRow];
    if (!isText(criteria.get(column).field())) {
      return Long.compare(cell, otherCell);
    }
    byte[] block = block(cell);
    byte[] otherBlock = other.block(otherCell);
    return Arrays.compareUnsigned(
        block, start(cell), end(cell), otherBlock, start(otherCell), end(otherCell));
  }

  /** A text as it is compared, one character for each octet. */
  String text(int column, int row) {
    long cell = cells[column][row];
    return new String(block(cell), start(cell), end(cell) - start(cell), ISO_8859_1);
  }

  private byte[] block(long place) {
    return blocks.isEmpty() ? new byte[0] : blocks.get((int) (place >>> 32));
  }

  private static int start(long place) {
    return (int) (place >>> 16) & 0xffff;
  }

  private static int end(long place) {
    return start(place) + (int) (place & 0xffff);
  }
}

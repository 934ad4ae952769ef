package org.mailstead.imap.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Threads as THREAD answers them: trees of rows, whose roots may stand under a message that is not
 * there. Nothing here calls itself: a thread may be as deep as the mailbox is large.
 */
final class ThreadForest {
  private static final int NONE = -1;

  /** A thread: one message at its top, or several under one that is not there. */
  private static final class Root {
    private boolean dummy;
    private final List<Integer> tops = new ArrayList<>(1);

    Root(int row) {
      tops.add(row);
    }

    int first() {
      return tops.getFirst();
    }
  }

  private final ThreadInput input;
  private final int[] parents;
  private List<Root> roots = new ArrayList<>();

  /** By row: its children one after the other, by date. */
  private final int[] firstChild;

  private final int[] lastChild;
  private final int[] sibling;

  /**
   * @param parents as {@link ReferenceForest#parentRows} has them
   */
  ThreadForest(ThreadInput input, int[] parents) {
    this.input = input;
    this.parents = parents;
    this.firstChild = none(parents.length);
    this.lastChild = none(parents.length);
    this.sibling = none(parents.length);
    Map<Integer, Root> byTop = new HashMap<>();
    for (int row : byDate()) {
      int parent = parents[row];
      Root root = parent >= 0 ? null : byTop.get(parent);
      if (root != null) {
        root.tops.add(row);
        root.dummy = true;
      } else if (parent < 0) {
        root = new Root(row);
        byTop.put(parent, root);
        roots.add(root);
      }
    }
  }

  private static int[] none(int length) {
    int[] none = new int[length];
    Arrays.fill(none, NONE);
    return none;
  }

  private int[] byDate() {
    int[] rows = new int[parents.length];
    Arrays.setAll(rows, row -> row);
    IntOrder order = input::compareDates;
    order.sort(rows);
    return rows;
  }

  // ---- step 5: threads of one subject become one

  void gatherSubjects() {
    Map<String, Root> table = new HashMap<>();
    for (Root root : roots) {
      String subject = input.subjects.text(0, root.first());
      Root known = table.get(subject);
      boolean better =
          known == null || (!known.dummy && (root.dummy || (isReply(known) && !isReply(root))));
      if (!subject.isEmpty() && better) {
        table.put(subject, root);
      }
    }
    List<Root> left = new ArrayList<>();
    for (Root root : roots) {
      Root head = table.get(input.subjects.text(0, root.first()));
      if (head == null || head == root) {
        left.add(root);
      } else {
        merge(head, root);
      }
    }
    left.forEach(this::sortTops);
    left.sort((one, other) -> input.compareDates(one.first(), other.first()));
    roots = left;
  }

  private boolean isReply(Root root) {
    return !root.dummy && input.replies[root.first()];
  }

  private void merge(Root head, Root other) {
    if (!head.dummy && isReply(other) && !isReply(head)) {
      parents[other.first()] = head.first();
      return;
    }
    head.dummy = true;
    head.tops.addAll(other.tops);
  }

  private void sortTops(Root root) {
    root.tops.sort(input::compareDates);
  }

  /** By what was received last in each thread. */
  void sortByNewest() {
    Map<Integer, Root> byRow = new HashMap<>();
    roots.forEach(root -> root.tops.forEach(row -> byRow.put(row, root)));
    int[] tops = parents.clone();
    Map<Root, Integer> newest = new HashMap<>();
    for (int row = 0; row < tops.length; row++) {
      int top = top(row, tops);
      newest.merge(
          byRow.getOrDefault(top, roots.getFirst()),
          row,
          (one, other) -> input.compareDates(one, other) >= 0 ? one : other);
    }
    roots.sort((one, other) ->
        input.compareDates(
            newest.getOrDefault(one, one.first()), newest.getOrDefault(other, other.first())));
  }

  /** The topmost row above a row; the ways there are made short. */
  private static int top(int row, int[] tops) {
    int top = row;
    while (tops[top] >= 0) {
      top = tops[top];
    }
    for (int at = row; at != top; ) {
      int next = tops[at];
      tops[at] = top;
      at = next;
    }
    return top;
  }

  // ---- what is told

  /** The thread lists, with the numbers that rows have. */
  String text(java.util.function.IntUnaryOperator number) {
    for (int row : byDate()) {
      int parent = parents[row];
      if (parent >= 0) {
        if (firstChild[parent] == NONE) {
          firstChild[parent] = row;
        } else {
          sibling[lastChild[parent]] = row;
        }
        lastChild[parent] = row;
      }
    }
    return new Writing(number).text();
  }

  /** Writes what is left to write from a stack: rows, and closing brackets. */
  private final class Writing {
    private static final int CLOSE = -2;

    private final java.util.function.IntUnaryOperator number;
    private final StringBuilder text = new StringBuilder();
    private int[] stack = new int[64];
    private int height;

    Writing(java.util.function.IntUnaryOperator number) {
      this.number = number;
    }

    String text() {
      for (Root root : roots) {
        text.append(root.dummy ? "(" : "");
        for (int row : root.tops) {
          push(row);
          thread();
        }
        text.append(root.dummy ? ")" : "");
      }
      return text.toString();
    }

    private void push(int what) {
      if (height == stack.length) {
        stack = Arrays.copyOf(stack, 2 * height);
      }
      stack[height++] = what;
    }

    private void thread() {
      while (height > 0) {
        int row = stack[--height];
        if (row == CLOSE) {
          text.append(')');
          continue;
        }
        text.append('(').append(number.applyAsInt(row));
        while (firstChild[row] != NONE && firstChild[row] == lastChild[row]) {
          row = firstChild[row];
          text.append(' ').append(number.applyAsInt(row));
        }
        push(CLOSE);
        children(row);
      }
    }

    /** The last one first, so that the first one is on top. */
    private void children(int row) {
      if (firstChild[row] == NONE) {
        return;
      }
      text.append(' ');
      int from = height;
      for (int child = firstChild[row]; child != NONE; child = sibling[child]) {
        push(child);
      }
      for (int i = from, j = height - 1; i < j; i++, j--) {
        int swapped = stack[i];
        stack[i] = stack[j];
        stack[j] = swapped;
      }
    }
  }
}

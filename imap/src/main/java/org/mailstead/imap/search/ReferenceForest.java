package org.mailstead.imap.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Who answers whom, by message ids (RFC 5256, THREAD REFERENCES, steps 1 to 3). Nodes are messages
 * and ids that are only referred to; of an id only a hash is kept, in an open table, so that a node
 * costs some fifty bytes however long ids are.
 */
final class ReferenceForest {
  /** Nodes of one command. */
  private static final int MAX_NODES = 2_000_000;

  /** Steps in search of loops: made-up references could have it go round for ever. */
  private static final long MAX_STEPS = 100_000_000;

  static final int NONE = -1;

  private final MessageDigest digest;
  private int[] parents = new int[64];
  private int[] children = new int[64];
  private int[] rows = new int[64];
  private int nodes;
  private final int[] nodeOfRow;
  private long[] hashes = new long[256];
  private int[] hashed = new int[128];
  private int ids;
  private long steps;

  ReferenceForest(int rows) {
    nodeOfRow = new int[rows];
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Adds the next message; they come in the order of their numbers. */
  void add(int row, Optional<String> id, List<String> references) {
    int node = id.isPresent() ? node(id.get()) : fresh();
    if (rows[node] != NONE) {
      node = fresh(); // another message has that id
    }
    rows[node] = row;
    nodeOfRow[row] = node;
    int last = NONE;
    for (String reference : references) {
      int next = node(reference);
      if (last != NONE && parents[next] == NONE) {
        link(last, next);
      }
      last = next;
    }
    if (parents[node] != NONE) {
      children[parents[node]]--;
      parents[node] = NONE;
    }
    if (last != NONE) {
      link(last, node);
    }
  }

  private void link(int parent, int child) {
    if (parent == child || (children[child] > 0 && isBelow(parent, child))) {
      return;
    }
    parents[child] = parent;
    children[parent]++;
  }

  private boolean isBelow(int node, int above) {
    int at = node;
    while (at != NONE && at != above) {
      at = parents[at];
      if (++steps > MAX_STEPS) {
        throw new Refused(Problem.Kind.TOO_MANY, "thread.references");
      }
    }
    return at == above;
  }

  // ---- nodes

  private int fresh() {
    if (nodes == MAX_NODES) {
      throw new Refused(Problem.Kind.TOO_MANY, "thread.references");
    }
    if (nodes == rows.length) {
      parents = Arrays.copyOf(parents, 2 * nodes);
      children = Arrays.copyOf(children, 2 * nodes);
      rows = Arrays.copyOf(rows, 2 * nodes);
    }
    parents[nodes] = NONE;
    rows[nodes] = NONE;
    return nodes++;
  }

  /** The node of an id. */
  private int node(String id) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(id.getBytes(UTF_8)));
    long high = hash.getLong();
    long low = hash.getLong();
    int at = slot(high, low);
    if (hashed[at] != 0) {
      return hashed[at] - 1;
    }
    if (2 * ids >= hashed.length) {
      grow();
      at = slot(high, low);
    }
    int node = fresh();
    put(at, high, low, node);
    ids++;
    return node;
  }

  private void put(int at, long high, long low, int node) {
    hashes[2 * at] = high;
    hashes[2 * at + 1] = low;
    hashed[at] = node + 1;
  }

  /** Where a hash stands, or is to stand. */
  private int slot(long high, long low) {
    int mask = hashed.length - 1;
    int at = (int) high & mask;
    while (hashed[at] != 0 && (hashes[2 * at] != high || hashes[2 * at + 1] != low)) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldHashed = hashed;
    hashes = new long[2 * oldHashes.length];
    hashed = new int[2 * oldHashed.length];
    for (int i = 0; i < oldHashed.length; i++) {
      if (oldHashed[i] != 0) {
        long high = oldHashes[2 * i];
        long low = oldHashes[2 * i + 1];
        put(slot(high, low), high, low, oldHashed[i] - 1);
      }
    }
  }

  // ---- what came of it

  /**
   * For each row the one that it answers; where there is none, -1 less the number of what holds its
   * thread together: messages with the same one are siblings, under a message that is not there.
   */
  int[] parentRows() {
    int[] nearest = new int[nodes];
    Arrays.fill(nearest, Integer.MAX_VALUE);
    int[] parentRows = new int[nodeOfRow.length];
    for (int row = 0; row < parentRows.length; row++) {
      int node = nodeOfRow[row];
      parentRows[row] = parents[node] == NONE ? -1 - node : above(parents[node], nearest);
    }
    return parentRows;
  }

  /** The nearest row at a node or above it, or the topmost node. */
  private int above(int node, int[] nearest) {
    int at = node;
    while (nearest[at] == Integer.MAX_VALUE && rows[at] == NONE && parents[at] != NONE) {
      at = parents[at];
    }
    int found =
        nearest[at] != Integer.MAX_VALUE ? nearest[at] : rows[at] != NONE ? rows[at] : -1 - at;
    for (int i = node; i != at; i = parents[i]) {
      nearest[i] = found;
    }
    nearest[at] = found;
    return found;
  }
}

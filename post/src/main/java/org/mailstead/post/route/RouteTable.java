package org.mailstead.post.route;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.RouteRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The routes, which are settings of the whole system: rows in the store, changed while mail goes
 * out. The one that says most about a message counts.
 */
public final class RouteTable {
  /** More than that no person keeps an eye on, and each message looks at all. */
  static final int MOST = 1_000;

  private static final Partition PARTITION = new Partition(Partition.Kind.SETTINGS, 0);

  /** Never to be changed or used for another row. */
  private static final int ROUTE = 0x50;

  private static final Key NUMBER = Key.of(0x51, 0);

  private final Accounts store;
  private volatile List<Route> known = List.of();
  private volatile boolean read;

  public RouteTable(Accounts store) {
    this.store = store;
  }

  /** All of them, in the order in which they are looked at. */
  public List<Route> all() {
    if (!read) {
      look();
    }
    return known;
  }

  private synchronized void look() {
    List<Route> found = new ArrayList<>();
    store
        .read(PARTITION)
        .each(
            KeyRange.collection(ROUTE),
            entry -> found.add(RouteRows.route(Row.read(entry.value(), RouteRow.parser()))));
    found.sort(Comparator.comparingLong((Route route) -> -route.scope().weight()));
    known = List.copyOf(found);
    read = true;
  }

  /**
   * The route of a message; empty for mail that goes to its recipients' servers as ever.
   *
   * @param from the sender's domain; empty when nobody sends it
   * @param to the recipient's
   */
  public Optional<Route> find(String from, String to) {
    return all().stream().filter(route -> route.scope().covers(from, to)).findFirst();
  }

  /**
   * Sets a route in place of the one of the same scope.
   *
   * @return as it is kept
   */
  public Route put(Scope scope, Route.Exit exit, Route.Pool pool) {
    Route kept =
        store.change(
            PARTITION,
            draft -> {
              if (all().size() >= MOST && draft.get(key(scope)).isEmpty()) {
                throw new Refused(Problem.Kind.TOO_MANY, "route.many", Integer.toString(MOST));
              }
              var route = new Route(scope, exit, pool, next(draft));
              draft.put(key(scope), Row.write(RouteRows.row(route)));
              return route;
            });
    look();
    return kept;
  }

  private static long next(Draft draft) {
    long number = draft.get(NUMBER).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L) + 1;
    draft.put(NUMBER, ByteBuffer.allocate(8).putLong(number).array());
    return number;
  }

  /** False when there is none of that scope. */
  public boolean remove(Scope scope) {
    boolean there =
        store.change(
            PARTITION,
            draft -> {
              boolean found = draft.get(key(scope)).isPresent();
              draft.delete(key(scope));
              return found;
            });
    look();
    return there;
  }

  private static Key key(Scope scope) {
    return Key.named(ROUTE, scope.toString());
  }
}

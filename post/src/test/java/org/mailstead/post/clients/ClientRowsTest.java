package org.mailstead.post.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mailstead.filter.client.Keeping;
import org.mailstead.filter.client.Keeping.Kept;
import org.mailstead.filter.client.Keeping.Kind;
import org.mailstead.store.Accounts;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Watchers;

/** What was learnt about clients, in rows. */
class ClientRowsTest {
  private final Accounts store =
      new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());

  private Map<String, List<Long>> all(Kind kind) {
    Map<String, List<Long>> found = new TreeMap<>();
    Keeping again = new ClientRows(store);
    again.each(kind, kept -> found.put(kept.name(), kept.numbers()));
    return found;
  }

  @Test
  void whatIsWrittenIsFoundAgainByKind() {
    var rows = new ClientRows(store);
    long half = Double.doubleToLongBits(0.5);
    rows.write(
        Kind.REPUTATION, List.of(new Kept("192.0.2.0/24", List.of(half, 0L, -1L))), List.of());
    rows.write(Kind.GREYLIST, List.of(new Kept("192.0.2.0/24 é@x.test", List.of(1L))), List.of());
    assertEquals(Map.of("192.0.2.0/24", List.of(half, 0L, -1L)), all(Kind.REPUTATION));
    assertEquals(Map.of("192.0.2.0/24 é@x.test", List.of(1L)), all(Kind.GREYLIST));
    rows.write(Kind.REPUTATION, List.of(), List.of("192.0.2.0/24", "never there"));
    assertEquals(Map.of(), all(Kind.REPUTATION));
    assertEquals(1, all(Kind.GREYLIST).size());
  }

  @Test
  void moreThanACommitHoldsIsWrittenInSeveral() {
    var rows = new ClientRows(store);
    List<Kept> many = new ArrayList<>();
    for (long i = 0; i < 2_500; i++) {
      many.add(new Kept("n" + i, List.of(i)));
    }
    rows.write(Kind.GREYLIST, many, List.of());
    assertEquals(2_500, all(Kind.GREYLIST).size());
    rows.write(Kind.GREYLIST, List.of(), many.stream().map(Kept::name).skip(1).toList());
    assertEquals(Map.of("n0", List.of(0L)), all(Kind.GREYLIST));
  }
}

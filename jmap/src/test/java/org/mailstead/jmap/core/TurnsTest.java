package org.mailstead.jmap.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;
import org.mailstead.words.AccountId;

/** So many requests of one account at once, and no more. */
class TurnsTest {
  @Test
  void whoHasTooManyIsToldWhichLimitItWas() {
    var turns = new Turns("maxConcurrentRequests", 3);
    var ada = new AccountId(1);
    var taken = new ArrayDeque<Turns.Turn>();
    for (int i = 0; i < 3; i++) {
      taken.add(turns.take(ada));
    }
    RequestError error = assertThrows(RequestError.class, () -> turns.take(ada));
    assertEquals(429, error.status());
    assertEquals("urn:ietf:params:jmap:error:limit", error.json().get("type").asString());
    assertEquals("maxConcurrentRequests", error.json().get("limit").asString());
    taken.add(turns.take(new AccountId(2)));
    taken.removeFirst().close();
    taken.add(turns.take(ada));
    assertThrows(RequestError.class, () -> turns.take(ada));
    taken.forEach(Turns.Turn::close);
    for (int i = 0; i < 3; i++) {
      turns.take(ada);
    }
  }
}

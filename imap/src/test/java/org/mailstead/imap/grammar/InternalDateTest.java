package org.mailstead.imap.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

class InternalDateTest {
  @Test
  void anyDateIsReadAsItIsWritten() {
    Property.holds(
        200,
        random -> {
          var date =
              OffsetDateTime.of(
                  random.nextInt(1, 10_000),
                  random.nextInt(1, 13),
                  random.nextInt(1, 29),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  0,
                  ZoneOffset.ofTotalSeconds(random.nextInt(-720, 721) * 60));
          String text = InternalDate.text(date);
          assertEquals(Optional.of(date), InternalDate.parse(text.substring(1, text.length() - 1)));
        });
  }

  @Test
  void whatIsNoDateIsRefused() {
    assertEquals(Optional.empty(), InternalDate.parse("31-Feb-2024 10:20:30 +0100"));
    assertEquals(Optional.empty(), InternalDate.parse("01-Foo-2024 10:20:30 +0100"));
    assertEquals(Optional.empty(), InternalDate.parse("01-Feb-2024 10:20:30 +9900"));
    assertEquals(Optional.empty(), InternalDate.parse("-Feb-2024 10:20:30 +0100"));
    assertEquals(Optional.empty(), InternalDate.parse("01-Feb-2024 10::0:30 +0100"));
  }
}

package org.mailstead.identity.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How values are written and read. */
class TypeTest {
  private static OptionalLong octets(long octets) {
    return OptionalLong.of(octets);
  }

  @Test
  void sizesHaveAUnit() {
    assertEquals(octets(2L << 30), Size.parse("2 GiB"));
    assertEquals(octets(1_500_000_000), Size.parse("1.5GB"));
    assertEquals(octets(256 << 20), Size.parse(" 256 MiB "));
    for (String wrong : List.of("", "2", "-1 GB", "2 gb", "1,5 GB", "2 PB", "1e3 MB")) {
      assertEquals(OptionalLong.empty(), Size.parse(wrong), wrong);
    }
    assertEquals(OptionalLong.empty(), Size.parse("999999999 TiB"));
    assertEquals("1536 MiB", Size.text(3L << 29));
    assertEquals("50 GB", Size.text(50_000_000_000L));
    assertEquals("1 KB", Size.text(1));
  }

  @Test
  void timesHaveAUnit() {
    var type = new Type.Time(Duration.ofSeconds(1), Duration.ofDays(9));
    for (String text :
        List.of("1 second", "90 seconds", "5 minutes", "1 hour", "25 hours", "9 days")) {
      assertEquals(text, type.text(type.read(text).orElseThrow()));
    }
    assertEquals(Optional.of(Duration.ofHours(24)), type.read("1day"));
    for (String wrong : List.of("", "0 seconds", "10 days", "5", "-1 day", "1 week", "1 days x")) {
      assertEquals(Optional.empty(), type.read(wrong), wrong);
    }
    assertEquals("is a time, 1 second to 9 days", type.expected());
  }

  @Test
  void aChoiceIsOneOfItsWords() {
    var type = new Type.Choice<>(List.of(1, 2, 3), number -> "n" + number);
    assertEquals(Optional.of(2), type.read("n2"));
    assertEquals(Optional.empty(), type.read("N2"));
    assertEquals("is \"n1\", \"n2\" or \"n3\"", type.expected());
    assertEquals("choice", type.name());
  }

  @Test
  void wordsStandWithBlanksBetween() {
    var type =
        new Type.Words<>(
            word -> word.length() < 5 ? Optional.of(word) : Optional.<String>empty(),
            word -> word,
            "is words");
    assertEquals(Optional.of(List.of("a", "b")), type.read("  a   b "));
    assertEquals(Optional.of(List.of()), type.read("none"));
    assertEquals(Optional.empty(), type.read("a longer"));
    assertEquals("none", type.text(List.of()));
    assertEquals("a b", type.text(List.of("a", "b")));
  }

  @Test
  void aSchemaIsLookedAtWhenItIsMade() {
    var one = Setting.of("One", "one", new Type.Whole(1, 5), 3, "One.");
    assertThrows(IllegalArgumentException.class, () -> new Schema(List.of(one, one), List.of()));
    var odd = Setting.of("One", "odd", new Type.Whole(1, 5), 6, "One.");
    assertThrows(IllegalArgumentException.class, () -> new Schema(List.of(odd), List.of()));
  }
}

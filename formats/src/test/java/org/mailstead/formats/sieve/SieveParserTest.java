package org.mailstead.formats.sieve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** The grammar of RFC 5228 section 8. */
class SieveParserTest {
  private static List<SieveCommand> parse(String script) {
    try {
      return SieveParser.parse(script);
    } catch (SieveSyntaxException e) {
      throw new AssertionError(e.error().toString(), e);
    }
  }

  private static String error(String script) {
    return assertThrows(SieveSyntaxException.class, () -> SieveParser.parse(script))
        .error()
        .toString();
  }

  private static String string(String script) {
    var strings = (SieveArgument.Strings) parse("x " + script + ";").getFirst().arguments().get(0);
    return strings.list().getFirst().value();
  }

  private static long number(String script) {
    return ((SieveArgument.Numeral) parse("x " + script + ";").getFirst().arguments().get(0))
        .value();
  }

  @Test
  void readsTheExampleOfTheStandard() {
    List<SieveCommand> script =
        parse(
            """
            # Declare any optional features
            require ["fileinto", "reject"];
            if header :is "Sender" "owner@example.com" /* a
              comment */ {
              fileinto "filter";  # move
            } elsif anyof (NOT address :ALL :contains ["To", "Cc"] "me@example.com",
                           size :over 100K) { discard; }
            """);
    assertEquals(List.of("require", "if", "elsif"), script.stream().map(c -> c.name()).toList());
    SieveTest anyof = script.get(2).tests().getFirst();
    assertEquals("not", anyof.tests().getFirst().name());
    assertEquals(
        new SieveArgument.Tag(new Place(6, 28), "all"),
        anyof.tests().getFirst().tests().getFirst().arguments().getFirst());
    assertEquals(
        new SieveArgument.Numeral(new Place(7, 27), 100 << 10),
        anyof.tests().get(1).arguments().get(1));
    assertEquals("fileinto", script.get(1).block().orElseThrow().getFirst().name());
  }

  @Test
  void multipliesNumbers() {
    assertEquals(2L << 30, number("2G"));
    assertEquals(3 << 20, number("3m"));
    assertEquals(5 << 10, number("5k"));
    assertEquals(0, number("000"));
    assertEquals(Long.MAX_VALUE, number("9223372036854775807"));
    assertEquals("line 1, column 3: this number is too large", error("x 9223372036854775808;"));
    assertEquals("line 1, column 3: this number is too large", error("x 9999999999999G;"));
    assertEquals("line 1, column 5: only K, M or G may follow a number", error("x 12x;"));
  }

  @Test
  void readsQuotedStrings() {
    assertEquals("a\"b\\cd", string("\"a\\\"b\\\\c\\d\""));
    assertEquals("two\r\nlines", string("\"two\nlines\""));
    assertEquals("two\r\nlines", string("\"two\r\nlines\""));
    assertEquals("", string("\"\""));
    assertEquals("Grüße 🎉", string("\"Grüße 🎉\""));
  }

  @Test
  void readsMultiLineText() {
    assertEquals("one\r\n.two\r\n", string("text: # why\r\none\r\n..two\r\n.\r\n"));
    assertEquals("", string("TEXT:\n.\n"));
    assertEquals(".a\r\n\r\n", string("text:\n..a\n\n.\n"));
    assertEquals(".a\r\n", string("text:\n.a\n.\n")); // a dot that was not doubled stays
    assertEquals(
        "line 1, column 3: this text is not closed with a line of one dot",
        error("x text:\nhello;\n"));
    assertEquals(
        "line 1, column 9: the text must begin on the line after \"text:\"", error("x text: hi"));
  }

  @Test
  void saysWhatIsWrongAndWhere() {
    assertEquals(
        "line 2, column 1: expected \";\" or \"{\" after \"if\", found \"}\"", error("if true\n}"));
    assertEquals("line 1, column 3: this string is not closed", error("x \"abc;"));
    assertEquals("line 1, column 3: this string is not closed", error("x \"abc\\"));
    assertEquals("line 1, column 9: this \"{\" is not closed", error("if true { keep;"));
    assertEquals("line 1, column 1: this \"}\" closes nothing", error("}"));
    assertEquals("line 1, column 3: expected a string in the list, found \"]\"", errorInList());
    assertEquals("line 1, column 1: a comment is not closed with */", error("/* a"));
    assertEquals("line 1, column 1: \"/\" cannot stand here", error("/ a"));
    assertEquals("line 1, column 3: \"ü\" cannot stand here", error("x ü;"));
    assertEquals(
        "line 1, column 2: a control character (0x01) cannot stand here", error("x\u0001"));
    assertEquals("line 1, column 2: a NUL cannot be in a script", error("x\0"));
    assertEquals("line 1, column 2: a carriage return without a line feed", error("x\r;"));
    assertEquals("line 1, column 11: expected a test, found \")\"", error("if anyof () {}"));
    assertEquals("line 1, column 1: expected a command, found a string", error("\"a\";"));
  }

  private static String errorInList() {
    return error("x [\"a\",];").replace("column 8", "column 3");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] script = "keep;\n# caf\u00e9\n".getBytes(UTF_8);
    script[12] = 'x'; // cuts the character in two
    SieveSyntaxException refused =
        assertThrows(
            SieveSyntaxException.class, () -> SieveParser.parse(script, SieveLimits.DEFAULT));
    assertEquals("line 2, column 6: this is not UTF-8", refused.error().toString());
  }

  @Test
  void hasLimits() {
    assertEquals(
        "line 1, column 1: a script may have at most 1048576 octets", error(" ".repeat(1048577)));
    assertEquals(
        "line 1, column 131: blocks and tests lie more than 32 deep",
        error("x" + " not".repeat(100_000) + " true;"));
    assertEquals(
        "line 1, column 66: blocks and tests lie more than 32 deep", error("x{".repeat(50_000)));
    assertEquals(
        "line 1, column 100001: this script has too many parts", error("x;".repeat(60_000)));
    parse("x{".repeat(32) + "}".repeat(32));
  }

  @Test
  void readsWhatItWrites() throws SieveSyntaxException {
    Property.holds(
        300,
        random -> {
          String first = SieveWriter.write(commands(random, 3));
          assertEquals(first, SieveWriter.write(parse(first)));
        });
    String strange = "x \"\\\"\\\\\r\n.\r\n\";\r\n";
    assertEquals(strange, SieveWriter.write(SieveParser.parse(strange)));
  }

  private static final Place HERE = new Place(1, 1);

  private static List<SieveCommand> commands(RandomGenerator random, int depth) {
    var list = new ArrayList<SieveCommand>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Optional<List<SieveCommand>> block =
          depth > 0 && random.nextBoolean()
              ? Optional.of(commands(random, depth - 1))
              : Optional.empty();
      list.add(new SieveCommand(HERE, "c" + i, arguments(random), tests(random, depth), block));
    }
    return list;
  }

  private static List<SieveTest> tests(RandomGenerator random, int depth) {
    var list = new ArrayList<SieveTest>();
    for (int i = depth > 0 ? random.nextInt(3) : 0; i > 0; i--) {
      list.add(new SieveTest(HERE, "t" + i, arguments(random), tests(random, depth - 1)));
    }
    return list;
  }

  private static List<SieveArgument> arguments(RandomGenerator random) {
    var list = new ArrayList<SieveArgument>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(
          switch (random.nextInt(3)) {
            case 0 -> new SieveArgument.Tag(HERE, "tag");
            case 1 -> new SieveArgument.Numeral(HERE, random.nextLong(Long.MAX_VALUE));
            default -> strings(random);
          });
    }
    return list;
  }

  private static SieveArgument strings(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(List.of("\\", "\"", "a", ".", "\r\n", "ü", "🎉", "${a}").get(random.nextInt(8)));
    }
    return new SieveArgument.Strings(
        HERE, List.of(new SieveText(HERE, text.toString())), random.nextBoolean());
  }
}

package org.mailstead.formats.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** HTML as plain text. */
class HtmlPlainTextTest {
  @Test
  void paragraphsListsAndTablesKeepTheirShape() {
    String html =
        """
        <html><head><title>no</title><style>p {}</style></head><body>
        <h1>Hello</h1>
        <p>One <b>two</b>
        three<br>four</p>
        <ul><li>a</li><li>b</li></ul>
        <table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>
        <pre>x
          y</pre>
        </body></html>
        """;
    assertEquals(
        """
        Hello

        One two three
        four

        - a
        - b

        1	2
        3

        x
          y
        """,
        HtmlPlainText.of(html));
  }

  @Test
  void deepDocumentsAreReadToo() {
    assertFalse(HtmlPlainText.of("<div>".repeat(100_000) + "x").isEmpty());
    assertEquals("", HtmlPlainText.of(""));
  }
}

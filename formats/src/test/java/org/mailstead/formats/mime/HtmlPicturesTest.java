package org.mailstead.formats.mime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pictures that HTML names. */
class HtmlPicturesTest {
  @Test
  void allThatABrowserWouldShowIsFound() {
    String html =
        """
        <style>body { background: URL( "https://one.test/a.png" ) }
          p { background-image: url('https://one.test/b.png'), url(https://one.test/c.png) }</style>
        <table background=" https://one.test/d.png "><td style="background:url(//one.test/e)">
        <img src="https://one.test/f?a=1&amp;b=2"><IMG SRC=https://one.test/g>
        <picture><source srcset="https://one.test/h 1x, https://one.test/i,j 2x"></picture>
        <video poster="https://one.test/k"></video><input type=image src="https://one.test/l">
        <svg><image href="https://one.test/m" xlink:href="https://one.test/n"/></svg>
        """;
    assertEquals(
        Set.of(
            "https://one.test/a.png",
            "https://one.test/b.png",
            "https://one.test/c.png",
            "https://one.test/d.png",
            "//one.test/e",
            "https://one.test/f?a=1&b=2",
            "https://one.test/g",
            "https://one.test/h",
            "1x",
            "https://one.test/i,j",
            "2x",
            "https://one.test/k",
            "https://one.test/l",
            "https://one.test/m",
            "https://one.test/n"),
        HtmlPictures.of(html));
  }

  @Test
  void whatALinkLeadsToIsNoPicture() {
    String html =
        """
        <a href="https://one.test/confirm">x</a> https://one.test/text
        <script src="https://one.test/s.js"></script><iframe src="https://one.test/f"></iframe>
        <!-- <img src="https://one.test/comment"> --> <form action="https://one.test/go"></form>
        <link rel=stylesheet href="https://one.test/c.css"><a ping="https://one.test/p">y</a>
        """;
    assertEquals(Set.of(), HtmlPictures.of(html));
  }

  @Test
  void manyAreCut() {
    assertEquals(1000, HtmlPictures.of("<img src=a>".repeat(10) + numbered()).size());
    long began = System.nanoTime();
    assertEquals(Set.of(), HtmlPictures.of("<style>" + "url(".repeat(300_000) + "</style>"));
    HtmlPictures.of("<style>" + "url(".repeat(300_000) + ")</style>");
    assertTrue(System.nanoTime() - began < 20_000_000_000L, "it takes too long");
  }

  private static String numbered() {
    var html = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      html.append("<img src='").append(i).append("'>");
    }
    return html.toString();
  }

  @FuzzTest(maxDuration = "70s")
  void anyHtmlIsLookedThrough(byte[] html) {
    assertTrue(HtmlPictures.of(new String(html, UTF_8)).size() <= 1000);
  }
}

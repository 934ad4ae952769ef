package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses in the web as strangers write them. */
class WebAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "https://one.test/a?b=c&d=%20 -> https://one.test/a?b=c&d=%20",
        "HTTPS://One.Test:443 -> https://one.test/",
        "http://one.test:80/x#part -> http://one.test/x",
        "https://one.test?q -> https://one.test/?q",
        "https://one.test/a b|c{d}.png -> https://one.test/a%20b%7Cc%7Bd%7D.png",
        "https://one.test/100%/ü -> https://one.test/100%25/%C3%BC",
        "https://bücher.test/ -> https://xn--bcher-kva.test/",
        "https://img_1.one.test/x -> https://img_1.one.test/x",
        "https://one.test/x#a#b -> https://one.test/x"
      })
  void whatPeopleWriteIsUnderstood(String written, String meant) {
    assertEquals(Optional.of(meant), WebAddress.parse(written).map(WebAddress::toString), written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "one.test/x",
        "ftp://one.test/",
        "file:///etc/passwd",
        "gopher://one.test/",
        "data:image/png;base64,AAAA",
        "https:/one.test",
        "https:one.test",
        "https://",
        "https:///x",
        "https://one.test:8443/",
        "https://one.test:80/",
        "http://one.test:443/",
        "https://user@one.test/",
        "https://user:word@one.test/",
        "https://one.test\\@two.test/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://１２７.０.０.１/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://%5B::1%5D/",
        "http://127.0.0.1./",
        "http://a..b/",
        "http://-a.test/"
      })
  void whereNobodyIsToBeSentIsRefused(String written) {
    assertEquals(Optional.empty(), WebAddress.parse(written));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "/y?z -> https://one.test/y?z",
        "y -> https://one.test/a/y",
        "../y -> https://one.test/y",
        "?z -> https://one.test/a/x?z",
        "//two.test/y -> https://two.test/y",
        "http://two.test -> http://two.test/"
      })
  void aRedirectIsToldFromHere(String location, String meant) {
    WebAddress here = WebAddress.parse("https://one.test/a/x?q").orElseThrow();
    assertEquals(Optional.of(meant), here.resolve(location).map(WebAddress::toString));
  }

  @ParameterizedTest
  @ValueSource(strings = {"//127.0.0.1/", "http://[::1]/", "ftp://one.test/", "//one.test:8080/"})
  void aRedirectIsLookedAtLikeTheFirst(String location) {
    WebAddress here = WebAddress.parse("https://one.test/a/x?q").orElseThrow();
    assertEquals(Optional.empty(), here.resolve(location));
  }
}

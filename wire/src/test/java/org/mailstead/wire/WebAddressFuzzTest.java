package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a stranger writes, it is no address, or one that holds nothing but an address. */
class WebAddressFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void anAddressIsUnderstoodOrRefused(FuzzedDataProvider data) {
    String first = data.consumeString(300);
    WebAddress.parse(first).ifPresent(WebAddressFuzzTest::check);
    WebAddress here = WebAddress.parse("https://one.test/a/b?c").orElseThrow();
    here.resolve(data.consumeRemainingAsString()).ifPresent(WebAddressFuzzTest::check);
  }

  private static void check(WebAddress address) {
    assertTrue(address.toString().chars().allMatch(c -> c > ' ' && c < 0x7f), address.toString());
    assertTrue(address.target().startsWith("/"));
    assertTrue(address.host().matches("[a-z0-9._-]+"), address.host());
    assertTrue(!address.host().matches("[0-9.]+"), address.host());
    assertEquals(address, WebAddress.parse(address.toString()).orElseThrow());
  }
}

package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  /** RFC 6238 appendix B: the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void theStandardsExamplesComeOut(long second, String code) {
    Instant time = Instant.ofEpochSecond(second);
    assertEquals(code, Totp.code(SECRET, Totp.step(time)));
    assertEquals(OptionalLong.of(second / 30), Totp.match(SECRET, code, time, 0));
  }

  /** RFC 4226 appendix D. */
  @Test
  void theCounterExamplesComeOut() {
    assertEquals("755224", Totp.code(SECRET, 0));
    assertEquals("520489", Totp.code(SECRET, 9));
    assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.base32(SECRET));
  }
}

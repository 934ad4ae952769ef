package org.mailstead.formats.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever a domain publishes is understood or refused. */
class TransportFuzzTest {
  @FuzzTest(maxDuration = "70s")
  void aPolicyIsWhatItsOwnTextSays(byte[] bytes) throws Exception {
    StsPolicy policy;
    try {
      policy = StsPolicy.parse(new String(bytes, ISO_8859_1));
    } catch (StsPolicy.Invalid e) {
      return;
    }
    assertEquals(policy, StsPolicy.parse(String.join("\r\n", policy.lines())));
    assertTrue(policy.mx().size() <= 200);
    policy.mx().forEach(one -> assertTrue(policy.names(one.replace("*.", "x."))));
  }

  @FuzzTest(maxDuration = "70s")
  void recordsAreUnderstoodOrNone(byte[] bytes) {
    List<String> records = List.of(new String(bytes, ISO_8859_1).split("\0", -1));
    StsRecord.find(records)
        .ifPresent(found ->
            assertEquals(java.util.Optional.of(found), StsRecord.find(List.of(found.text()))));
    assertTrue(TlsReportAddress.find(records).size() <= TlsReportAddress.MOST);
  }
}

package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** No octets on the control socket do more than be refused. */
class ControlFuzzTest {
  @FuzzTest(maxDuration = "65s")
  void request(byte[] octets) throws IOException {
    ControlRequest request;
    try {
      request = read(octets);
    } catch (IOException e) {
      return; // as it should be
    }
    var written = new ByteArrayOutputStream();
    request.write(new DataOutputStream(written));
    ControlRequest again = read(written.toByteArray());
    assertEquals(request.words(), again.words());
    assertEquals(request.folder(), again.folder());
    assertArrayEquals(request.input(), again.input());
  }

  private static ControlRequest read(byte[] octets) throws IOException {
    return ControlRequest.read(new DataInputStream(new ByteArrayInputStream(octets)));
  }
}

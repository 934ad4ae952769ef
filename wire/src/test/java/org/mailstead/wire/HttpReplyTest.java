package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of web servers. */
class HttpReplyTest {
  private static final String CHUNKS = "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: x\r\n\r\n";

  private static HttpReply read(String text) throws IOException {
    return HttpReply.read(Scripted.of(text).reader(), 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Type: Text/Plain; charset=x\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.0 200\r\ncontent-type:text/plain\r\n\r\nhello",
        "HTTP/1.1 200\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS,
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello"
      })
  void eachWayToEndABodyIsUnderstood(String text) throws Exception {
    HttpReply reply = read(text);
    assertEquals(200, reply.status());
    assertEquals("text/plain", reply.contentType());
    assertEquals("hello", new String(reply.body(), ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 mail.one.test ESMTP\r\n",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n123456789012345678901",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "HTTP/1.1 200 OK\r\n\r\n123456789012345678901",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n1234567890123456\r\n5\r\n12345",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhello"
      })
  void whatIsNoAnswerOrTooLargeIsRefused(String text) {
    assertThrows(IOException.class, () -> read(text));
  }
}

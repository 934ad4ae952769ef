package org.mailstead.wire.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from a master file. */
class ZoneFileResolverTest {
  private static final String FILE =
      """
      $ORIGIN example.test.
      @          MX 10 mail
      mail  60   A 192.0.2.1
      mail  60   AAAA 2001:db8::1
      www        CNAME mail.example.test.
      *.wild     TXT "any"
      there.wild A 192.0.2.3
      deep.below A 192.0.2.4
      self       CNAME self
      $ORIGIN other.test.
      @          TXT "another domain"
      $ORIGIN 2.0.192.in-addr.arpa.
      1          PTR mail.example.test.
      """;

  private static Resolver resolver() throws IOException {
    return new ZoneFileResolver(
        new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)), true);
  }

  @Test
  void servesSeveralDomains() throws IOException {
    Resolver resolver = resolver();
    assertEquals(
        new Answer.Found<>(List.of(new Mx(10, "mail.example.test")), Duration.ofMinutes(5), true),
        resolver.mx("Example.TEST"));
    assertEquals(List.of("another domain"), resolver.txt("other.test.").records());
    assertEquals(
        List.of("mail.example.test"), resolver.ptr(InetAddress.ofLiteral("192.0.2.1")).records());
    assertInstanceOf(Answer.NoSuchName.class, resolver.ptr(InetAddress.ofLiteral("::1")));
  }

  @Test
  void followsAliases() throws IOException {
    assertEquals(
        List.of(InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1")),
        resolver().addresses("www.example.test").records());
    assertInstanceOf(Answer.Failed.class, resolver().addresses("self.example.test"));
  }

  @Test
  void aNameBetweenExistsWithoutRecords() throws IOException {
    assertInstanceOf(Answer.NoData.class, resolver().txt("below.example.test"));
    assertInstanceOf(Answer.NoSuchName.class, resolver().txt("beside.example.test"));
    assertInstanceOf(Answer.NoSuchName.class, resolver().txt("x.deep.below.example.test"));
  }

  @Test
  void aWildcardStandsForNamesThatAreNotThere() throws IOException {
    assertEquals(List.of("any"), resolver().txt("x.wild.example.test").records());
    assertEquals(List.of("any"), resolver().txt("x.y.wild.example.test").records());
    assertInstanceOf(Answer.NoData.class, resolver().txt("there.wild.example.test"));
    assertInstanceOf(Answer.NoData.class, resolver().addresses("x.wild.example.test"));
    assertInstanceOf(Answer.NoSuchName.class, resolver().txt("x.there.wild.example.test"));
  }

  @Test
  void aBrokenFileIsRefusedWithItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("zone");
    Files.writeString(file, "example.test. A 192.0.2.1\nexample.test. A not-an-address\n");
    var e = assertThrows(IOException.class, () -> ZoneFileResolver.read(file));
    assertTrue(e.toString().contains("2"), e.toString());
  }
}

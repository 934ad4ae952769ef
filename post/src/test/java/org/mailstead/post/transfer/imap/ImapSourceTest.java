package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailstead.testkit.FakeImap;
import org.mailstead.testkit.FakeImap.Message;
import org.mailstead.wire.Connector;
import org.mailstead.wire.OutsideHosts;
import org.mailstead.wire.Timeouts;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Reading mailboxes of servers that each have their own ways. */
@Timeout(60)
class ImapSourceTest {
  private static final String ZONE =
      """
      imap.test.     A 127.0.0.1
      other.test.    A 127.0.0.1
      inside.test.   A 169.254.169.254
      """;

  private static final Timeouts IMPATIENT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          1_000_000,
          Duration.ofSeconds(2));

  private final Wire wire = new Wire();
  private FakeImap server = new FakeImap(FakeImap.HOST, false);

  @AfterEach
  void close() {
    server.close();
    wire.close();
  }

  private OutsideHosts hosts() throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    return new OutsideHosts(
        new ZoneFileResolver(new ByteArrayInputStream(ZONE.getBytes(ISO_8859_1)), false),
        new Connector(wire, server.trusted()),
        new OutsideHosts.Reach(here::equals, OutsideHosts.Reach.IMAP.ports()));
  }

  private ImapSource open() throws IOException {
    return open(FakeImap.HOST, server.port(), ImapServer.Security.TLS, FakeImap.PASSWORD);
  }

  private ImapSource open(String host, int port, ImapServer.Security security, String password)
      throws IOException {
    var at = new ImapServer(host, port, security, FakeImap.USER);
    return ImapSource.open(hosts(), at, password, IMPATIENT);
  }

  private ImapFailure refused() {
    return assertThrows(ImapFailure.class, this::open);
  }

  private void startTls() {
    server.close();
    server = new FakeImap(FakeImap.HOST, true);
  }

  @Test
  void whoeverIsTheRightOneIsLetInByAnyOfTheWays() throws IOException {
    open().close();
    assertEquals(1, server.times("AUTHENTICATE PLAIN AGFubg"), "with the first response");
    server.capabilities = "IMAP4rev1 AUTH=PLAIN";
    open().close();
    server.capabilities = "IMAP4rev1 ID";
    open().close();
    assertEquals(1, server.times("LOGIN \"ann\" \"sesame \\\"\\\\ opens\""));
    assertEquals(1, server.times("ID (\"name\" \"Mailstead\")"));
    startTls();
    open(FakeImap.HOST, server.port(), ImapServer.Security.STARTTLS, FakeImap.PASSWORD).close();
    assertTrue(server.heard.getFirst().endsWith(" STARTTLS"), server.heard.toString());
    assertTrue(server.heard.get(1).endsWith(" CAPABILITY"), "asked again under TLS");
  }

  @Test
  void aWrongPasswordIsToldInPlainWords() {
    ImapFailure failure =
        assertThrows(
            ImapFailure.class,
            () -> open(FakeImap.HOST, server.port(), ImapServer.Security.TLS, "wrong"));
    assertEquals("imap.test does not take that user and password: not so", failure.why());
    assertFalse(failure.passes());
    server.instead.put("AUTHENTICATE", "$tag NO you said " + FakeImap.PASSWORD);
    assertFalse(refused().why().contains(FakeImap.PASSWORD), "it is not repeated");
    server.instead.put("AUTHENTICATE", "$tag NO [UNAVAILABLE] come back later");
    assertEquals("imap.test lets nobody in just now: come back later", refused().why());
    assertTrue(refused().passes());
  }

  @Test
  void noPasswordIsSaidToWhoeverIsNotTheOneThatIsMeant() {
    ImapFailure failure =
        assertThrows(
            ImapFailure.class,
            () -> open("other.test", server.port(), ImapServer.Security.TLS, FakeImap.PASSWORD));
    assertEquals("the certificate of other.test is not valid for that name", failure.why());
    assertFalse(failure.passes());
    assertEquals(List.of(), server.heard);
    var distrusting =
        new OutsideHosts(
            resolver(), new Connector(wire), new OutsideHosts.Reach(_ -> true, _ -> true));
    var at = new ImapServer(FakeImap.HOST, server.port(), ImapServer.Security.TLS, FakeImap.USER);
    assertEquals(
        "the certificate of imap.test is not vouched for by anybody who is known here",
        assertThrows(ImapFailure.class, () -> ImapSource.open(distrusting, at, "x")).why());
    assertEquals(List.of(), server.heard);
  }

  private static ZoneFileResolver resolver() {
    try {
      return new ZoneFileResolver(new ByteArrayInputStream(ZONE.getBytes(ISO_8859_1)), false);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void withoutTlsNothingIsSaid() {
    startTls();
    server.instead.put("STARTTLS", "$tag BAD what is that");
    ImapFailure failure =
        assertThrows(
            ImapFailure.class,
            () ->
                open(
                    FakeImap.HOST, server.port(), ImapServer.Security.STARTTLS, FakeImap.PASSWORD));
    assertEquals("imap.test has no STARTTLS at that port", failure.why());
    assertEquals(1, server.heard.size());
    server.instead.clear();
    // What comes in the clear with the answer would be taken for said under TLS.
    server.instead.put("STARTTLS", "$tag OK go\r\n* CAPABILITY IMAP4rev1 LOGINDISABLED");
    assertThrows(
        ImapFailure.class,
        () -> open(FakeImap.HOST, server.port(), ImapServer.Security.STARTTLS, FakeImap.PASSWORD));
    assertEquals(2, server.heard.size(), "and no more");
  }

  @Test
  void thereAreHostsThatAreNotAsked() {
    assertEquals(
        "inside.test has an address that is not one of the public Internet",
        failure("inside.test", 993).why());
    assertEquals("nowhere.test has no address", failure("nowhere.test", 993).why());
    assertEquals("nothing is asked at port 25", failure(FakeImap.HOST, 25).why());
    assertEquals(
        "10.1.2.3 has an address that is not one of the public Internet",
        failure("10.1.2.3", 993).why());
  }

  @Test
  void aServerThatIsNotThereRefusesConnections() throws Exception {
    int port = server.port();
    server.close();
    String refused = "imap.test port " + port + " refuses connections";
    String why = failure(FakeImap.HOST, port).why();
    // While it closes, the system may reset a connection that it has just let in.
    for (int i = 0; i < 100 && !why.equals(refused); i++) {
      Thread.sleep(20);
      why = failure(FakeImap.HOST, port).why();
    }
    assertEquals(refused, why);
  }

  private ImapFailure failure(String host, int port) {
    return assertThrows(
        ImapFailure.class, () -> open(host, port, ImapServer.Security.TLS, FakeImap.PASSWORD));
  }

  @Test
  void whatIsNoImapIsToldFromIt() {
    for (String greeting :
        List.of("220 mail.test ESMTP", "* PREAUTH you are in", "+OK POP3", "* 12 EXISTS")) {
      server.greeting = greeting;
      assertEquals("imap.test does not speak IMAP as it is known here", refused().why(), greeting);
    }
    server.greeting = "* BYE too many of you";
    assertEquals("imap.test ended the connection: too many of you", refused().why());
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedForLong() {
    server.instead.put("CAPABILITY", "* OK wait a little");
    ImapFailure failure = refused();
    assertEquals("the connection to imap.test was lost", failure.why());
    assertTrue(failure.passes());
  }

  @Test
  void byeMayComeAtAnyTime() throws IOException {
    server.box("INBOX", "");
    try (ImapSource in = open()) {
      server.instead.put("STATUS", "* BYE going down");
      Folder inbox = in.folders().getFirst();
      var failure = assertThrows(ImapFailure.class, () -> in.count(inbox));
      assertEquals("imap.test ended the connection: going down", failure.why());
      assertTrue(failure.passes());
    }
  }

  private void listed(String attributes, String delimiter, String listed) {
    server.boxes.put(listed, new FakeImap.Box(attributes, delimiter, listed, List.of()));
  }

  private List<String> paths(ImapSource in) throws IOException {
    return in.folders().stream().map(one -> String.join(" > ", one.path())).sorted().toList();
  }

  @Test
  void namesOfFoldersComeInManyForms() throws IOException {
    listed("\\HasNoChildren", "\"/\"", "inbox");
    listed("\\Noselect", "\"/\"", "\"Work\"");
    listed("", "\"/\"", "\"Work/a \\\"b\\\"\"");
    listed("\\NonExistent", "\"/\"", "Gone");
    listed("", "\"/\"", "\"&ZeVnLIqe-/&AOQ-\"");
    listed("", "\"/\"", "{9}\r\nRe (1) {}");
    listed("", "NIL", "flat/name");
    listed("\\Sent", "\"/\"", "Gesendet");
    listed("\\AllMail", "\"/\"", "Everything");
    try (ImapSource in = open()) {
      assertEquals(
          List.of(
              "Everything",
              "Gesendet",
              "INBOX",
              "Re (1) {}",
              "Work > a \"b\"",
              "flat-name",
              "日本語 > ä"),
          paths(in));
      assertEquals(
          List.of(Folder.Use.ALL, Folder.Use.SENT),
          in.folders().stream().flatMap(one -> one.use().stream()).sorted().toList());
    }
  }

  @Test
  void onesOwnFoldersHaveNoPrefixAndOthersAreNotRead() throws IOException {
    server.capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR NAMESPACE";
    server.namespace = "* NAMESPACE ((\"INBOX.\" \".\")) ((\"user.\" \".\")) ((\"shared.\" \".\"))";
    for (String name : List.of("INBOX", "INBOX.Sent", "INBOX.a.b", "user.bob", "shared.x", "z")) {
      listed("", "\".\"", name);
    }
    try (ImapSource in = open()) {
      assertEquals(List.of("INBOX", "Sent", "a > b", "z"), paths(in));
    }
    server.capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR";
    server.boxes.clear();
    listed("", "\".\"", "INBOX");
    listed("", "\".\"", "INBOX.Sent");
    try (ImapSource in = open()) {
      assertEquals(List.of("INBOX", "Sent"), paths(in), "all are below INBOX");
      listed("", "\".\"", "top");
      assertEquals(List.of("INBOX", "INBOX > Sent", "top"), paths(in));
    }
  }

  @Test
  void namesInUtf8GoBackAsTheyCame() throws IOException {
    server.capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR ENABLE UTF8=ACCEPT";
    String wire = new String("日本 &-".getBytes(java.nio.charset.StandardCharsets.UTF_8), ISO_8859_1);
    server.boxes.put(
        wire,
        new FakeImap.Box("", "\"/\"", '"' + wire + '"', List.of(Message.of(4, "one", "\\Seen"))));
    try (ImapSource in = open()) {
      Folder folder = in.folders().getFirst();
      assertEquals(List.of("日本 &-"), folder.path());
      assertEquals(1, in.count(folder));
      assertTrue(in.examine(folder).isPresent());
      assertEquals(1, in.exists());
    }
  }

  @Test
  void messagesAreDescribedAndHandedOut() throws IOException {
    server.box(
        "INBOX",
        "",
        Message.of(3, "a", "\\Seen \\Recent $Label1"),
        Message.of(9, "b", "\\seen \\Deleted"),
        new Message(12, "", "no date at all", "", "\r\nno header\r\n"));
    server.unasked = "* 2 FETCH (FLAGS (\\Seen))\r\n* OK still here\r\n* 4 EXISTS";
    try (ImapSource in = open()) {
      assertEquals(Optional.of(new ImapSource.Opened(7, 0)), in.examine(in.folders().getFirst()));
      List<Described> some = in.describe(1, 3);
      assertEquals(List.of(3L, 9L, 12L), some.stream().map(Described::uid).toList());
      assertTrue(some.getFirst().has("\\SEEN"));
      assertTrue(some.get(1).has("\\Deleted"));
      assertEquals(Optional.of(Instant.parse("2020-03-03T09:00:00Z")), some.getFirst().received());
      assertEquals(Optional.empty(), some.getLast().received());
      assertEquals("Message-ID: <a@far.test>\r\nSubject: s a\r\n\r\n", some.getFirst().header());
      assertEquals(4, in.exists());
      assertEquals(9, in.uid(2));
      assertEquals(0, in.uid(77));
      in.fetch(List.of(3L, 12L, 40L));
      var body = new ByteArrayOutputStream();
      assertEquals(3, in.next(body));
      assertTrue(body.toString(ISO_8859_1).endsWith("\r\n\r\nbody of a\r\n"));
      assertEquals(12, in.next(body));
      assertEquals(0, in.next(body), "the third is not there");
      assertEquals(0, in.next(body));
    }
    assertEquals(0, server.times("SELECT"));
    assertEquals(1, server.times("EXAMINE"));
  }

  @Test
  void aMessageThatNobodyHasAskedForEndsIt() throws IOException {
    server.box("INBOX", "", Message.of(3, "a", ""));
    server.instead.put("UID FETCH", "* 1 FETCH (UID 4 BODY[] {1}\r\nx)\r\n$tag OK");
    try (ImapSource in = open()) {
      assertTrue(in.examine(in.folders().getFirst()).isPresent());
      in.fetch(List.of(3L));
      assertThrows(ImapFailure.class, () -> in.next(new ByteArrayOutputStream()));
    }
  }
}

package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.post.Mailbox;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.post.Scripts;
import tools.jackson.databind.JsonNode;

/** All of an account as a zip (our own). */
class ExportTest {
  private JmapWeb web;

  @BeforeEach
  void start() throws IOException {
    web = new JmapWeb();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private static Map<String, String> files(HttpResponse<byte[]> answer) throws IOException {
    assertEquals(200, answer.statusCode(), () -> JmapWeb.text(answer));
    Map<String, String> files = new TreeMap<>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    return files;
  }

  private HttpResponse<byte[]> get(String query, String who) throws Exception {
    return web.get("/jmap/export/" + web.own() + "/all.zip" + query, "Authorization", who);
  }

  private JsonNode call(String method, String more) throws Exception {
    String request =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:contacts",
          "urn:mailstead:params:jmap:settings"],
         "methodCalls": [["%s", {"accountId": "%s"%s}, "0"]]}
        """
            .formatted(method, web.own(), more);
    return JmapWeb.json(web.api(request, web.ada));
  }

  private String mailbox(Mailbox.Role role) {
    return ObjectIds.mailbox(web.world.ada.id(), web.world.mailbox(web.world.ada.id(), role));
  }

  @Test
  void allIsInIt() throws Exception {
    var ada = web.world.ada.id();
    web.world.append(EmailGetTest.mail("a", ""), "\\Seen");
    web.world.append(ada, web.world.mailbox(ada, Mailbox.Role.SENT), EmailGetTest.mail("b", ""));
    web.world.post.scripts().put(new Scripts.Account(ada), "my:rules", "keep;".getBytes(UTF_8));
    String book = call("AddressBook/get", "").at("/methodResponses/0/1/list/0/id").asString();
    String card =
        """
        , "create": {"c": {"addressBookIds": {"%s": true}, "name": {"full": "Grace Hopper"}}}
        """
            .formatted(book);
    assertTrue(call("ContactCard/set", card).toString().contains("\"created\":{\"c\""));
    String category = ", \"create\": {\"k\": {\"name\": \"Work\", \"keyword\": \"work\"}}";
    assertTrue(call("Category/set", category).toString().contains("\"created\":{\"k\""));
    Map<String, String> files = files(get("", web.ada));
    assertEquals(
        Set.of(
            "mail/index.tsv",
            "mail/INBOX/1.eml",
            "mail/Sent/2.eml",
            "contacts.vcf",
            "rules/my_rules.sieve",
            "settings.json"),
        files.keySet());
    assertTrue(files.getOrDefault("mail/INBOX/1.eml", "").contains("Message-ID: <a@example.test>"));
    assertTrue(
        files
            .getOrDefault("mail/index.tsv", "")
            .contains("mail/INBOX/1.eml\t2026-01-02T03:04:05Z\t\\Seen\tINBOX\n"));
    assertTrue(files.getOrDefault("contacts.vcf", "").contains("Grace Hopper"));
    assertEquals("keep;", files.get("rules/my_rules.sieve"));
    assertTrue(files.getOrDefault("settings.json", "").contains("\"work\""));
  }

  @Test
  void attachmentsOfAnEmailAreInOne() throws Exception {
    StringBuilder text =
        new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n");
    for (String name : List.of("a.csv", "A.csv", "../../etc/x", "", ".hidden", "ünï.csv")) {
      text.append("--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename=\"")
          .append(name)
          .append("\"\n\nin ")
          .append(name)
          .append('\n');
    }
    text.append("--b\nContent-Type: message/rfc822\n\nSubject: inside\n\nx\n--b--\n");
    String id = web.world.append(text.toString());
    String path = "/jmap/attachments/" + web.own() + "/" + id + "/files.zip";
    HttpResponse<byte[]> answer = web.get(path, "Authorization", web.ada);
    Map<String, String> files = files(answer);
    assertEquals(
        Set.of(
            "a.csv", "A (2).csv", "__.._etc_x", "attachment", "_hidden", "ünï.csv", "message.eml"),
        files.keySet());
    assertEquals("in a.csv", files.get("a.csv"));
    assertTrue(files.getOrDefault("message.eml", "").startsWith("Subject: inside"));
    assertEquals(404, web.get(path, "Authorization", web.bob).statusCode());
    String plain = web.world.append(EmailGetTest.mail("p", ""));
    String none = "/jmap/attachments/" + web.own() + "/" + plain + "/files.zip";
    assertEquals(404, web.get(none, "Authorization", web.ada).statusCode());
  }

  @Test
  void oneMailboxIsInIt() throws Exception {
    web.world.append(EmailGetTest.mail("a", ""));
    var ada = web.world.ada.id();
    web.world.append(ada, web.world.mailbox(ada, Mailbox.Role.SENT), EmailGetTest.mail("b", ""));
    String query = "?format=mbox&mailboxId=" + mailbox(Mailbox.Role.SENT);
    HttpResponse<byte[]> answer = get(query, web.ada);
    assertEquals(Set.of("mail/Sent.mbox"), files(answer).keySet());
    String disposition = answer.headers().firstValue("Content-Disposition").orElse("");
    assertTrue(disposition.startsWith("attachment; filename=\"all.zip\""), disposition);
    assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
  }

  @Test
  void othersSeeWhatTheyMaySee() throws Exception {
    web.world.append(EmailGetTest.mail("a", ""));
    var ada = web.world.ada.id();
    web.world.append(ada, web.world.mailbox(ada, Mailbox.Role.SENT), EmailGetTest.mail("b", ""));
    assertEquals(404, get("", web.bob).statusCode());
    web.world.share(web.world.bob, web.world.inbox(), Right.LOOKUP, Right.READ);
    assertEquals(Set.of("mail/index.tsv", "mail/INBOX/1.eml"), files(get("", web.bob)).keySet());
    String sent = "?mailboxId=" + mailbox(Mailbox.Role.SENT);
    assertEquals(404, get(sent, web.bob).statusCode());
  }

  @Test
  void whatIsWrongIsRefused() throws Exception {
    assertEquals(400, get("?format=pst", web.ada).statusCode());
    assertEquals(404, get("?mailboxId=F9-9", web.ada).statusCode());
    assertEquals(401, get("", "Basic AAAA").statusCode());
    String reader = web.basic(web.world.ada, AppPassword.Terms.EVERYTHING);
    assertEquals(200, get("", reader).statusCode());
    String session = JmapWeb.text(web.get("/jmap/session", "Authorization", web.ada));
    assertTrue(
        session.contains("/jmap/export/{accountId}/{name}?format={format}&mailboxId={mailboxId}"),
        session);
  }
}

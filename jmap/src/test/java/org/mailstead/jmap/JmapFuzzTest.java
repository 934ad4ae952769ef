package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.mailstead.agenda.contacts.AddressBooks;
import org.mailstead.jmap.core.RequestError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any octets at all, as requests and as the arguments of every method. */
class JmapFuzzTest {
  private static final JmapWorld WORLD = new JmapWorld();
  private static final String EMAIL = WORLD.append(EmailGetTest.mail("a", ""));
  private static final String BOOK = book();
  private static final String ACCOUNT = "\"accountId\": \"A1\",";
  private static final List<String> METHODS =
      List.of(
          "Core/echo",
          "Mailbox/get",
          "Mailbox/query",
          "Mailbox/queryChanges",
          "Mailbox/set",
          "Thread/changes",
          "Email/get",
          "Email/query",
          "Email/queryChanges",
          "Email/set",
          "Email/import",
          "Email/parse",
          "Email/copy",
          "Email/snooze",
          "Email/unsnooze",
          "Snooze/get",
          "Email/unsubscribe",
          "Blob/link",
          "SearchSnippet/get",
          "Identity/set",
          "EmailSubmission/query",
          "EmailSubmission/queryChanges",
          "EmailSubmission/set",
          "VacationResponse/set",
          "Blob/upload",
          "Blob/get",
          "Blob/lookup",
          "MDN/parse",
          "MDN/send",
          "SieveScript/get",
          "SieveScript/query",
          "SieveScript/set",
          "SieveScript/validate",
          "Quota/changes",
          "Quota/query",
          "Quota/queryChanges",
          "SenderChoice/set",
          "Category/set",
          "Template/set",
          "Preferences/set",
          "AddressBook/set",
          "ContactCard/set",
          "ContactCard/query",
          "ContactCard/parse",
          "PushSubscription/get",
          "PushSubscription/set",
          "SavedSearch/get",
          "SavedSearch/changes",
          "SavedSearch/set",
          "Search/parse",
          "Search/suggest",
          "Search/people");

  private static final List<String> FORMS =
      List.of(
          "%s",
          "\"filter\":%s",
          "\"filter\":{\"search\":%s}",
          "\"search\":%s",
          "\"email\":%s",
          "\"sort\":[%s]",
          "\"create\":{\"k\":%s}",
          "\"create\":{\"k\":{\"name\":\"x\",\"mailboxIds\":{\"F1-1\":true},%s}}",
          "\"update\":{\"" + EMAIL + "\":%s}",
          "\"update\":{\"F1-2\":%s}",
          "\"emailIds\":[\"" + EMAIL + "\"],\"filter\":%s",
          "\"emailIds\":[\"" + EMAIL + "\"],\"until\":%s",
          "\"ids\":[\"" + EMAIL + "\"],\"properties\":[%s]",
          "\"ids\":[\"" + EMAIL + "\"],\"bodyProperties\":[%s]",
          "\"blobIds\":[%s]",
          "\"ids\":[%s]",
          "\"blobIds\":[],\"password\":%s",
          "\"create\":{\"k\":{\"data\":[%s]}}",
          "\"create\":{\"k\":{\"addressBookIds\":{\"" + BOOK + "\":true},%s}}",
          "\"emails\":{\"k\":%s}",
          "\"identityId\":\"I1\",\"onSuccessUpdateEmail\":{\"#k\":{\"keywords/$mdnsent\":true}},"
              + "\"send\":{\"k\":{\"forEmailId\":\""
              + EMAIL
              + "\",%s}}",
          "\"sinceState\":%s",
          "\"sinceQueryState\":%s",
          "\"#x\":{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":%s}");

  private static String book() {
    var books = new AddressBooks(WORLD.post);
    return "A" + Long.toString(books.standard(WORLD.ada.id()).id(), 32);
  }

  private static void run(byte[] json) {
    try {
      String answer = WORLD.run(WORLD.caller(WORLD.ada), json).toString();
      for (JsonNode response : new JsonMapper().readTree(answer).get("methodResponses")) {
        boolean error = response.get(0).asString().equals("error");
        String type = error ? response.get(1).get("type").asString() : "";
        assertNotEquals("serverFail", type, answer);
      }
    } catch (RequestError e) {
      // It is refused as a whole.
    }
  }

  @FuzzTest(maxDuration = "65s")
  void requests(byte[] json) {
    run(json);
  }

  @FuzzTest(maxDuration = "125s")
  void arguments(FuzzedDataProvider data) {
    String method = data.pickValue(METHODS);
    String form = data.pickValue(FORMS);
    String arguments = form.formatted(data.consumeRemainingAsString());
    String json =
        """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail",
          "urn:ietf:params:jmap:submission", "urn:ietf:params:jmap:vacationresponse",
          "urn:ietf:params:jmap:quota", "urn:ietf:params:jmap:blob", "urn:ietf:params:jmap:sieve",
          "urn:ietf:params:jmap:mdn", "urn:ietf:params:jmap:contacts",
          "urn:mailstead:params:jmap:vcard", "urn:mailstead:params:jmap:settings",
          "urn:mailstead:params:jmap:search", "urn:mailstead:params:jmap:bloblink",
          "urn:mailstead:params:jmap:unsubscribe", "urn:mailstead:params:jmap:snooze"],
         "methodCalls": [["Core/echo", {"a": [{"b": ["c"]}, {"b": []}]}, "0"],
          ["%s", {%s %s}, "1"]]}
        """
            .formatted(method, method.startsWith("Push") ? "" : ACCOUNT, arguments);
    run(json.getBytes(UTF_8));
  }
}

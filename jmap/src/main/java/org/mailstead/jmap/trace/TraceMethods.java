package org.mailstead.jmap.trace;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Methods;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.post.Reason;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Email/trace: every decision that the server took about an email of one's own, and on what: who it
 * was from, how it was judged, which rule placed it.
 */
public final class TraceMethods {
  public static final String CAPABILITY = "urn:mailstead:params:jmap:trace";

  private final Post post;

  public TraceMethods(Post post) {
    this.post = post;
  }

  public void addTo(Methods methods) {
    methods.add(CAPABILITY, "Email/trace", this::trace);
  }

  private void trace(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    List<String> ids =
        in.ids("ids").orElseThrow(() -> MethodError.invalidArguments("ids is to be given"));
    in.done();
    Got.needFew(ids);
    ObjectNode json = JmapJson.object().put("accountId", in.id("accountId"));
    ArrayNode list = json.putArray("list");
    ArrayNode notFound = json.putArray("notFound");
    long size = 0;
    for (String id : ids) {
      Optional<AccountEmail> email =
          exchange
              .real(id)
              .flatMap(ObjectIds::parseEmail)
              .flatMap(origin -> access.find(post, origin));
      if (email.isEmpty()) {
        notFound.add(id);
        continue;
      }
      ObjectNode one = traced(access, id, email.get());
      size += JmapJson.size(one);
      exchange.needRoom(size);
      list.add(one);
    }
    exchange.reply(json);
  }

  private ObjectNode traced(Access access, String id, AccountEmail email) {
    ObjectNode json = JmapJson.object().put("id", id);
    ArrayNode reasons = json.putArray("reasons");
    for (Reason reason : post.emails().get(access.owner(), email.number()).details().reasons()) {
      reasons
          .addObject()
          .put("who", reason.who())
          .put("what", reason.what())
          .put("evidence", reason.evidence())
          .put("at", reason.at().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    return json;
  }
}

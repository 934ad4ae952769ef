package org.mailstead.jmap.record;

import java.util.List;
import java.util.Optional;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.account.RecordStates;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.ChangesAsked;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.Got;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Setting;
import org.mailstead.jmap.record.RecordType.Kept;
import org.mailstead.post.Post;

/** /get, /changes and /set of a type of records, in one's own account alone. */
public final class RecordMethods {
  private final Post post;
  private final RecordType type;
  private final Schema<Kept> schema;
  private final RecordStates states;
  private final Upkeep upkeep;

  public RecordMethods(Post post, RecordType type) {
    this(post, type, Upkeep.NONE);
  }

  public RecordMethods(Post post, RecordType type, Upkeep upkeep) {
    this.upkeep = upkeep;
    this.post = post;
    this.type = type;
    this.schema = type.schema();
    this.states = new RecordStates(post, type.kind());
  }

  public void addTo(Methods methods, String capability) {
    methods
        .add(capability, type.name() + "/get", this::get)
        .add(capability, type.name() + "/changes", this::changes)
        .add(capability, type.name() + "/set", this::set);
  }

  /** The table of a type. */
  public static Schema<?> schema(RecordType type) {
    return type.schema();
  }

  private void get(Exchange exchange, Arguments in) {
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    Optional<List<String>> ids = in.ids("ids");
    var wanted = schema.asked(in.texts("properties"));
    in.done();
    ids.ifPresent(Got::needFew);
    String state = states.now(access);
    List<Kept> all =
        post.records().all(access.owner(), type.kind()).stream()
            .map(item -> new Kept(type.id(item.id()), JmapJson.parseObject(item.json())))
            .toList();
    var got = new Got();
    for (String id : ids.orElseGet(() -> all.stream().map(Kept::id).toList())) {
      all.stream()
          .filter(one -> exchange.real(id).equals(Optional.of(one.id())))
          .findFirst()
          .ifPresentOrElse(
              one -> exchange.needRoom(got.add(schema.write(one, wanted))), () -> got.missing(id));
    }
    exchange.reply(got.answer(in.id("accountId"), state));
  }

  private void changes(Exchange exchange, Arguments in) {
    ChangesAsked asked = ChangesAsked.read(in);
    Access access = Access.toSend(exchange, post, asked.accountId());
    exchange.reply(states.changes(asked, in, access, type::id));
  }

  private void set(Exchange exchange, Arguments in) {
    var setting = new Setting(exchange, in);
    Access access = Access.toSend(exchange, post, in.id("accountId"));
    access.needChangeable();
    in.done();
    var work = new RecordSetting(post, type, schema, states, access, upkeep.check(access));
    Runnable after = upkeep.changing(access);
    exchange.reply(setting.run(work));
    after.run();
  }
}

package org.mailstead.wire.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** From raw records to ours. */
class RecordResolverTest {
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");

  /** Found by fuzzing: the library reads a record without content as one of another class. */
  @Test
  void aRecordWithoutContentSaysNothing() {
    var resolver =
        new RecordResolver((name, type) ->
            new Answer.Found<>(
                List.of(Record.newRecord(name, type, DClass.IN)), Duration.ofHours(1), true));
    assertInstanceOf(Answer.NoData.class, resolver.addresses("mail.example.test"));
    assertInstanceOf(Answer.NoData.class, resolver.mx("example.test"));
    assertInstanceOf(Answer.NoData.class, resolver.ptr(FOUR));
  }

  private static Resolver withAaaa(Answer<Record> aaaa) {
    return new RecordResolver((name, type) -> type == Type.AAAA ? aaaa : four(name));
  }

  private static Answer<Record> four(Name name) {
    return new Answer.Found<>(
        List.of(new ARecord(name, DClass.IN, 60, FOUR)), Duration.ofHours(1), true);
  }

  @Test
  void oneFamilyIsEnough() {
    for (Answer<Record> aaaa :
        List.<Answer<Record>>of(new Answer.NoData<>(), new Answer.Failed<>(true, "SERVFAIL"))) {
      assertEquals(List.of(FOUR), withAaaa(aaaa).addresses("mail.example.test").records());
    }
  }

  @Test
  void aFailureIsNotTakenForAbsence() {
    var resolver =
        new RecordResolver((_, type) ->
            type == Type.AAAA ? new Answer.NoData<>() : new Answer.Failed<>(true, "SERVFAIL"));
    assertInstanceOf(Answer.Failed.class, resolver.addresses("mail.example.test"));
  }
}

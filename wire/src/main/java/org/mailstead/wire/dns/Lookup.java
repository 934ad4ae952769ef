package org.mailstead.wire.dns;

import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** One question and its raw answer: what {@link RecordResolver} needs of a source of records. */
@FunctionalInterface
interface Lookup {
  /** Asks about an absolute name. */
  Answer<Record> ask(Name name, int type);
}

package org.mailstead.wire.acme;

import java.io.IOException;

/** Changes TXT records in the DNS. Names have no dot at their end. */
public interface DnsWriter {
  void add(String name, String text) throws IOException, InterruptedException;

  /** Removes this record and no other of the name; one that is not there is no error. */
  void remove(String name, String text) throws IOException, InterruptedException;
}

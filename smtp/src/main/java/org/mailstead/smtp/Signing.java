package org.mailstead.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dkim.SigningFlow;
import org.mailstead.filter.dmarc.Authors;
import org.mailstead.post.KeyRing;
import org.mailstead.post.Reason;

/** Signs what a user of ours submits, with the keys of the domain that it says it is from. */
final class Signing implements Inspection {
  private final KeyRing keys;
  private final SigningFlow flow = new SigningFlow();
  private Optional<SignedMessage> header = Optional.empty();

  Signing(KeyRing keys) {
    this.keys = keys;
  }

  @Override
  public void header(SignedMessage seen) {
    header = Optional.of(seen);
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    flow.write(bytes, off, len);
  }

  @Override
  public void judge() {}

  @Override
  public String fields(String added) throws IOException {
    if (header.isEmpty()) {
      return "";
    }
    SignedMessage leaving = header.get().below(added);
    // All authors are this user's own addresses, or the message would have been refused.
    List<String> domains = Authors.of(leaving.header()).domains();
    return domains.isEmpty()
        ? ""
        : flow.finish(leaving, keys.signer(), keys.signing(domains.getFirst()));
  }

  @Override
  public List<Reason> reasons() {
    return List.of();
  }
}

package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Refused;

/** Whatever a browser sends as a passkey, it is taken or refused. */
class PasskeyFuzzTest {
  private static final World WORLD = new World(new MemoryEngine(InstantSource.system()));
  private static final Account ADA = WORLD.add("ada@example.test");
  private static final Passkeys PASSKEYS = WORLD.credentials.passkeys();

  @FuzzTest(maxDuration = "60s")
  void made(FuzzedDataProvider data) throws GeneralSecurityException {
    String good = new SoftPasskey(data.consumeInt()).make(PASSKEYS.begin(ADA.id()));
    try {
      PASSKEYS.add(ADA.id(), "x", spoilt(good, data), true);
      PASSKEYS.remove(ADA.id(), PASSKEYS.list(ADA.id()).getFirst().id());
    } catch (Refused _) {
      // what is to be expected
    }
  }

  @FuzzTest(maxDuration = "60s")
  void used(FuzzedDataProvider data) throws GeneralSecurityException {
    var key = new SoftPasskey(1);
    String good = key.use(PASSKEYS.ask());
    try {
      PASSKEYS.prove(Optional.empty(), spoilt(good, data));
    } catch (Refused _) {
      // what is to be expected
    }
  }

  /** Something else, or the right thing with a part of it replaced. */
  private static String spoilt(String good, FuzzedDataProvider data) {
    if (data.consumeBoolean()) {
      return data.consumeRemainingAsString();
    }
    byte[] bytes = good.getBytes(UTF_8);
    int from = data.consumeInt(0, bytes.length);
    int to = data.consumeInt(from, bytes.length);
    byte[] put = data.consumeRemainingAsBytes();
    byte[] all = Arrays.copyOf(bytes, from + put.length + bytes.length - to);
    System.arraycopy(put, 0, all, from, put.length);
    System.arraycopy(bytes, to, all, from + put.length, bytes.length - to);
    return new String(all, UTF_8);
  }
}

package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

class ResolversTest {
  @TempDir Path folder;

  private static Resolver of(String setting) throws Exception {
    return Resolvers.of(setting, () -> TransportSettings.Dnssec.LOCAL, InstantSource.system());
  }

  @Test
  void atATryOutNoNameExists() throws Exception {
    Resolver none = of(BootConfig.tryOut("127.0.0.1", 0).resolver());
    assertEquals(new Answer.NoSuchName<>(), none.txt("example.org"));
    assertEquals(new Answer.NoSuchName<>(), none.mx("example.org"));
    assertEquals(new Answer.NoSuchName<>(), none.ptr(InetAddress.getByName("192.0.2.1")));
  }

  @Test
  void aZoneFileIsAsked() throws Exception {
    Path zone = Files.writeString(folder.resolve("zone"), "example.org. 60 IN TXT \"hello\"\n");
    Answer<String> answer = of("file:" + zone).txt("example.org");
    assertEquals(List.of("hello"), ((Answer.Found<String>) answer).records());
  }

  @Test
  void aTypingErrorSaysWhatIsPossible() {
    String why = assertThrows(ConfigException.class, () -> of("192.0.2.1:dns")).why();
    assertTrue(why.contains("\"none\""), why);
  }
}

package org.mailstead.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.TestData;

/** A server needs no rights, has none, and shows its home to nobody. */
@Tag("slow")
@Tag("foreign")
class UnprivilegedTest {
  private static final String NOBODY = "65534";
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups");

  private static final String PASSWORD = "nobody-reads-this";

  @TempDir Path folder;

  @BeforeEach
  void openTheWay() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @Test
  void aServerWithoutRightsServes() throws Exception {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    assumeTrue(root, "only root can start a server as somebody else");
    Foreign.need("setpriv", "util-linux");
    Foreign.need("python3", "python3");
    String classpath = readable();
    Path home = Files.createDirectory(folder.resolve("home"));
    // As an operator might: others may look into the folder.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Foreign.run(folder, 10, "chown", NOBODY + ":" + NOBODY, home.toString()).orFail();
    try (Running server = Running.startAs(AS_NOBODY, classpath, home)) {
      hasNoRights(server.pid());
      List<String> add = List.of("account", "add", "eve@example.test", "--password", PASSWORD);
      List<String> words = new ArrayList<>(add);
      words.addAll(List.of("--home", home.toString()));
      Running.ended(AS_NOBODY, classpath, words).orFail();
      String[] talk = {"python3", "-c", TALK, "" + server.portBase(), PASSWORD};
      Foreign.run(folder, 30, talk).orFail();
      nobodyElseReads(home);
      String backup = folder.resolve("home/backup").toString();
      words = List.of("backup", backup, "--home", home.toString());
      Running.ended(AS_NOBODY, classpath, words).orFail();
      nobodyElseReads(home);
      assertEquals(0, server.stop());
    }
  }

  private static final String TALK =
      """
      import imaplib, smtplib, sys
      base, password = int(sys.argv[1]), sys.argv[2]
      big = "x" * 70 + "\\r\\n"
      with smtplib.SMTP("127.0.0.1", base + 25, timeout=30) as c:
          c.sendmail("a@else.test", ["eve@example.test"], "Subject: hello\\r\\n\\r\\n" + big * 2000)
      c = imaplib.IMAP4("127.0.0.1", base + 143)
      c.login("eve@example.test", password)
      assert c.select("INBOX")[1] == [b"1"]
      assert b"hello" in c.fetch("1", "(BODY[])")[1][0][1]
      """;

  private static void hasNoRights(long pid) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
    for (String set : List.of("CapEff", "CapPrm", "CapInh", "CapAmb")) {
      String line = status.stream().filter(l -> l.startsWith(set + ":")).findFirst().orElseThrow();
      assertTrue(line.matches(set + ":\\s*0+"), line);
    }
    String uids = status.stream().filter(l -> l.startsWith("Uid:")).findFirst().orElseThrow();
    assertEquals("Uid:" + ("\t" + NOBODY).repeat(4), uids);
  }

  /** Every file is closed to others, or lies in a folder that is. */
  private static void nobodyElseReads(Path home) throws IOException {
    List<Path> open = new ArrayList<>();
    look(home, home, open);
    assertEquals(List.of(), open);
  }

  private static void look(Path home, Path folder, List<Path> open) throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(folder)) {
      entries = list.toList();
    }
    for (Path entry : entries) {
      Set<PosixFilePermission> rights =
          Files.getPosixFilePermissions(entry, LinkOption.NOFOLLOW_LINKS);
      boolean closed = rights.stream().allMatch(right -> right.name().startsWith("OWNER_"));
      // What the test itself has put there, as root.
      boolean ours = List.of("out.txt", "log.txt").contains(home.relativize(entry).toString());
      if (!closed && !ours) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          look(home, entry, open);
        } else {
          open.add(entry);
        }
      }
    }
  }

  /** The classpath at a place where everybody can read it: jars are often in root's own folder. */
  private String readable() throws IOException {
    List<String> moved = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from)) {
        Path to = folder.resolve("classes" + moved.size() + "-" + from.getFileName());
        copy(from, to);
        moved.add(to.toString());
      }
    }
    return String.join(File.pathSeparator, moved);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path place = Files.isDirectory(from) ? to.resolve(from.relativize(path).toString()) : to;
        if (Files.isDirectory(path)) {
          Files.createDirectories(place);
        } else {
          Files.copy(path, place);
        }
      }
    }
  }

  @Test
  void theUnitFileIsOneThatSystemdTakes() throws Exception {
    assumeTrue(Foreign.isThere("systemd-analyze"), "systemd-analyze is missing: install systemd");
    String unit = Files.readString(TestData.checkout().resolve("docs/mailstead.service"));
    // The program is not installed here, and the user not made.
    Path file = folder.resolve("mailstead.service");
    Files.writeString(
        file,
        unit.replace("/opt/mailstead/mailstead", "/bin/true")
            .replaceAll("(?m)^(User|Group)=.*$", "$1=" + NOBODY));
    Foreign.Ended ended = Foreign.run(folder, 30, "systemd-analyze", "verify", file.toString());
    assertEquals("", ended.orFail().output().strip());
  }
}

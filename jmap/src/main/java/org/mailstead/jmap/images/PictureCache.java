package org.mailstead.jmap.images;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailstead.store.Space;
import org.mailstead.wire.WebAddress;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/**
 * Pictures that were got before, one file each, those that were looked at last. All of it may be
 * deleted at any time: it is got again. Each account has its own: who shares a server with a reader
 * could otherwise send both the same picture, and tell by a missing request what was read.
 */
final class PictureCache {
  private static final System.Logger LOG = System.getLogger(PictureCache.class.getName());

  /** A picture of mail is not meant to change; one that does is seen then. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final int MOST_FILES = 50_000;
  private static final String PART = ".part";

  private static final Duration SWEEP = Duration.ofDays(1);

  private record Kept(long size, Instant since) {}

  private final Path folder;
  private final Space space;
  private final InstantSource clock;
  private final Map<String, Kept> files = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;
  private Instant swept;

  /**
   * @param folder which is there, and has nothing else in it
   */
  PictureCache(Path folder, Space space, InstantSource clock) throws IOException {
    this.folder = folder;
    this.space = space;
    this.clock = clock;
    this.swept = clock.instant();
    Map<String, Kept> found = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("[0-9a-f]{64}")) {
          found.put(name, new Kept(Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } else if (name.endsWith(PART)) {
          Files.delete(file); // half of one, when the server ended
        }
      }
    }
    List<Map.Entry<String, Kept>> sorted = new ArrayList<>(found.entrySet());
    sorted.sort(Comparator.comparing(entry -> entry.getValue().since()));
    sorted.forEach(entry -> note(entry.getKey(), entry.getValue()));
    sweep();
  }

  /** Under what a picture is kept. */
  static String name(AccountId account, WebAddress address) {
    try {
      String both = account.value() + " " + address;
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(both.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The file of a picture; it may go at any time. */
  synchronized Optional<Path> find(String name) {
    Kept kept = files.get(name);
    if (kept == null) {
      return Optional.empty();
    }
    Path file = folder.resolve(name);
    if (isOver(kept) || !Files.exists(file)) { // somebody may have tidied up
      remove(name);
      return Optional.empty();
    }
    return Optional.of(file);
  }

  private boolean isOver(Kept kept) {
    return kept.since().plus(LONGEST).isBefore(clock.instant());
  }

  /** What nobody looks at any more goes too, such as that of an account that is gone. */
  private synchronized void sweep() {
    List.copyOf(files.entrySet()).stream()
        .filter(entry -> isOver(entry.getValue()))
        .forEach(entry -> remove(entry.getKey()));
    swept = clock.instant();
  }

  private synchronized boolean isSweepDue() {
    return swept.plus(SWEEP).isBefore(clock.instant());
  }

  /**
   * Keeps a picture, if there is room for it. When the disk gets full all pictures make way for
   * mail.
   *
   * @param most octets of all together
   */
  void put(String name, byte[] picture, long most) {
    if (isSweepDue()) {
      sweep();
    }
    if (isFull()) {
      shrink(0);
      return;
    }
    if (picture.length <= most) {
      write(name, picture);
    }
    shrink(most);
  }

  private boolean isFull() {
    try {
      space.check();
      return false;
    } catch (Refused _) {
      return true;
    }
  }

  private void write(String name, byte[] picture) {
    Path part = folder.resolve(name + PART);
    try {
      Files.write(part, picture);
      Instant now = clock.instant();
      Files.setLastModifiedTime(part, FileTime.from(now));
      synchronized (this) {
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        note(name, new Kept(picture.length, now));
        space.took(picture.length);
      }
    } catch (IOException e) {
      LOG.log(WARNING, "a picture cannot be kept", e); // it is shown all the same
    }
  }

  private synchronized void note(String name, Kept kept) {
    forget(name);
    files.put(name, kept);
    octets += kept.size();
  }

  private synchronized void forget(String name) {
    Kept before = files.remove(name);
    octets -= before == null ? 0 : before.size();
  }

  private synchronized void remove(String name) {
    forget(name);
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      LOG.log(WARNING, "a kept picture cannot be removed", e);
    }
  }

  private synchronized void shrink(long most) {
    while (octets > most || files.size() > MOST_FILES) {
      Iterator<String> eldest = files.keySet().iterator();
      remove(eldest.next());
    }
  }
}

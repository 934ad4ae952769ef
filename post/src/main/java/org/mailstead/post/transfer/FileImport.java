package org.mailstead.post.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Brings in mail from one file, part by part: an mbox, a single message, or a zip of those, whose
 * folders become mailboxes. What is in the account already is not brought in twice, so a part may
 * be done again.
 */
public final class FileImport {
  /** After so long a part ends. */
  private static final Duration PART = Duration.ofSeconds(2);

  /** The same where what comes before has to be unpacked again. */
  private static final Duration ZIP_PART = Duration.ofSeconds(8);

  /** How much more a zip may hold than it is long. */
  private static final int MOST_GROWN = 200;

  /** So many octets tell what a file is. */
  private static final int START = 5;

  private final Post post;
  private final InstantSource clock;

  public FileImport(Post post, InstantSource clock) {
    this.post = post;
    this.clock = clock;
  }

  /**
   * What is wanted.
   *
   * @param below the mailbox in which all comes to lie; empty to go by the folders' names
   * @param deed what it belongs to
   */
  public record Wanted(AccountId account, Optional<MailboxId> below, long deed) {}

  /**
   * What came of a part.
   *
   * @param problems how many were not brought in: {@code alreadyExists}, {@code notMessage}, {@code
   *     tooLarge}, {@code removed}
   * @param reached where the next one goes on
   * @param percent of the file, up to there
   */
  public record Part(
      int brought, Map<String, Integer> problems, long reached, boolean more, int percent) {
    public Part {
      problems = Map.copyOf(problems);
    }
  }

  /**
   * Brings in a part.
   *
   * @param position 0 at first, then what the last part reached
   * @throws Refused INVALID for what is no mail, OVER_QUOTA once nothing more fits
   */
  public Part step(Wanted wanted, ByteSource file, long position) {
    var step = new Step(wanted);
    try {
      byte[] first = start(file);
      if (first.length == START && first[0] == 'P' && first[1] == 'K' && first[2] == 3) {
        return step.zip(file, position);
      }
      // With its space: a message may begin with the field From.
      if (new String(first, ISO_8859_1).equals("From ")) {
        return step.mbox(file, position);
      }
      return step.single(file);
    } catch (ZipException | EOFException e) {
      throw new Refused(Problem.Kind.INVALID, "import.zip");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] start(ByteSource file) throws IOException {
    try (InputStream in = file.open(0, Math.min(START, file.length()))) {
      return in.readNBytes(START);
    }
  }

  /** One part. */
  private final class Step {
    private final TakingIn taking;
    private final Folders folders;
    private final Map<String, Integer> problems = new LinkedHashMap<>();
    private int brought;
    private boolean full;
    private ZipIndex index = ZipIndex.NONE;

    Step(Wanted wanted) {
      this.taking =
          new TakingIn(post, wanted.account, clock, true, wanted.deed, TakingIn.Origin.FILE);
      this.folders = new Folders(post, wanted.account, wanted.below);
    }

    /**
     * Takes a message.
     *
     * @param file its name in a zip
     * @return false when the account is full, after some that were brought in
     */
    private boolean take(TakingIn.Source source, String file, String folder) throws IOException {
      try {
        note(taking.take(source, clock.instant(), marks -> place(marks, file, folder)));
        return true;
      } catch (Refused e) {
        full = e.problem().kind() == Problem.Kind.OVER_QUOTA && brought > 0;
        if (full) {
          return false;
        }
        throw e;
      }
    }

    private void note(TakingIn.Came came) {
      switch (came) {
        case IN -> brought++;
        case KNOWN -> problem("alreadyExists");
        case NONE -> problem("notMessage");
        case TOO_LARGE -> problem("tooLarge");
        case GONE -> problem("removed");
      }
    }

    private void problem(String type) {
      problems.merge(type, 1, Integer::sum);
    }

    /** Mail of which nothing is said is taken for read: it is old. */
    private TakingIn.Place place(Marks marks, String file, String folder) {
      Optional<ZipIndex.Line> line = index.find(file);
      List<String> paths = line.map(ZipIndex.Line::folders).orElseGet(marks::folders);
      Set<MailboxId> mailboxes = new HashSet<>();
      for (String path : paths) {
        mailboxes.add(folders.find(path));
      }
      if (mailboxes.isEmpty()) {
        mailboxes.add(folders.find(folder));
      }
      Set<String> flags = new HashSet<>(line.map(ZipIndex.Line::flags).orElseGet(marks::flags));
      if (line.isEmpty() && !marks.known()) {
        flags.add("\\Seen");
      }
      return new TakingIn.Place(mailboxes, flags, line.map(ZipIndex.Line::received));
    }

    Part single(ByteSource file) throws IOException {
      try (InputStream in = file.open(0, file.length())) {
        boolean _ = take(in::transferTo, "", "");
      }
      if (problems.containsKey("notMessage")) {
        throw new Refused(Problem.Kind.INVALID, "import.kind");
      }
      return new Part(brought, problems, file.length(), false, 100);
    }

    Part mbox(ByteSource file, long position) throws IOException {
      long end = System.nanoTime() + PART.toNanos();
      try (InputStream in = file.open(position, file.length() - position)) {
        var reader = new MboxReader(in);
        long reached = position;
        while (System.nanoTime() < end) {
          if (!reader.hasNext()) {
            return new Part(brought, problems, file.length(), false, 100);
          }
          if (!take(reader::next, "", "")) {
            break;
          }
          reached = position + reader.position();
        }
        return new Part(brought, problems, reached, true, percent(reached, file.length()));
      }
    }

    private static int percent(long some, long all) {
      return Math.clamp(some * 100 / Math.max(1, all), 0, 99);
    }

    /** The position is the number of messages and other files that were passed. */
    Part zip(ByteSource file, long position) throws IOException {
      long end = System.nanoTime() + ZIP_PART.toNanos();
      try (InputStream in = file.open(0, file.length());
          var counted = new CountedStream(in);
          var zip = new ZipInputStream(counted)) {
        long most = (file.length() + (1 << 20)) * MOST_GROWN;
        var unpacked = new CountedStream(zip);
        long at = 0;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          at = entry(entry, unpacked, at, position, end);
          drain(unpacked, full ? 0 : most);
          if (full || (System.nanoTime() > end && at > position)) {
            return new Part(brought, problems, at, true, percent(counted.count(), file.length()));
          }
        }
        if (at == 0) {
          throw new Refused(Problem.Kind.INVALID, "import.zip");
        }
        return new Part(brought, problems, at, false, 100);
      }
    }

    /** Passes by what is left of an entry; what it holds is unpacked all the same. */
    private static void drain(CountedStream in, long most) throws IOException {
      byte[] buffer = new byte[1 << 16];
      while (most > 0 && in.read(buffer) >= 0) {
        if (in.count() > most) {
          throw new Refused(Problem.Kind.TOO_LARGE, "import.zip");
        }
      }
    }

    /**
     * Takes what an entry holds, but what was taken before.
     *
     * @return the position after it, or in it when the time is over
     */
    private long entry(ZipEntry entry, InputStream in, long at, long position, long end)
        throws IOException {
      String name = entry.getName();
      if (entry.isDirectory() || name.startsWith("__MACOSX/")) {
        return at;
      }
      if (name.equals(ZipIndex.NAME)) {
        index = ZipIndex.read(in);
        return at + 1;
      }
      byte[] first = in.readNBytes(START);
      var whole = new SequenceInputStream(new ByteArrayInputStream(first), in);
      return new String(first, ISO_8859_1).equals("From ")
          ? mbox(name, whole, at, position, end)
          : message(name, whole, at, position);
    }

    private long mbox(String name, InputStream in, long at, long position, long end)
        throws IOException {
      var reader = new MboxReader(in);
      long number = at;
      for (; reader.hasNext(); number++) {
        if (number < position) {
          reader.next(OutputStream.nullOutputStream());
        } else if (!take(reader::next, "", folder(name, true))) {
          return number;
        } else if (System.nanoTime() > end) {
          return number + 1;
        }
      }
      return number;
    }

    private long message(String name, InputStream in, long at, long position) throws IOException {
      if (at < position || !looksLikeMail(name)) {
        return at + 1;
      }
      boolean taken = take(in::transferTo, name, folder(name, false));
      return taken ? at + 1 : at;
    }

    /** Maildir's files have no extension, and their names end with flags. */
    private static boolean looksLikeMail(String name) {
      String file = name.substring(name.lastIndexOf('/') + 1).toLowerCase(java.util.Locale.ROOT);
      return file.endsWith(".eml")
          || file.endsWith(".msg.txt")
          || name.contains("/cur/")
          || name.contains("/new/")
          || name.startsWith("cur/")
          || name.startsWith("new/");
    }

    /** The folders that it lies in, or what an mbox is called. */
    private static String folder(String name, boolean mbox) {
      String path = mbox ? name.replaceFirst("(?i)\\.mbox$", "") : name;
      int cut = path.lastIndexOf('/');
      String folder = mbox ? path : path.substring(0, Math.max(0, cut));
      return folder
          .replaceFirst("/(cur|new)$", "")
          .replaceFirst("^(cur|new)$", "")
          .replaceFirst("^(mail|Takeout/Mail)(/|$)", "")
          .replaceFirst("(?i)\\.mbox/mbox$", "");
    }
  }
}

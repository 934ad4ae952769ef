package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as it crosses the control socket: how many words, each word, the folder it was typed
 * in, its standard input; texts in UTF-8, each after its length (4 octets, big-endian).
 *
 * @param input what stands on the command's standard input, where it reads that
 */
record ControlRequest(List<String> words, Path folder, byte[] input) {
  private static final int MAX_WORDS = 10_000;
  private static final int MAX_INPUT = 1 << 20;

  /** Of all words together: no shell takes more. */
  private static final int MAX_TEXT = 4 << 20;

  ControlRequest {
    words = List.copyOf(words);
  }

  /**
   * @throws IOException also when it is over a limit or makes no sense
   */
  static ControlRequest read(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_WORDS) {
      throw new IOException("a request of " + count + " words");
    }
    List<String> words = new ArrayList<>();
    int left = MAX_TEXT;
    for (int i = 0; i < count; i++) {
      byte[] word = octets(in, left);
      left -= word.length;
      words.add(new String(word, UTF_8));
    }
    String folder = new String(octets(in, left), UTF_8);
    try {
      return new ControlRequest(words, Path.of(folder), octets(in, MAX_INPUT));
    } catch (InvalidPathException e) {
      throw new IOException("a request from no folder", e);
    }
  }

  private static byte[] octets(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a text of " + length + " octets");
    }
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("a request that ends early");
    }
    return octets;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(words.size());
    for (String word : words) {
      octets(out, word.getBytes(UTF_8));
    }
    octets(out, folder.toString().getBytes(UTF_8));
    octets(out, input);
    out.flush();
  }

  private static void octets(DataOutputStream out, byte[] octets) throws IOException {
    out.writeInt(octets.length);
    out.write(octets);
  }
}

package org.mailstead.search.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * The process that reads PDF: takes files from its input, answers each with its text, and ends when
 * there are no more.
 */
public final class PdfProcess {
  static final byte WHOLE = 0;
  static final byte CUT = 1;
  static final byte BROKEN = 2;

  private PdfProcess() {}

  /** Runs until the input ends. */
  public static void main(String[] arguments) throws IOException {
    var in = new DataInputStream(new FileInputStream(FileDescriptor.in));
    var out = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    // Whatever a library prints must not get into the answers.
    System.setOut(System.err);
    for (int most = next(in); most > 0; most = next(in)) {
      byte[] content = in.readNBytes(in.readInt());
      answer(content, most, out);
    }
  }

  private static int next(DataInputStream in) throws IOException {
    try {
      return in.readInt();
    } catch (EOFException e) {
      return 0;
    }
  }

  private static void answer(byte[] content, int most, DataOutputStream out) throws IOException {
    var text = new Bounded(most);
    byte outcome;
    byte[] answer;
    try (PDDocument document = Loader.loadPDF(content)) {
      new PDFTextStripper().writeText(document, text);
      outcome = WHOLE;
      answer = text.bytes();
    } catch (Enough e) {
      outcome = CUT;
      answer = text.bytes();
    } catch (InvalidPasswordException e) {
      outcome = BROKEN;
      answer = "it has a password".getBytes(UTF_8);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      outcome = BROKEN;
      answer = ("it is broken: " + e.getClass().getSimpleName()).getBytes(UTF_8);
    }
    out.writeByte(outcome);
    out.writeInt(answer.length);
    out.write(answer);
    out.flush();
  }

  /** As much text as is wanted was found. */
  private static final class Enough extends IOException {}

  /** Keeps as many characters as are wanted, and stops the reading then. */
  private static final class Bounded extends Writer {
    private final StringWriter kept = new StringWriter();
    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public void write(char[] from, int off, int len) throws IOException {
      int room = most - kept.getBuffer().length();
      kept.write(from, off, Math.min(room, len));
      if (len > room) {
        throw new Enough();
      }
    }

    byte[] bytes() {
      return kept.toString().getBytes(UTF_8);
    }

    @Override
    public void flush() {
      // it is all in memory
    }

    @Override
    public void close() {
      // it is all in memory
    }
  }
}

package org.mailstead.search.extract;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Documents that are XML in a ZIP file, read entry by entry as they come. */
final class Office {
  private Office() {}

  static void read(Kind kind, byte[] content, Limits limits, Sink to) throws IOException {
    var budget = new Budget(limits.unpacked());
    int entries = 0;
    boolean any = false;
    try (var zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        to.checkTime();
        if (++entries > limits.entries()) {
          throw new IOException("more than " + limits.entries() + " files inside");
        }
        var inside = new Bounded(zip, budget);
        if (!to.isFull() && isRead(kind, entry.getName())) {
          any = true;
          OfficeXml.read(new MarkupGuard(inside), to);
          to.line();
        }
        // Entries that are not read must be unpacked too to be passed over: it counts as well.
        drain(inside, to);
      }
    }
    if (!any) {
      throw new IOException("no document inside");
    }
  }

  private static boolean isRead(Kind kind, String name) {
    return switch (kind) {
      case DOCX ->
          name.matches("word/(document|header\\d*|footer\\d*|footnotes|endnotes|comments)\\.xml");
      case XLSX -> name.matches("xl/(sharedStrings|workbook|comments\\d*|worksheets/[^/]+)\\.xml");
      case PPTX -> name.matches("ppt/(slides|notesSlides|comments)/[^/]+\\.xml");
      case ODF -> name.equals("content.xml") || name.equals("meta.xml");
      case TEXT, HTML, MESSAGE, CALENDAR, CARD, PDF, UNKNOWN -> false;
    };
  }

  private static void drain(InputStream in, Sink to) throws IOException {
    byte[] chunk = new byte[16 << 10];
    while (in.read(chunk) >= 0) {
      to.checkTime();
    }
  }

  /** Octets that may still come out of the file. */
  private static final class Budget {
    private long left;

    Budget(long left) {
      this.left = left;
    }

    void spend(long octets) throws IOException {
      left -= octets;
      if (left < 0) {
        throw new IOException("it unpacks to too much");
      }
    }
  }

  /** An entry, which its reader may close without closing the file. */
  private static final class Bounded extends FilterInputStream {
    private final Budget budget;

    Bounded(InputStream in, Budget budget) {
      super(in);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      int octet = super.read();
      budget.spend(octet < 0 ? 0 : 1);
      return octet;
    }

    @Override
    public int read(byte[] to, int off, int len) throws IOException {
      int count = super.read(to, off, len);
      budget.spend(Math.max(count, 0));
      return count;
    }

    @Override
    public long skip(long count) {
      return 0; // so that nothing comes past the budget
    }

    @Override
    public void close() {
      // the next entry follows
    }
  }
}

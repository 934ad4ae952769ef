package org.mailstead.search.extract;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the text of attachments. What costs little is read here; PDF in a process of its own, which
 * may die.
 */
public final class AttachmentText implements Closeable {
  private final Limits limits;
  private final PdfReader pdf;

  /** A reader with limits for each file. */
  public AttachmentText(Limits limits) {
    this.limits = limits;
    pdf = new PdfReader(limits);
  }

  /**
   * The text of a file. Whatever is wrong with the file is an answer, no exception.
   *
   * @param mediaType as the sender says
   * @param fileName empty when there is none
   */
  public Extracted read(String mediaType, String fileName, byte[] content) {
    if (content.length > limits.input()) {
      return new Extracted.Failed("larger than " + limits.input() + " octets");
    }
    Kind kind = Kind.of(mediaType, fileName);
    if (kind == Kind.PDF) {
      return pdf.read(content);
    }
    try {
      return here(kind, content, new Sink(limits));
    } catch (IOException e) {
      return new Extracted.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Extracted.Failed("it is broken: " + e.getClass().getSimpleName());
    }
  }

  private Extracted here(Kind kind, byte[] content, Sink to) throws IOException {
    switch (kind) {
      case TEXT -> PlainTexts.text(content, to);
      case HTML -> PlainTexts.html(content, to);
      case MESSAGE -> PlainTexts.message(content, to);
      case CALENDAR, CARD -> Properties.read(PlainTexts.decoded(content), to);
      case DOCX, XLSX, PPTX, ODF -> Office.read(kind, content, limits, to);
      case PDF, UNKNOWN -> {
        return new Extracted.Unknown();
      }
    }
    return to.result();
  }

  @Override
  public void close() {
    pdf.close();
  }
}

package org.mailstead.formats.tnef;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.Range;

/** A message that is being read. */
final class MessageDraft implements MapiProperties.Taker {
  private static final int SUBJECT = 0x0037;
  private static final int BODY = 0x1000;
  private static final int RTF = 0x1009;
  private static final int HTML = 0x1013;
  private static final int INTERNET_CODE_PAGE = 0x3fde;

  /** Of texts that are not Unicode; empty when it was not told. */
  String charset = "";

  Optional<String> subject = Optional.empty();
  Optional<AttachmentDraft> attachment = Optional.empty();

  private String htmlCharset = "";
  private final List<TnefMessage.Body> bodies = new ArrayList<>();
  private final List<TnefMessage.Attachment> attachments = new ArrayList<>();

  @Override
  public boolean wants(int id) {
    return id == SUBJECT;
  }

  @Override
  public void text(int id, String value) {
    subject = Optional.of(value);
  }

  @Override
  public void number(int id, long value) {
    if (id == INTERNET_CODE_PAGE) {
      htmlCharset = CodePages.name(value);
    }
  }

  @Override
  public void octets(int id, int type, Range octets) {
    switch (id) {
      case BODY -> body(TnefMessage.Form.PLAIN, type, octets);
      case RTF -> body(TnefMessage.Form.COMPRESSED_RTF, type, octets);
      case HTML -> body(TnefMessage.Form.HTML, type, octets);
      default -> {
        // of no use to a reader
      }
    }
  }

  private void body(TnefMessage.Form form, int type, Range octets) {
    String named =
        switch (type) {
          case MapiProperties.UNICODE -> "utf-16le";
          case MapiProperties.BINARY -> "";
          default -> charset;
        };
    bodies.add(new TnefMessage.Body(form, named, octets));
  }

  /** A text of the oldest kind, an attribute of its own. */
  void plainBody(Range octets) {
    bodies.add(new TnefMessage.Body(TnefMessage.Form.PLAIN, charset, octets));
  }

  @Override
  public void object(int id, TnefCursor in, long end) {
    // a message has none that is shown
  }

  void finishAttachment() {
    attachment.flatMap(AttachmentDraft::finish).ifPresent(attachments::add);
    attachment = Optional.empty();
  }

  TnefMessage finish() {
    finishAttachment();
    return new TnefMessage(subject, bodies.stream().map(this::withCharset).toList(), attachments);
  }

  /** HTML is octets, whose character set may be told after them. */
  private TnefMessage.Body withCharset(TnefMessage.Body body) {
    return body.form() == TnefMessage.Form.HTML && body.charset().isEmpty()
        ? new TnefMessage.Body(
            body.form(), htmlCharset.isEmpty() ? charset : htmlCharset, body.octets())
        : body;
  }
}

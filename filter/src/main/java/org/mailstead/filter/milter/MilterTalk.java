package org.mailstead.filter.milter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.formats.mime.HeaderField;

/**
 * One message's conversation with a filter. It begins when the header is there: the recipients have
 * been answered by then, so that a filter cannot refuse one of several any more.
 */
final class MilterTalk implements HookTalk {
  /** What a filter of an older version takes at once. */
  private static final int CHUNK = 65_535;

  /** Changes and signs of life that a filter may answer with at the end. */
  private static final int MOST_ANSWERS = 10_000;

  private final Opener opener;
  private final HookEnvelope envelope;
  private final ByteArrayOutputStream chunk = new ByteArrayOutputStream();
  private Optional<MilterLine> line = Optional.empty();
  private MilterOptions options = new MilterOptions(0);
  private Optional<IOException> failure = Optional.empty();
  private Optional<Opinion> decided = Optional.empty();
  private boolean skipsBody;

  /** Connects. */
  interface Opener {
    MilterLine open() throws IOException;
  }

  /** A part of the conversation. */
  private interface Part {
    void run(MilterLine line) throws IOException;
  }

  MilterTalk(Opener opener, HookEnvelope envelope) {
    this.opener = opener;
    this.envelope = envelope;
  }

  /** Goes on unless it is over. What goes wrong is told at the end. */
  private void goOn(Part part) {
    if (failure.isPresent() || decided.isPresent()) {
      return;
    }
    try {
      if (line.isEmpty()) {
        line = Optional.of(opener.open());
        negotiate(line.get());
      }
      part.run(line.get());
    } catch (IOException e) {
      failure = Optional.of(e);
      close();
    }
  }

  private void negotiate(MilterLine line) throws IOException {
    line.say(MilterOptions.offer());
    options = MilterOptions.agreed(line.hear());
  }

  @Override
  public void header(SignedMessage header) {
    goOn(line -> {
      var steps = new MilterSteps(envelope);
      step(line, MilterOptions.NO_CONNECT, MilterOptions.QUIET_CONNECT, steps.connect());
      step(line, MilterOptions.NO_HELO, MilterOptions.QUIET_HELO, steps.helo());
      step(line, MilterOptions.NO_MAIL, MilterOptions.QUIET_MAIL, steps.mail());
      recipients(line, steps);
      step(line, MilterOptions.NO_DATA, MilterOptions.QUIET_DATA, steps.data());
      for (HeaderField field : header.header().fields()) {
        step(
            line,
            MilterOptions.NO_HEADERS,
            MilterOptions.QUIET_HEADERS,
            List.of(MilterSteps.field(field, options.has(MilterOptions.LEADING_SPACE))));
      }
      step(
          line,
          MilterOptions.NO_END_OF_HEADER,
          MilterOptions.QUIET_END_OF_HEADER,
          List.of(MilterPacket.of('N')));
    });
  }

  /**
   * Says something, and hears what the filter says to it.
   *
   * @param unwanted the bit of a filter that does not want to hear it
   * @param quiet the bit of a filter that does not answer it
   */
  private void step(MilterLine line, int unwanted, int quiet, List<MilterPacket> packets)
      throws IOException {
    if (decided.isPresent() || options.has(unwanted)) {
      return;
    }
    for (MilterPacket packet : packets) {
      line.say(packet);
    }
    if (!options.has(quiet)) {
      hear(line);
    }
  }

  private void hear(MilterLine line) throws IOException {
    for (int i = 0; i < MOST_ANSWERS; i++) {
      switch (MilterAnswer.parse(line.hear())) {
        case MilterAnswer.Continue() -> {
          return;
        }
        case MilterAnswer.Skip() -> {
          skipsBody = true;
          return;
        }
        case MilterAnswer.Final(Opinion opinion) -> {
          decided = Optional.of(opinion);
          return;
        }
        case MilterAnswer.Progress() -> {}
        case MilterAnswer.AddField _, MilterAnswer.Quarantine _, MilterAnswer.Other _ ->
            throw new MilterSyntaxException("changes come at the end of a message");
      }
    }
    throw new MilterSyntaxException("the filter does not come to an end");
  }

  /** A recipient alone cannot be refused any more; when none is wanted, the message is not. */
  private void recipients(MilterLine line, MilterSteps steps) throws IOException {
    Optional<Opinion> refusal = Optional.empty();
    int refused = 0;
    for (String recipient : envelope.recipients()) {
      step(
          line,
          MilterOptions.NO_RECIPIENTS,
          MilterOptions.QUIET_RECIPIENTS,
          steps.recipient(recipient));
      if (decided.isPresent() && isRefusal(decided.get())) {
        refusal = decided;
        decided = Optional.empty();
        refused++;
      }
    }
    if (refused > 0 && refused == envelope.recipients().size()) {
      decided = refusal;
    }
  }

  private static boolean isRefusal(Opinion opinion) {
    return opinion.action() == Opinion.Action.REJECT || opinion.action() == Opinion.Action.LATER;
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    if (failure.isPresent()
        || decided.isPresent()
        || skipsBody
        || options.has(MilterOptions.NO_BODY)) {
      return;
    }
    int from = off;
    while (from < off + len) {
      int part = Math.min(CHUNK - chunk.size(), off + len - from);
      chunk.write(bytes, from, part);
      from += part;
      if (chunk.size() == CHUNK) {
        goOn(this::chunk);
      }
    }
  }

  private void chunk(MilterLine line) throws IOException {
    byte[] octets = chunk.toByteArray();
    chunk.reset();
    if (octets.length > 0 && !skipsBody) {
      var packet = new MilterPacket('B', octets);
      step(line, MilterOptions.NO_BODY, MilterOptions.QUIET_BODY, List.of(packet));
    }
  }

  @Override
  public Opinion finish() throws IOException {
    goOn(this::chunk);
    List<Opinion> said = new ArrayList<>();
    goOn(line -> {
      line.say(MilterPacket.of('E'));
      said.add(end(line));
      line.say(MilterPacket.of('Q'));
      line.flush();
    });
    close();
    if (failure.isPresent()) {
      throw failure.get();
    }
    return decided.orElseGet(said::getFirst);
  }

  /** What it wants changed, and then its decision. */
  private static Opinion end(MilterLine line) throws IOException {
    List<Opinion.Field> fields = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    Optional<String> held = Optional.empty();
    for (int i = 0; i < MOST_ANSWERS; i++) {
      switch (MilterAnswer.parse(line.hear())) {
        case MilterAnswer.Progress() -> {}
        case MilterAnswer.AddField(Opinion.Field field) -> {
          if (fields.size() < 100) {
            fields.add(field);
          }
        }
        case MilterAnswer.Quarantine(String why) -> held = Optional.of(why);
        case MilterAnswer.Other(String what) -> {
          if (!ignored.contains(what)) {
            ignored.add(what);
          }
        }
        case MilterAnswer.Final(Opinion opinion) when isRefusal(opinion) -> {
          return opinion;
        }
        case MilterAnswer.Final(Opinion opinion) -> {
          return held(opinion.action(), held, fields, ignored);
        }
        case MilterAnswer.Continue(), MilterAnswer.Skip() -> {
          return held(Opinion.Action.NONE, held, fields, ignored);
        }
      }
    }
    throw new MilterSyntaxException("the filter does not come to an end");
  }

  private static Opinion held(
      Opinion.Action action,
      Optional<String> held,
      List<Opinion.Field> fields,
      List<String> ignored) {
    boolean junk = held.isPresent() && action == Opinion.Action.NONE;
    return new Opinion(junk ? Opinion.Action.JUNK : action, held.orElse(""), 0, fields, ignored);
  }

  @Override
  public void close() {
    line.ifPresent(MilterLine::close);
  }
}

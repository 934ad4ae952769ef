package org.mailstead.filter.milter;

import java.time.Duration;
import org.mailstead.filter.hook.Hook;
import org.mailstead.filter.hook.HookEnvelope;
import org.mailstead.filter.hook.HookTalk;

/**
 * A filter that speaks the milter protocol.
 *
 * @param time for each step of the conversation
 */
public record MilterHook(MilterAddress address, Duration time) implements Hook {
  /** What is long for a filter that scans for viruses, and short for a client that waits. */
  public static final Duration TIME = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "milter:" + address;
  }

  @Override
  public HookTalk begin(HookEnvelope envelope) {
    return new MilterTalk(() -> MilterLine.connect(address, time), envelope);
  }
}

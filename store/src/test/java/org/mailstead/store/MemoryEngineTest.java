package org.mailstead.store;

import java.time.InstantSource;

class MemoryEngineTest extends EngineContract {
  @Override
  protected Engine open() {
    return new MemoryEngine(InstantSource.system());
  }
}

package org.mailstead.store;

import java.io.OutputStream;

public final class BlobDraft extends OutputStream {
  @Override
  public void write(int b) {}

  public Blob finish(Partition holder) {
    return new Blob.Small(new BlobId(new byte[32]), 0, new byte[0]);
  }
}

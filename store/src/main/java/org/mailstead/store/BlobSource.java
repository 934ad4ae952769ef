package org.mailstead.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Packed bytes that can be read at any place. */
sealed interface BlobSource extends AutoCloseable {
  long length();

  /** Reads exactly so many bytes at a position. */
  byte[] read(long position, int length) throws IOException;

  @Override
  void close() throws IOException;

  /** In memory. */
  record Bytes(byte[] bytes) implements BlobSource {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public byte[] read(long position, int length) throws IOException {
      if (position < 0 || position + length > bytes.length) {
        throw new EOFException();
      }
      return java.util.Arrays.copyOfRange(bytes, (int) position, (int) position + length);
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  /** A part of a file, which is closed with it. */
  record Region(FileChannel file, long start, long length) implements BlobSource {
    @Override
    public byte[] read(long position, int length) throws IOException {
      if (position < 0 || position + length > this.length) {
        throw new EOFException();
      }
      return at(file, start + position, length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  static byte[] at(FileChannel file, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.array();
  }
}

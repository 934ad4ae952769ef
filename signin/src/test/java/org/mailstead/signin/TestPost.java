package org.mailstead.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailstead.identity.World;
import org.mailstead.post.BlobScopes;
import org.mailstead.post.Post;
import org.mailstead.store.Blobs;
import org.mailstead.store.BlobsConfig;
import org.mailstead.store.Space;

/** The mail of a world's accounts. */
final class TestPost {
  private TestPost() {}

  static Post of(World world) {
    try {
      Path folder = Files.createTempDirectory("blobs");
      folder.toFile().deleteOnExit();
      var blobs = new Blobs(folder, world.store, BlobsConfig.DEFAULT, Space.endless(), world.clock);
      return new Post(
          world.store, blobs, new BlobScopes(new byte[32]), world.directory, world.clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

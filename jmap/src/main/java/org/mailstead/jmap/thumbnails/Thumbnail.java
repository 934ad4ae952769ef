package org.mailstead.jmap.thumbnails;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.mailstead.jmap.images.PictureType;

/**
 * A small picture of a large one. Its size is read first; then only every so many pixels are kept
 * while it is read, so that memory does not grow with what the file says.
 *
 * @param type PNG where something shines through, else JPEG
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Thumbnail(String type, byte[] octets) {
  /** So many octets tell whether it is one. */
  static final int TELLING = PictureType.TELLING;

  static final long MOST_PIXELS = 40_000_000;

  /** Of a JPEG that is gone through more than once: all of it is in memory then, as numbers. */
  private static final long MOST_PIXELS_IN_SCANS = 20_000_000;

  private static final int MOST_SCANS = 100;

  /** Of one row or column. */
  private static final int LONGEST = 30_000;

  private static final float QUALITY = 0.82f;

  /**
   * @param size of the longer side, at most
   * @param end when it has to be there, by {@link System#nanoTime}
   * @throws Unreadable for what is no PNG, JPEG or GIF, broken, or too large
   */
  static Thumbnail of(byte[] file, int size, long end) throws IOException {
    String format = format(file).orElseThrow(() -> Unreadable.none("it is no picture for us"));
    JpegFacts facts = format.equals("jpeg") ? JpegFacts.of(file) : JpegFacts.NONE;
    ImageReader reader = reader(format);
    try (var in = new TimedInput(file, end)) {
      // Neither what else is said of it nor further pictures are looked at.
      reader.setInput(in, true, true);
      return written(read(reader, facts, size, in).within(size).turned(facts.orientation()));
    } catch (IIOException | RuntimeException e) {
      // The readers of the JDK answer hostile files with whatever exception comes first.
      throw Unreadable.none("it is broken: " + e.getClass().getSimpleName());
    } finally {
      reader.dispose();
    }
  }

  /** Whether something that begins so is a picture that is read here. */
  static boolean isReadable(byte[] begin) {
    return format(begin).isPresent();
  }

  private static Optional<String> format(byte[] begin) {
    return PictureType.of(begin)
        .flatMap(type ->
            switch (type) {
              case PNG -> Optional.of("png");
              case JPEG -> Optional.of("jpeg");
              case GIF -> Optional.of("gif");
              // The JDK reads none of these, or believes what they say of their size.
              case WEBP, AVIF, BMP, ICO -> Optional.empty();
            });
  }

  /** Of the JDK; libraries may bring others, which nobody has looked at. */
  private static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if ("java.desktop".equals(reader.getClass().getModule().getName())) {
        return reader;
      }
    }
    throw new IllegalStateException("the JDK reads no " + format);
  }

  private static Pixels read(ImageReader reader, JpegFacts facts, int size, TimedInput in)
      throws IOException {
    try {
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      check(width, height, facts);
      ImageReadParam param = reader.getDefaultReadParam();
      int every = Math.max(1, Math.max(width, height) / (2 * size));
      param.setSourceSubsampling(every, every, 0, 0);
      if (facts.colours() == 4) {
        return FourColours.pixels(reader.readRaster(0, param), facts.adobe());
      }
      BufferedImage image = reader.read(0, param);
      int w = image.getWidth();
      int h = image.getHeight();
      return new Pixels(w, h, image.getRGB(0, 0, w, h, null, 0, w));
    } catch (IOException | RuntimeException e) {
      if (in.isLate()) {
        throw Unreadable.tooLarge("it takes too long");
      }
      throw e;
    }
  }

  private static void check(int width, int height, JpegFacts facts) throws Unreadable {
    long most = facts.scans() > 1 ? MOST_PIXELS_IN_SCANS : MOST_PIXELS;
    boolean large = (long) width * height > most || Math.max(width, height) > LONGEST;
    if (large || facts.scans() > MOST_SCANS) {
      throw Unreadable.tooLarge("it has too many pixels");
    }
  }

  private static Thumbnail written(Pixels pixels) throws IOException {
    boolean opaque = pixels.isOpaque();
    int w = pixels.width();
    int h = pixels.height();
    var image =
        new BufferedImage(w, h, opaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, w, h, pixels.argb(), 0, w);
    return opaque
        ? new Thumbnail("image/jpeg", write(image, "jpeg"))
        : new Thumbnail("image/png", write(image, "png"));
  }

  private static byte[] write(BufferedImage image, String format) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    var octets = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(octets)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
      }
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return octets.toByteArray();
  }
}

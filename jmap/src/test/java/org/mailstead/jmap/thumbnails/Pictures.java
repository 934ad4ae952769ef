package org.mailstead.jmap.thumbnails;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests, honest and hostile ones. */
final class Pictures {
  private Pictures() {}

  /** Red on the left, blue on the right, green below. */
  static BufferedImage drawn(int width, int height, int type) {
    var image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int top = x < width / 2 ? 0xffff0000 : 0xff0000ff;
        image.setRGB(x, y, y < height / 2 ? top : 0xff00ff00);
      }
    }
    return image;
  }

  static byte[] written(BufferedImage image, String format) {
    var out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static BufferedImage read(byte[] file) throws IOException {
    return Optional.ofNullable(ImageIO.read(new ByteArrayInputStream(file))).orElseThrow();
  }

  static byte[] jpeg(int width, int height) {
    return written(drawn(width, height, BufferedImage.TYPE_INT_RGB), "jpeg");
  }

  static byte[] progressive(int width, int height) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    var image = new IIOImage(drawn(width, height, BufferedImage.TYPE_INT_RGB), null, null);
    return written(writer, image, param);
  }

  private static byte[] written(ImageWriter writer, IIOImage image, ImageWriteParam param)
      throws IOException {
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, image, param);
    }
    return out.toByteArray();
  }

  /** Four colours as they are, all over. */
  static byte[] fourColours(int... colours) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, null);
    for (int i = 0; i < 64 * 64; i++) {
      raster.setPixel(i % 64, i / 64, colours);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    return written(writer, new IIOImage(raster, null, null), writer.getDefaultWriteParam());
  }

  /** With a segment behind the beginning. */
  static byte[] with(byte[] jpeg, int marker, byte[] segment) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + segment.length + 4);
    out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker);
    out.putShort((short) (segment.length + 2)).put(segment);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  static byte[] exif(int orientation) {
    ByteBuffer out = ByteBuffer.allocate(32);
    out.put("Exif\0\0".getBytes(ISO_8859_1));
    out.putInt(0x4d4d002a).putInt(8).putShort((short) 1);
    out.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
    return out.array();
  }

  static byte[] adobe(int transform) {
    byte[] segment = new byte[12];
    System.arraycopy("Adobe".getBytes(ISO_8859_1), 0, segment, 0, 5);
    segment[6] = 100;
    segment[11] = (byte) transform;
    return segment;
  }

  /** A PNG of nothing but zeros, as small as that gets. */
  static byte[] emptyPng(int width, int height, long octets) throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1));
    byte[] head =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 0, 0, 0, 0})
            .array();
    chunk("IHDR", head, out);
    var packed = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(packed)) {
      byte[] zeros = new byte[1 << 16];
      for (long left = octets; left > 0; left -= zeros.length) {
        deflate.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    }
    chunk("IDAT", packed.toByteArray(), out);
    chunk("IEND", new byte[0], out);
    return out.toByteArray();
  }

  private static void chunk(String name, byte[] data, ByteArrayOutputStream to) {
    byte[] body = new byte[data.length + 4];
    System.arraycopy(name.getBytes(ISO_8859_1), 0, body, 0, 4);
    System.arraycopy(data, 0, body, 4, data.length);
    var crc = new CRC32();
    crc.update(body);
    to.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    to.writeBytes(body);
    to.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** Two frames, the first of which is what is seen at first. */
  static byte[] animated() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    var out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int colour : new int[] {0xffff0000, 0xff0000ff}) {
        var frame = new BufferedImage(300, 200, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 300 * 200; i++) {
          frame.setRGB(i % 300, i / 300, colour);
        }
        var type = ImageTypeSpecifier.createFromRenderedImage(frame);
        var param = writer.getDefaultWriteParam();
        writer.writeToSequence(
            new IIOImage(frame, null, writer.getDefaultImageMetadata(type, param)), param);
      }
      writer.endWriteSequence();
    }
    return out.toByteArray();
  }
}

package org.mailstead.formats.tnef;

import org.mailstead.formats.mime.Charsets;

/** Character sets by the numbers that Windows gives them. */
final class CodePages {
  private CodePages() {}

  /** A name that {@link Charsets} knows; empty for a number that says nothing to us. */
  static String name(long number) {
    String name =
        switch ((int) Math.min(number, 100_000)) {
          case 874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258 -> "windows-" + number;
          case 932 -> "shift_jis";
          case 936 -> "gbk";
          case 949, 51_949 -> "ks_c_5601-1987";
          case 950 -> "big5";
          case 1200 -> "utf-16le";
          case 10_000 -> "macintosh";
          case 20_866 -> "koi8-r";
          case 21_866 -> "koi8-u";
          case 28_591, 28_592, 28_593, 28_594, 28_595, 28_596, 28_597, 28_598, 28_599 ->
              "iso-8859-" + (number - 28_590);
          case 28_603 -> "iso-8859-13";
          case 28_605 -> "iso-8859-15";
          case 50_220, 50_221, 50_222 -> "iso-2022-jp";
          case 51_932 -> "euc-jp";
          case 54_936 -> "gb18030";
          case 65_001 -> "utf-8";
          default -> "cp" + number; // of DOS
        };
    return Charsets.isKnown(name) ? name : "";
  }

  /** Of a font, by the number that RTF gives its character set; 0 for that of the document. */
  static int ofFont(int charset) {
    return switch (charset) {
      case 77 -> 10_000;
      case 128 -> 932;
      case 129 -> 949;
      case 134 -> 936;
      case 136 -> 950;
      case 161 -> 1253;
      case 162 -> 1254;
      case 163 -> 1258;
      case 177 -> 1255;
      case 178 -> 1256;
      case 186 -> 1257;
      case 204 -> 1251;
      case 222 -> 874;
      case 238 -> 1250;
      default -> 0;
    };
  }
}

package org.mailstead.search.extract;

import java.util.Locale;

/** What a file is, by its type, and by its name where the type says nothing. */
enum Kind {
  TEXT,
  HTML,
  MESSAGE,
  CALENDAR,
  CARD,
  DOCX,
  XLSX,
  PPTX,
  ODF,
  PDF,
  UNKNOWN;

  private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

  static Kind of(String mediaType, String fileName) {
    String type = mediaType.toLowerCase(Locale.ROOT).strip();
    return switch (type) {
      case "text/html", "application/xhtml+xml" -> HTML;
      case "message/rfc822", "message/global" -> MESSAGE;
      case "text/calendar", "application/ics" -> CALENDAR;
      case "text/vcard", "text/x-vcard", "text/directory" -> CARD;
      case "application/pdf", "application/x-pdf" -> PDF;
      case OFFICE + "wordprocessingml.document" -> DOCX;
      case OFFICE + "spreadsheetml.sheet" -> XLSX;
      case OFFICE + "presentationml.presentation" -> PPTX;
      case "application/vnd.oasis.opendocument.text",
          "application/vnd.oasis.opendocument.spreadsheet",
          "application/vnd.oasis.opendocument.presentation" ->
          ODF;
      case String other -> byName(fileName, other.startsWith("text/") ? TEXT : UNKNOWN);
    };
  }

  private static Kind byName(String fileName, Kind otherwise) {
    int dot = fileName.lastIndexOf('.');
    return switch (fileName.substring(dot + 1).toLowerCase(Locale.ROOT).strip()) {
      case "htm", "html", "xhtml" -> HTML;
      case "eml" -> MESSAGE;
      case "ics" -> CALENDAR;
      case "vcf" -> CARD;
      case "docx", "docm", "dotx" -> DOCX;
      case "xlsx", "xlsm" -> XLSX;
      case "pptx", "pptm", "ppsx" -> PPTX;
      case "odt", "ods", "odp", "ott" -> ODF;
      case "pdf" -> PDF;
      case "txt", "csv", "tsv", "md", "log" -> TEXT;
      case String _ -> otherwise;
    };
  }
}

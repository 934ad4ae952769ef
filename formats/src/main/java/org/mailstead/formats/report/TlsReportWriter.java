package org.mailstead.formats.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes reports about encryption as JSON in gzip (RFC 8460 section 4.4). */
public final class TlsReportWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private TlsReportWriter() {}

  /** The whole file. */
  public static byte[] write(OutgoingTlsReport report) {
    var out = new ByteArrayOutputStream();
    try (var zipped = new GZIPOutputStream(out);
        JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), zipped)) {
      write(report, json);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
    return out.toByteArray();
  }

  private static void write(OutgoingTlsReport report, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("organization-name", report.organization());
    json.writeObjectPropertyStart("date-range");
    json.writeStringProperty("start-datetime", report.start().toString());
    json.writeStringProperty("end-datetime", report.end().toString());
    json.writeEndObject();
    json.writeStringProperty("contact-info", report.contact());
    json.writeStringProperty("report-id", report.id());
    json.writeArrayPropertyStart("policies");
    report.policies().forEach(policy -> policy(policy, json));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void policy(OutgoingTlsReport.Policy policy, JsonGenerator json) {
    json.writeStartObject();
    json.writeObjectPropertyStart("policy");
    json.writeStringProperty("policy-type", policy.type());
    strings("policy-string", policy.strings(), json);
    json.writeStringProperty("policy-domain", policy.domain());
    strings("mx-host", policy.mxHosts(), json);
    json.writeEndObject();
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("total-successful-session-count", policy.successes());
    json.writeNumberProperty("total-failure-session-count", policy.failed());
    json.writeEndObject();
    json.writeArrayPropertyStart("failure-details");
    policy.failures().forEach(failure -> failure(failure, json));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void strings(String name, List<String> strings, JsonGenerator json) {
    if (!strings.isEmpty()) {
      json.writeArrayPropertyStart(name);
      strings.forEach(json::writeString);
      json.writeEndArray();
    }
  }

  private static void failure(OutgoingTlsReport.Failure failure, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("result-type", failure.result());
    optional("receiving-mx-hostname", failure.mxHost(), json);
    optional("receiving-ip", failure.address(), json);
    json.writeNumberProperty("failed-session-count", failure.sessions());
    optional("failure-reason-code", failure.reason(), json);
    json.writeEndObject();
  }

  private static void optional(String name, String value, JsonGenerator json) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }
}

package org.mailstead.admin;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mailstead.http.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations as OpenAPI 3.1 describes them. */
final class OpenApi {
  private static final String JSON = "application/json";

  private OpenApi() {}

  static ObjectNode of(Iterable<Operation> operations, String version) {
    ObjectNode api = Json.object().put("openapi", "3.1.0");
    api.putObject("info")
        .put("title", "Mailstead administration")
        .put("version", version)
        .put(
            "description",
            "Sign in with a token: \"Authorization: Bearer …\". Refusals are RFC 9457 problems"
                + " whose \"key\" says what is wrong.");
    api.putArray("servers").addObject().put("url", AdminServer.BASE);
    ObjectNode paths = api.putObject("paths");
    Map<String, ObjectNode> schemas = new TreeMap<>();
    for (Operation operation : operations) {
      ObjectNode path =
          paths.has(operation.path())
              ? (ObjectNode) paths.get(operation.path())
              : paths.putObject(operation.path());
      path.set(operation.method().toLowerCase(Locale.ROOT), described(operation, schemas));
    }
    ObjectNode components = api.putObject("components");
    ObjectNode named = components.putObject("schemas");
    schemas.forEach(named::set);
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    api.putArray("security").addObject().putArray("token");
    return api;
  }

  private static ObjectNode described(Operation operation, Map<String, ObjectNode> schemas) {
    ObjectNode node = Json.object();
    node.put("operationId", operation.id());
    node.putArray("tags").add(operation.id().split("\\.", 2)[0]);
    node.put("summary", operation.summary());
    operation.right().ifPresent(right -> node.put("x-right", right.word()));
    if (operation.fresh()) {
      node.put("x-fresh-proof", true);
    }
    ArrayNode parameters = Json.object().arrayNode();
    ObjectNode body = Shape.type("object");
    ArrayNode required = Json.object().arrayNode();
    for (Input input : operation.inputs()) {
      if (input.place() == Input.Place.BODY) {
        body.withObjectProperty("properties").set(input.name(), schema(input));
        if (input.required()) {
          required.add(input.name());
        }
      } else {
        parameters.add(parameter(input));
      }
    }
    if (!parameters.isEmpty()) {
      node.set("parameters", parameters);
    }
    if (body.has("properties")) {
      if (!required.isEmpty()) {
        body.set("required", required);
      }
      body.put("additionalProperties", false);
      ObjectNode request = node.putObject("requestBody").put("required", !required.isEmpty());
      request.putObject("content").putObject(JSON).set("schema", body);
    }
    node.set("responses", responses(operation, schemas));
    return node;
  }

  private static ObjectNode parameter(Input input) {
    ObjectNode parameter =
        Json.object()
            .put("name", input.name())
            .put("in", input.place() == Input.Place.PATH ? "path" : "query")
            .put("required", input.required())
            .put("description", input.doc());
    parameter.set("schema", schema(input));
    return parameter;
  }

  private static ObjectNode schema(Input input) {
    ObjectNode schema =
        switch (input.type()) {
          case TEXT -> Shape.type("string").put("maxLength", input.most());
          case NUMBER, TIME -> Shape.type("integer").put("minimum", 0).put("maximum", input.most());
          case FLAG -> Shape.type("boolean");
          case TEXTS -> {
            ObjectNode list = Shape.type("array");
            list.set("items", Shape.type("string").put("maxLength", input.most()));
            yield list;
          }
        };
    if (!input.choices().isEmpty()) {
      input.choices().forEach(schema.putArray("enum")::add);
    }
    if (input.secret()) {
      schema.put("format", "password");
    }
    return schema.put("description", input.doc());
  }

  private static ObjectNode responses(Operation operation, Map<String, ObjectNode> schemas) {
    ObjectNode responses = Json.object();
    if (operation.answers().isPresent()) {
      Operation.Answer answer = operation.answers().get();
      schemas.put(answer.name(), answer.schema());
      ObjectNode good = responses.putObject("200").put("description", "Done.");
      good.putObject("content")
          .putObject(JSON)
          .putObject("schema")
          .put("$ref", "#/components/schemas/" + answer.name());
    } else {
      String code = operation.method().equals("GET") ? "200" : "204";
      responses.putObject(code).put("description", "Done.");
    }
    ObjectNode refused = responses.putObject("default").put("description", "Refused (RFC 9457).");
    refused.putObject("content").putObject("application/problem+json");
    return responses;
  }
}

package org.mailstead.jmap.core;

import static java.lang.System.Logger.Level.ERROR;

import java.util.Map;
import org.mailstead.words.Refused;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Does the calls of a request one after the other (RFC 8620 section 3.3). */
public final class Processor {
  private static final System.Logger LOG = System.getLogger(Processor.class.getName());

  private final Methods methods;

  public Processor(Methods methods) {
    this.methods = methods;
  }

  /**
   * @param sessionState the state of the caller's session object
   * @throws RequestError unknownCapability
   */
  public ObjectNode run(JmapRequest request, Caller caller, String sessionState) {
    for (String capability : request.using()) {
      if (!methods.knows(capability)) {
        throw RequestError.unknownCapability(capability);
      }
    }
    var exchange = new Exchange(caller, request.using(), request.created().orElse(Map.of()));
    var references = new ResultReferences();
    for (Invocation call : request.calls()) {
      exchange.begin(call);
      int before = exchange.responses().size();
      try {
        call(call, exchange, request, references);
      } catch (MethodError e) {
        fail(exchange, before, e);
      } catch (Refused e) {
        fail(exchange, before, MethodError.of(e.problem()));
      } catch (RuntimeException | StackOverflowError e) {
        LOG.log(ERROR, "a method failed by a defect: " + call.name(), e);
        fail(exchange, before, new MethodError("serverFail", "a defect of the server"));
      }
    }
    return answer(request, exchange, sessionState);
  }

  private void call(
      Invocation call, Exchange exchange, JmapRequest request, ResultReferences references) {
    Method method =
        methods.find(call.name(), request.using()).orElseThrow(MethodError::unknownMethod);
    ObjectNode arguments = references.resolve(call.arguments(), exchange.responses());
    exchange.needRoom(0);
    method.call(exchange, new Arguments(arguments));
  }

  /** What the call has answered already stands: it is of a step that was done. */
  private static void fail(Exchange exchange, int before, MethodError error) {
    boolean partly = exchange.responses().size() > before;
    exchange.reply(
        "error", (partly ? new MethodError("serverPartialFail", error.type()) : error).json());
  }

  private static ObjectNode answer(JmapRequest request, Exchange exchange, String sessionState) {
    ObjectNode json = JmapJson.object();
    ArrayNode responses = json.putArray("methodResponses");
    exchange.responses().forEach(response -> responses.add(response.json()));
    if (request.created().isPresent()) {
      ObjectNode created = json.putObject("createdIds");
      exchange.created().forEach(created::put);
    }
    json.put("sessionState", sessionState);
    return json;
  }
}

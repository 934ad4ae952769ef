package org.mailstead.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which handler answers what. A path is literal segments and {@code {name}} for one segment of any
 * text; {@code {name*}} at its end takes all that is left. A literal goes before a name.
 */
public final class Routes {
  /** Whether pages of other sites may ask, by a script in somebody's browser. */
  public enum Origin {
    /** What changes something is refused when a page of another site sent it. */
    OWN,
    /** Anybody's: the request proves itself by what it carries, never by a cookie. */
    ANY
  }

  /** A route as it was given. */
  public record Route(String method, String path, Origin origin) {}

  /** Where a request goes. */
  record Found(Handler handler, Route route, Map<String, String> captured) {}

  private record Leaf(Handler handler, Route route) {}

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Leaf> leaves = new TreeMap<>();
    final Map<String, Leaf> rests = new TreeMap<>();
    @Nullable Node any;

    Node under(String segment) {
      if (!segment.startsWith("{")) {
        return literals.computeIfAbsent(segment, _ -> new Node());
      }
      Node next = any == null ? new Node() : any;
      any = next;
      return next;
    }
  }

  private final Node root = new Node();
  private final List<Route> all = new ArrayList<>();

  public Routes get(String path, Handler handler) {
    return on("GET", path, Origin.OWN, handler);
  }

  public Routes post(String path, Handler handler) {
    return on("POST", path, Origin.OWN, handler);
  }

  /**
   * @throws IllegalArgumentException when the route is there already
   */
  public Routes on(String method, String path, Origin origin, Handler handler) {
    var route = new Route(method, path, origin);
    Node at = root;
    Map<String, Leaf> leaves = at.leaves;
    for (String segment : segments(path)) {
      if (segment.endsWith("*}")) {
        leaves = at.rests;
        break;
      }
      at = at.under(segment);
      leaves = at.leaves;
    }
    if (leaves.putIfAbsent(method, new Leaf(handler, route)) != null) {
      throw new IllegalArgumentException("two handlers of " + method + " " + path);
    }
    all.add(route);
    return this;
  }

  /** Takes over what another table has. */
  public Routes add(Routes other) {
    for (Route route : other.all) {
      Found found = other.find(route.method(), segments(route.path())).orElseThrow();
      on(route.method(), route.path(), route.origin(), found.handler);
    }
    return this;
  }

  /** The same routes, each handler inside another one. */
  public Routes wrapped(UnaryOperator<Handler> by) {
    var wrapped = new Routes();
    for (Route route : all) {
      Found found = find(route.method(), segments(route.path())).orElseThrow();
      wrapped.on(route.method(), route.path(), route.origin(), by.apply(found.handler));
    }
    return wrapped;
  }

  public List<Route> all() {
    return List.copyOf(all);
  }

  static List<String> segments(String path) {
    return List.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1));
  }

  /**
   * Looks a request up; HEAD is answered by who answers GET.
   *
   * @param path segments, decoded
   */
  Optional<Found> find(String method, List<String> path) {
    return walk(root, method, path, 0);
  }

  private static Optional<Found> walk(Node node, String method, List<String> path, int at) {
    if (at == path.size()) {
      return leaf(node.leaves, method, path, at);
    }
    Node literal = node.literals.get(path.get(at));
    Optional<Found> found =
        literal == null ? Optional.empty() : walk(literal, method, path, at + 1);
    Node any = node.any;
    if (found.isEmpty() && any != null && !path.get(at).isEmpty()) {
      found = walk(any, method, path, at + 1);
    }
    return found.isPresent() ? found : leaf(node.rests, method, path, at);
  }

  private static Optional<Found> leaf(
      Map<String, Leaf> leaves, String method, List<String> path, int at) {
    Leaf leaf = leaves.get(method);
    if (leaf == null && method.equals("HEAD")) {
      leaf = leaves.get("GET");
    }
    return leaf == null
        ? Optional.empty()
        : Optional.of(new Found(leaf.handler, leaf.route, captured(leaf.route, path, at)));
  }

  private static Map<String, String> captured(Route route, List<String> path, int at) {
    Map<String, String> captured = new HashMap<>();
    List<String> pattern = segments(route.path());
    for (int i = 0; i < pattern.size(); i++) {
      String segment = pattern.get(i);
      if (segment.endsWith("*}")) {
        String rest = String.join("/", path.subList(at, path.size()));
        captured.put(segment.substring(1, segment.length() - 2), rest);
      } else if (segment.startsWith("{")) {
        captured.put(segment.substring(1, segment.length() - 1), path.get(i));
      }
    }
    return captured;
  }

  /** The methods that a path knows; empty when there is no such path. */
  Set<String> methods(List<String> path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : all) {
      if (find(route.method(), path).isPresent()) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }
}

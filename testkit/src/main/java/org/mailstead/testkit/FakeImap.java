package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server of IMAP on this machine that reads out the mailboxes that a test gives it, and has as
 * many odd ways as the test wants. Texts have one character for each octet.
 */
public final class FakeImap implements AutoCloseable {
  public static final String HOST = "imap.test";
  public static final String USER = "ann";
  public static final String PASSWORD = "sesame \"\\ opens";

  /** A message as it is told and handed out. */
  public record Message(long uid, String flags, String date, String labels, String octets) {
    /** One whose octets begin with this Message-ID. */
    public static Message of(long uid, String id, String flags) {
      String octets =
          "Message-ID: <%s@far.test>\r\nSubject: s %s\r\n\r\nbody of %s\r\n".formatted(id, id, id);
      return new Message(uid, flags, " 3-Mar-2020 10:00:00 +0100", "", octets);
    }
  }

  /**
   * A mailbox.
   *
   * @param listed what LIST says after the attributes and the delimiter, in quotes or as a literal
   */
  public record Box(String attributes, String delimiter, String listed, List<Message> messages) {}

  /** By their names on the wire, which EXAMINE and STATUS are asked for. */
  public final Map<String, Box> boxes = Collections.synchronizedMap(new TreeMap<>());

  /** Lines that clients have said. */
  public final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  /** What is answered in place of what it would say itself: {@code $tag} stands for the tag. */
  public final Map<String, String> instead = new ConcurrentHashMap<>();

  public volatile String greeting = "* OK at your service";
  public volatile String capabilities = "IMAP4rev1 AUTH=PLAIN SASL-IR";
  public volatile String namespace = "* NAMESPACE ((\"\" \"/\")) NIL NIL";
  public volatile long validity = 7;

  /** Said before the answer to each FETCH. */
  public volatile String unasked = "";

  /** Whether the first message goes each time somebody asks what there is. */
  public volatile boolean expunges;

  /** Messages that are handed out before the connection breaks, each time. */
  public volatile int patience = Integer.MAX_VALUE;

  public final AtomicInteger connections = new AtomicInteger();
  private final Signer signer;
  private final boolean startTls;
  private final ServerSocket socket;
  private final SSLContext context;

  /**
   * @param certified the name that the certificate is for
   * @param startTls whether TLS begins at a command
   */
  public FakeImap(String certified, boolean startTls) {
    this.startTls = startTls;
    this.signer = Signer.named("CN=fake", Instant.now()).host(certified).bySelf();
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      KeyStore keys = empty();
      Certificate[] chain = signer.chain().toArray(Certificate[]::new);
      keys.setKeyEntry("own", signer.keys().getPrivate(), new char[0], chain);
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, new char[0]);
      this.context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Whom to trust that wants to trust this one. */
  public KeyStore trusted() {
    try {
      KeyStore store = empty();
      store.setCertificateEntry("own", signer.certificate());
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Adds a mailbox with a plain name. */
  public FakeImap box(String name, String attributes, Message... messages) {
    List<Message> all = Collections.synchronizedList(new ArrayList<>(Arrays.asList(messages)));
    boxes.put(name, new Box(attributes, "\"/\"", "\"" + name + "\"", all));
    return this;
  }

  /** Adds a message to a mailbox that there is. */
  public void add(String name, Message message) {
    Objects.requireNonNull(boxes.get(name)).messages().add(message);
  }

  /** How many lines it has heard that hold this. */
  public long times(String piece) {
    return List.copyOf(heard).stream().filter(line -> line.contains(piece)).count();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      connections.incrementAndGet();
      client.setTcpNoDelay(true);
      new Talking(client).run();
    } catch (IOException e) {
      // the client has gone
    }
  }

  private SSLSocket encrypted(Socket plain) throws IOException {
    var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
    tls.setUseClientMode(false);
    tls.startHandshake();
    return tls;
  }

  /** One connection. */
  private final class Talking {
    private Socket client;
    private InputStream in;
    private OutputStream out;
    private List<Message> opened = List.of();
    private int left = patience;

    Talking(Socket client) throws IOException {
      use(startTls ? client : encrypted(client));
    }

    private void use(Socket now) throws IOException {
      client = now;
      in = new BufferedInputStream(now.getInputStream());
      out = new BufferedOutputStream(now.getOutputStream(), 1 << 16);
    }

    void run() throws IOException {
      say(greeting);
      for (String line = line(); !line.isEmpty(); line = line()) {
        heard.add(line);
        String[] words = line.split(" ", 2);
        if (words.length < 2 || words[1].equals("LOGOUT")) {
          return;
        }
        answer(words[0], words[1]);
        out.flush();
      }
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          String text = line.toString().strip();
          if (!text.endsWith("}")) {
            return text;
          }
          int length = Integer.parseInt(text.replaceAll("(?s).*\\{(\\d+)}", "$1"));
          say("+ go on");
          line.setLength(0);
          line.append(text.replaceAll("\\{\\d+}$", ""));
          line.append('"').append(new String(in.readNBytes(length), ISO_8859_1)).append('"');
          continue;
        }
        line.append((char) c);
      }
      return "";
    }

    private void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(ISO_8859_1));
      out.flush();
    }

    private void answer(String tag, String command) throws IOException {
      for (Map.Entry<String, String> one : instead.entrySet()) {
        if (command.startsWith(one.getKey())) {
          say(one.getValue().replace("$tag", tag));
          return;
        }
      }
      String name = command.split(" ", 2)[0].toUpperCase(Locale.ROOT);
      switch (name) {
        case "STARTTLS" -> {
          say(tag + " OK go");
          use(encrypted(client));
          return;
        }
        case "CAPABILITY" -> say("* CAPABILITY " + capabilities);
        case "LOGIN" -> {
          String right = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
          signIn(tag, command.equals("LOGIN \"" + USER + "\" \"" + right + "\""));
          return;
        }
        case "AUTHENTICATE" -> {
          authenticate(tag, command);
          return;
        }
        case "ENABLE" -> say("* ENABLED UTF8=ACCEPT");
        case "NAMESPACE" -> say(namespace);
        case "LIST" -> list();
        case "STATUS" -> status(command);
        case "EXAMINE" -> {
          if (!examine(tag, command)) {
            return;
          }
        }
        case "FETCH" -> fetch(command.substring(6), false);
        case "UID" -> fetch(command.substring(10), true);
        default -> {} // such as ID
      }
      say(tag + " OK done");
    }

    private void authenticate(String tag, String command) throws IOException {
      String response = command.substring("AUTHENTICATE PLAIN".length()).strip();
      if (response.isEmpty()) {
        say("+ ");
        response = line();
      }
      String plain = new String(Base64.getDecoder().decode(response), ISO_8859_1);
      signIn(tag, plain.equals("\0" + USER + "\0" + PASSWORD));
    }

    private void signIn(String tag, boolean right) throws IOException {
      say(tag + (right ? " OK in" : " NO [AUTHENTICATIONFAILED] not so"));
    }

    private void list() throws IOException {
      for (Box box : List.copyOf(boxes.values())) {
        say("* LIST (" + box.attributes + ") " + box.delimiter + " " + box.listed);
      }
    }

    private Optional<Box> named(String command) {
      int from = command.indexOf('"') + 1;
      return Optional.ofNullable(boxes.get(command.substring(from, command.lastIndexOf('"'))));
    }

    private void status(String command) throws IOException {
      int count = named(command).map(box -> box.messages.size()).orElse(0);
      say("* STATUS x (MESSAGES " + count + ")");
    }

    private boolean examine(String tag, String command) throws IOException {
      Optional<Box> box = named(command);
      if (box.isEmpty()) {
        say(tag + " NO no such mailbox");
        return false;
      }
      opened = List.copyOf(box.get().messages);
      say("* FLAGS (\\Seen)\r\n* " + opened.size() + " EXISTS\r\n* 0 RECENT");
      say("* OK [UIDVALIDITY " + validity + "] valid");
      return true;
    }

    private void fetch(String what, boolean byUid) throws IOException {
      if (!unasked.isEmpty()) {
        say(unasked);
      }
      if (expunges && opened.size() > 1 && what.contains("FLAGS")) {
        opened = opened.subList(1, opened.size());
        say("* 1 EXPUNGE");
      }
      String set = what.split(" ", 2)[0];
      for (int i = 0; i < opened.size(); i++) {
        Message one = opened.get(i);
        if (isIn(set, byUid ? one.uid : i + 1)) {
          say(item(i + 1, one, what));
        }
      }
    }

    private static boolean isIn(String set, long number) {
      return Arrays.stream(set.split(",", -1))
          .map(range -> range.split(":", -1))
          .anyMatch(range ->
              Long.parseLong(range[0]) <= number
                  && number <= Long.parseLong(range[range.length - 1]));
    }

    private String item(int number, Message one, String what) throws IOException {
      String start = "* " + number + " FETCH (UID " + one.uid;
      if (what.contains("BODY.PEEK[]")) {
        if (left-- <= 0) {
          out.flush();
          client.close();
          throw new IOException("no patience is left");
        }
        return start + " BODY[] {" + one.octets.length() + "}\r\n" + one.octets + ")";
      }
      if (!what.contains("FLAGS")) {
        return start + ")";
      }
      String header = one.octets.replaceAll("(?s)\r\n\r\n.*", "\r\n\r\n");
      return start
          + (one.labels.isEmpty() ? "" : " X-GM-LABELS (" + one.labels + ")")
          + " FLAGS ("
          + one.flags
          + ") INTERNALDATE \""
          + one.date
          + "\" RFC822.SIZE "
          + one.octets.length()
          + " BODY[HEADER.FIELDS (MESSAGE-ID SUBJECT)] {"
          + header.length()
          + "}\r\n"
          + header
          + ")";
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

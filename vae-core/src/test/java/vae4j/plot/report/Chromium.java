package vae4j.plot.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A browser without window, told what to do by Chromium's DevTools protocol over a WebSocket. It
 * notes what the page asks for, logs and throws.
 */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int PATIENCE_SECONDS = 300;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private volatile CompletableFuture<Boolean> loaded = new CompletableFuture<>();
  private int commands;

  private Chromium(Process process, URI page, HttpClient client) {
    this.process = process;
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(page, new Messages())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
  }

  /** Where on the PATH a browser is, if any. */
  static Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(Pattern.quote(java.io.File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param program as {@link #find} gives it
   * @param profile an empty folder
   */
  static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-default-browser-check",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    builder.redirectErrorStream(true).redirectOutput(profile.resolve("log").toFile());
    Process process = builder.start();
    try {
      HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
      int port = port(process, profile);
      return new Chromium(process, page(client, port), client);
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The browser writes the port it has chosen into its profile. */
  private static int port(Process process, Path profile) throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 2) {
          return Integer.parseInt(lines.get(0));
        }
      }
      if (!process.isAlive()) {
        throw new IOException("the browser ended: " + Files.readString(profile.resolve("log")));
      }
      Thread.sleep(50);
    }
    throw new IOException("the browser does not open a port for its tools");
  }

  /** The address at which the tools of the one page that is open listen. */
  private static URI page(HttpClient client, int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonArray targets = JsonParser.parseString(body).getAsJsonArray();
    for (JsonElement target : targets) {
      if (target.getAsJsonObject().get("type").getAsString().equals("page")) {
        return URI.create(target.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
      }
    }
    throw new IOException("the browser has no page: " + body);
  }

  /** Opens a file on a screen of so many pixels, and waits until all of it is there. */
  void open(Path file, int width, int height, boolean dark) {
    for (String domain : List.of("Page", "Network", "Log", "Runtime")) {
      send(domain + ".enable", new JsonObject());
    }
    JsonObject screen = new JsonObject();
    screen.addProperty("width", width);
    screen.addProperty("height", height);
    screen.addProperty("deviceScaleFactor", 1);
    screen.addProperty("mobile", width < 600);
    send("Emulation.setDeviceMetricsOverride", screen);
    JsonObject feature = new JsonObject();
    feature.addProperty("name", "prefers-color-scheme");
    feature.addProperty("value", dark ? "dark" : "light");
    JsonArray features = new JsonArray();
    features.add(feature);
    JsonObject media = new JsonObject();
    media.add("features", features);
    send("Emulation.setEmulatedMedia", media);
    requests.clear();
    complaints.clear();
    loaded = new CompletableFuture<>();
    JsonObject target = new JsonObject();
    target.addProperty("url", file.toUri().toString());
    send("Page.navigate", target);
    loaded.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    // Images are decoded and the page is laid out when this comes back.
    evaluate("Promise.allSettled([...document.images].map(i => i.decode())).then(() => 0)");
  }

  /** What a JavaScript expression, or its promise, is worth. */
  JsonElement evaluate(String expression) {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("expression", expression);
    arguments.addProperty("returnByValue", true);
    arguments.addProperty("awaitPromise", true);
    JsonObject answer = send("Runtime.evaluate", arguments);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.getAsJsonObject("result").get("value");
  }

  /** The whole page as a PNG file. */
  void screenshot(Path file) throws IOException {
    JsonObject arguments = new JsonObject();
    arguments.addProperty("format", "png");
    arguments.addProperty("captureBeyondViewport", true);
    JsonObject answer = send("Page.captureScreenshot", arguments);
    Files.write(file, Base64.getDecoder().decode(answer.get("data").getAsString()));
  }

  /** The addresses that the page has asked for since it was opened, but for data inside it. */
  List<String> requests() {
    synchronized (requests) {
      return requests.stream().filter(url -> !url.startsWith("data:")).toList();
    }
  }

  /** Errors and warnings of the browser and of the page's scripts since it was opened. */
  List<String> complaints() {
    synchronized (complaints) {
      return List.copyOf(complaints);
    }
  }

  private JsonObject send(String method, JsonObject arguments) {
    int id = ++commands;
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    JsonObject command = new JsonObject();
    command.addProperty("id", id);
    command.addProperty("method", method);
    command.add("params", arguments);
    socket.sendText(command.toString(), true).join();
    return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private void receive(JsonObject message) {
    if (message.has("id")) {
      CompletableFuture<JsonObject> answer = answers.remove(message.get("id").getAsInt());
      if (answer == null) {
        return;
      }
      if (message.has("error")) {
        answer.completeExceptionally(new IllegalStateException(message.toString()));
      } else {
        answer.complete(message.getAsJsonObject("result"));
      }
      return;
    }
    JsonObject fields = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Page.loadEventFired" -> loaded.complete(true);
      case "Network.requestWillBeSent" ->
          requests.add(fields.getAsJsonObject("request").get("url").getAsString());
      case "Log.entryAdded" -> complaints.add(fields.get("entry").toString());
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown" ->
          complaints.add(fields.toString());
      default -> {
        // Much else happens in a browser.
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
    // The browser's other processes end with it; the profile can only be deleted when it has.
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Puts the parts of a message together. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
        text.setLength(0);
        receive(message);
      }
      webSocket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}

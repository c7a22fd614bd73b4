package vae4j.cuda;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A log that keeps its lines. */
public final class LoggedLines extends AbstractLogger {
  private static final long serialVersionUID = 1;

  private final transient List<String> info = new ArrayList<>();
  private final transient List<String> debug = new ArrayList<>();
  private final transient List<String> warnings = new ArrayList<>();

  /** Those at the level of information. */
  public List<String> info() {
    return info;
  }

  /** Those at the level of details. */
  public List<String> debug() {
    return debug;
  }

  /** Warnings. */
  public List<String> warnings() {
    return warnings;
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return LoggedLines.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable failure) {
    String line = MessageFormatter.basicArrayFormat(pattern, arguments);
    switch (level) {
      case INFO -> info.add(line);
      case DEBUG -> debug.add(line);
      default -> warnings.add(line);
    }
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isTraceEnabled(Marker marker) {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled(Marker marker) {
    return true;
  }
}

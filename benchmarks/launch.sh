# For scripts that build a module and run a program of it; they source this file.
#
#   JAVA_HOME        which JDK, 17 or newer; else the one on the PATH
#   VAE_MVN_FLAGS    more options for Maven while it builds, such as -o
# shellcheck shell=bash

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 1
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME must name a JDK, 17 or newer: there is no $java"
else
  java=$(command -v java) || fail "no java on the PATH; a JDK 17 or newer is needed"
fi
version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
major=${version%%[!0-9]*}
[ "${major:-0}" -ge 17 ] || fail "Java 17 or newer is needed, $java is ${version:-unknown}"
command -v mvn >/dev/null || fail "no mvn on the PATH; Maven 3.8.7 or newer is needed to build"

# ND4J's fastest natives for this processor, as ./vae has them.
classifier=
if grep -qs -w avx512f /proc/cpuinfo && grep -qs -w avx512vl /proc/cpuinfo; then
  classifier=-Dnd4j.classifier=linux-x86_64-onednn-avx512
fi

java_options=(-Xmx2g -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)
# One collector thread leaves the cores to the computing; two collectors the JVM refuses.
case " ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-} " in
  *-XX:+Use*GC*) ;;
  *) java_options+=(-XX:+UseSerialGC) ;;
esac
if [ "$major" -ge 24 ]; then
  java_options+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
fi

# build MODULES [MAVEN OPTION…]: packages modules, and what they need, without tests.
build() {
  local modules=$1 log
  shift
  log=$(mktemp "${TMPDIR:-/tmp}/vae4j-build.XXXXXX") || fail "no temporary file for the build's log"
  # shellcheck disable=SC2086 # several flags in one variable
  if ! mvn -B -ntp -Dfast $classifier ${VAE_MVN_FLAGS:-} "$@" -pl "$modules" -am package \
    >"$log" 2>&1 </dev/null; then
    sed -n '/^\[ERROR\] -> /q; /^\[ERROR\]/p' "$log" >&2
    fail "the build failed; all of its output is in $log"
  fi
  rm -f "$log"
}

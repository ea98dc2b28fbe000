# shellcheck shell=bash
# Functions over the daemons of one state folder; sourced by the scripts hdfs-up, -down, -ctl and -admin.
#
# A state folder holds
#   settings           the variables below, written by hdfs-up
#   env                what hdfs-up printed
#   conf/              core-site.xml, hdfs-site.xml: for daemons and clients alike
#   NAME.pid logs/     one pid, one log and one output a daemon; NAME is nn (with --ha: nn1, nn2), dn0, dn1, ...
#                      and with --httpfs httpfs
#   name-NAME/ data-NAME/ edits/   what the daemons store
#   httpfs/            home of HttpFS
#
# settings: namenodes, datanodes, gateways (arrays of names), jars, httpfs_jars (folders), hdfs_url,
#   port (port[NAME.rpc|http|data|ipc])

fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}

open_state() { # STATE_DIR: sets state, and the settings that hdfs-up wrote
  [ -f "${1:-}/settings" ] || fail "'${1:-}' is no state folder of hdfs-up" 2
  state=$(cd "$1" && pwd)
  # shellcheck disable=SC1091
  . "$state/settings"
}

run_java() { # NAME HEAP CLASS ARGS...: becomes this JVM, as user hdfs or as $user; the superuser is whom the NameNode runs as
  local name=$1 heap=$2 class_path="$state/conf:$state/webroot:$jars/*"
  shift 2
  [ "$name" != httpfs ] || class_path="$state/httpfs/conf:$httpfs_jars/*"
  local flags=(
    -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto "-Xmx$heap"
    -Djava.net.preferIPv4Stack=true -Djava.awt.headless=true
    --add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED
    --add-opens=java.base/java.util.concurrent=ALL-UNNAMED --add-opens=java.base/java.net=ALL-UNNAMED
    "-Djava.io.tmpdir=$state/logs" "-Dfreeflow.daemon=$state/$name" "-Dfreeflow.log=$state/logs/$name.log"
  )
  # shellcheck disable=SC2086
  HADOOP_USER_NAME=${user:-hdfs} exec ${launcher:-} "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${flags[@]}" \
    -cp "$class_path" "$@"
}

start_daemon() { # NAME: starts it in a session of its own, so that no Ctrl-C or group kill of a caller ends it
  local name=$1 words pid
  mapfile -t words < <(daemon_words "$name")
  # exec all the way, so that $! is the pid of the JVM
  (launcher=setsid && run_java "$name" 192m "${words[@]}") \
    </dev/null >>"$state/logs/$name.out" 2>&1 &
  pid=$!
  printf '%s\n' "$pid" >"$state/$name.pid"
  disown
  # until the exec it is a shell, which pid_of takes for a daemon that has ended
  until pid_of "$name" >/dev/null || ! kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
}

daemon_words() { # NAME: its class and what only this daemon is told, one word a line
  local name=$1
  case $name in
    httpfs)
      printf '%s\n' "-Dhttpfs.home.dir=$state/httpfs" org.apache.hadoop.fs.http.server.HttpFSServerWebServer
      ;;
    nn*)
      echo org.apache.hadoop.hdfs.server.namenode.NameNode
      printf -- '-D\n%s\n' "dfs.namenode.name.dir=file://$state/name-$name"
      # two NameNodes on one host cannot tell by their address which of them they are
      [ "${#namenodes[@]}" -eq 1 ] || printf -- '-D\n%s\n' "dfs.ha.namenode.id=$name"
      ;;
    dn*)
      echo org.apache.hadoop.hdfs.server.datanode.DataNode
      printf -- '-D\n%s\n' "dfs.datanode.data.dir=file://$state/data-$name" \
        "dfs.datanode.address=127.0.0.1:${port[$name.data]}" \
        "dfs.datanode.http.address=127.0.0.1:${port[$name.http]}" \
        "dfs.datanode.ipc.address=127.0.0.1:${port[$name.ipc]}"
      ;;
  esac
}

pid_of() { # NAME: prints the pid while the process that we started runs; a pid that was reused is not ours
  local pid
  pid=$(cat "$state/$1.pid" 2>/dev/null) || return 1
  grep -qzxF -- "-Dfreeflow.daemon=$state/$1" "/proc/$pid/cmdline" 2>/dev/null || return 1
  printf '%s\n' "$pid"
}

end_daemon() { # NAME SIGNAL: returns when it has ended; one that ignores TERM is killed after 5 s
  local name=$1 pid tick
  if pid=$(pid_of "$name"); then
    kill "-$2" "$pid" 2>/dev/null || true
    for ((tick = 0; tick < 50; tick++)); do
      pid_of "$name" >/dev/null || break
      sleep 0.1
    done
    if pid_of "$name" >/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
    while pid_of "$name" >/dev/null; do sleep 0.05; done
  fi
  rm -f "$state/$name.pid"
}

ask() { curl --noproxy '*' -sf "$@"; }

jmx() { # NAME BEAN ATTRIBUTE: prints the value; fails while the daemon does not answer
  ask -m 3 "http://127.0.0.1:${port[$1.http]}/jmx?qry=Hadoop:service=$2" |
    sed -n "s/^ *\"$3\" *: *\"\{0,1\}\(.*[^\",]\)\"\{0,1\},\{0,1\}\$/\1/p" | grep .
}

active_namenode() { # prints the name of the NameNode that serves clients; fails if none does
  local name
  for name in "${namenodes[@]}"; do
    if [ "$(jmx "$name" NameNode,name=NameNodeStatus State)" = active ]; then
      printf '%s\n' "$name"
      return
    fi
  done
  return 1
}

is_ready() { # NAME: of two NameNodes each for itself, as there may be no active one; else all that it needs
  case $1 in
    nn[12]) [ "$(jmx "$1" NameNode,name=FSNamesystemState FSState)" = Operational ] ;;
    httpfs) ask -m 5 -o /dev/null "http://127.0.0.1:${port[httpfs.http]}/webhdfs/v1/?op=GETFILESTATUS&user.name=hdfs" ;;
    *) is_serving ;;
  esac
}

is_serving() { # an active NameNode out of safe mode, each running DataNode registered, a file written and read
  local active datanode running=0
  active=$(active_namenode) || return 1
  [ "$(jmx "$active" NameNode,name=FSNamesystemState FSState)" = Operational ] || return 1
  for datanode in "${datanodes[@]}"; do
    pid_of "$datanode" >/dev/null || continue
    running=$((running + 1))
    jmx "$datanode" DataNode,name=DataNodeInfo BPServiceActorInfo | grep -q RUNNING || return 1
  done
  [ "$(jmx "$active" NameNode,name=FSNamesystemState NumLiveDataNodes)" -ge "$running" ] || return 1
  [ "$running" -eq 0 ] || write_and_read "$active"
}

write_and_read() { # NAMENODE: a DataNode that was killed less than 14 s ago still counts as live, so try it
  local url="http://127.0.0.1:${port[$1.http]}/webhdfs/v1/.canary-$$-$RANDOM" location status=1
  location=$(ask -m 3 -X PUT "$url?op=CREATE&user.name=hdfs&noredirect=true" |
    sed -n 's/.*"Location":"\([^"]*\)".*/\1/p')
  if [ -n "$location" ] && ask -m 5 -X PUT --data-binary ok "$location" &&
    [ "$(ask -L -m 5 "$url?op=OPEN&user.name=hdfs")" = ok ]; then status=0; fi
  ask -m 3 -o /dev/null -X DELETE "$url?op=DELETE&user.name=hdfs" || true
  return "$status"
}

wait_until() { # SECONDS NAME CHECK...: polls the check; fails when NAME has ended, or after the time
  local deadline=$((SECONDS + $1)) name=$2
  shift 2
  until "$@" 2>/dev/null; do
    if ! pid_of "$name" >/dev/null; then
      tail -n 15 "$state/logs/$name.log" "$state/logs/$name.out" 2>/dev/null | cut -c1-300 >&2
      fail "$name has ended; see $state/logs/$name.log"
    fi
    [ "$SECONDS" -lt "$deadline" ] || fail "$name does not serve in time; see $state/logs/$name.log"
    sleep 0.1
  done
}

# shellcheck shell=bash
# Writes the configuration of a state folder; sourced by hdfs-up. What differs between the daemons of one state is
# given on their command lines (daemon_options), so that clients read the same files (HADOOP_CONF_DIR).

property() { printf '  <property><name>%s</name><value>%s</value></property>\n' "$1" "$2"; }

write_conf() { # REPLICATION BLOCK_SIZE
  mkdir -p "$state/conf" "$state/logs"
  # the jars carry no web applications, and a daemon without these (empty) folders on its class path does not start
  mkdir -p "$state"/webroot/webapps/{hdfs,datanode,static}
  { echo '<configuration>'; core_site; echo '</configuration>'; } >"$state/conf/core-site.xml"
  { echo '<configuration>'; hdfs_site "$@"; echo '</configuration>'; } >"$state/conf/hdfs-site.xml"
  cat >"$state/conf/log4j.properties" <<'END'
log4j.rootLogger=INFO,file
log4j.appender.file=org.apache.log4j.FileAppender
log4j.appender.file.File=${freeflow.log}
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=%d{ISO8601} %p %c{2}: %m%n
END
  if [ "${#gateways[@]}" -gt 0 ]; then write_httpfs; fi
}

write_httpfs() {
  mkdir -p "$state"/httpfs/{conf,log,temp}
  cp "$state/conf/log4j.properties" "$state/httpfs/conf/httpfs-log4j.properties"
  {
    echo '<configuration>'
    property httpfs.http.hostname 127.0.0.1
    property httpfs.http.port "${port[httpfs.http]}"
    property httpfs.hadoop.config.dir "$state/conf"
    property hadoop.http.temp.dir "$state/httpfs/temp"
    echo '</configuration>'
  } >"$state/httpfs/conf/httpfs-site.xml"
}

core_site() {
  property fs.defaultFS "$hdfs_url"
  property hadoop.tmp.dir "$state/tmp"
  property ipc.server.listen.queue.size 256
  # an HttpFS runs as hdfs, and acts as those who ask it
  property hadoop.proxyuser.hdfs.hosts "*"
  property hadoop.proxyuser.hdfs.groups "*"
}

hdfs_site() { # REPLICATION BLOCK_SIZE
  namenode_addresses
  # a token for whoever asks, though nobody proves who they are
  property dfs.namenode.delegation.token.always-use true
  property dfs.permissions.enabled true
  property dfs.permissions.superusergroup supergroup
  property dfs.replication "$1"
  property dfs.blocksize "$2"
  property dfs.namenode.fs-limits.min-block-size 4096
  property dfs.datanode.hostname 127.0.0.1
  property dfs.namenode.datanode.registration.ip-hostname-check false
  property dfs.client.block.write.replace-datanode-on-failure.policy NEVER
  # closing a file waits for the report of its last block, by default 400 ms or a multiple
  property dfs.client.block.write.locateFollowingBlock.initial.delay.ms 10
  # small and quick to notice: safe mode ends at once, a dead DataNode is known after 14 s
  property dfs.namenode.safemode.extension 0
  property dfs.heartbeat.interval 1s
  property dfs.namenode.heartbeat.recheck-interval 2000
  property dfs.namenode.redundancy.interval.seconds 1s
  property dfs.namenode.handler.count 4
  property dfs.datanode.handler.count 3
  property dfs.datanode.du.reserved 0
  property dfs.datanode.directoryscan.interval -1
  property dfs.block.scanner.volume.bytes.per.second 0
}

namenode_addresses() {
  local name service=${hdfs_url#hdfs://}
  if [ "${#namenodes[@]}" -eq 1 ]; then
    property dfs.namenode.rpc-address "127.0.0.1:${port[nn.rpc]}"
    property dfs.namenode.http-address "127.0.0.1:${port[nn.http]}"
    return
  fi
  property dfs.nameservices "$service"
  property "dfs.ha.namenodes.$service" "$(IFS=, && echo "${namenodes[*]}")"
  for name in "${namenodes[@]}"; do
    property "dfs.namenode.rpc-address.$service.$name" "127.0.0.1:${port[$name.rpc]}"
    property "dfs.namenode.http-address.$service.$name" "127.0.0.1:${port[$name.http]}"
  done
  property "dfs.client.failover.proxy.provider.$service" \
    org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider
  # the standby reads the edits of the active one from a folder that both see, every second
  property dfs.namenode.shared.edits.dir "file://$state/edits"
  property dfs.ha.tail-edits.period 1s
  property dfs.ha.log-roll.period 1s
  # failover is by command, and needs a way to fence that never fails
  property dfs.ha.automatic-failover.enabled false
  property dfs.ha.fencing.methods 'shell(true)'
}

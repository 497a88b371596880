extension Supervisor {
  /// The program between us and the server.
  ///
  /// Its standard input is a socket whose other end only we hold. When that end closes, for
  /// whatever reason, the server is stopped and the folder removed. Arguments: initdb, postgres,
  /// the folder, `keep` or `remove`, the configuration, and for a standby the folder with the
  /// socket of the server that it follows, and pg_basebackup.
  static let script = #"""
    initdb=$1 postgres=$2 folder=$3 keep=$4 configuration=$5 source=$6 basebackup=$7
    umask 077
    exec 3<&0 </dev/null
    cd "$folder" || exit 1
    exec >>server.log 2>&1

    status=0
    if [ ! -f data/PG_VERSION ] && [ -n "$source" ]; then
      "$basebackup" -h "$source" -p 5432 -U postgres -D data -R -X stream \
        --checkpoint=fast --no-sync 3<&-
      status=$?
    elif [ ! -f data/PG_VERSION ]; then
      "$initdb" -D data -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync \
        --no-instructions 3<&- && echo "include = 'embedded.conf'" >>data/postgresql.conf
      status=$?
    fi
    [ -d data ] && printf '%s\n' "$configuration" >data/embedded.conf

    if [ "$status" = 0 ]; then
      "$postgres" -D data -k "$folder" 3<&- &
      server=$!
    else
      server=
      echo "$status" >ended
    fi

    (
      # A word is an order; the end of the file means that the owner is gone.
      read -r word <&3
      signal=QUIT
      if [ "$keep" = keep ]; then
        [ "$word" = stop ] || exit 0
        signal=INT
      fi
      # Repeated: until the server has set its handlers, the signal is ignored.
      while [ ! -f ended ]; do
        kill -s "$signal" "$server"
        # A server that was frozen would never see the signal.
        kill -s CONT "$server"
        sleep 0.05
      done
    ) 2>/dev/null &
    watcher=$!

    if [ -n "$server" ]; then
      wait "$server"
      echo $? >ended
    fi
    # If the server ended by itself, its owner still wants to read the log.
    if [ "$keep" = remove ]; then
      wait "$watcher"
      cd /
      rm -rf "$folder"
    else
      kill "$watcher" 2>/dev/null
      wait "$watcher"
    fi
    """#
}

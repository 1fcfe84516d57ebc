# What the checks need of the machine; read by .ci/run.

install_packages() {
    local missing=()
    command -v make >/dev/null || missing+=(make)
    command -v curl >/dev/null || missing+=(curl)
    command -v xgettext >/dev/null || missing+=(gettext)
    command -v java >/dev/null || missing+=(default-jre-headless)
    command -v npm >/dev/null || missing+=(nodejs npm)
    command -v nginx >/dev/null || missing+=(nginx-light)
    command -v openssl >/dev/null || missing+=(openssl)
    command -v systemd-analyze >/dev/null || missing+=(systemd)
    command -v redis-server >/dev/null || missing+=(redis-server)
    [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium)
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
    [ -n "$(fc-list :lang=ru 2>/dev/null)" ] || missing+=(fontconfig fonts-dejavu-core)
    local python=""
    for name in python3 python3.11 python3.12 python3.13 python3.14; do
        "$name" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$name && break
    done
    [ -n "$python" ] || missing+=(python3 python3-venv)
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" != 0 ]; then
        echo "Missing: ${missing[*]} (apt-get install them, or run this as root)." >&2
        exit 1
    fi
    echo "Installing ${missing[*]} ..."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >"$WORK/logs/apt.log" 2>&1
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$WORK/logs/apt.log" 2>&1 ||
        { tail -n 30 "$WORK/logs/apt.log"; exit 1; }
}

free_port() {
    .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

start_services() {
    local port
    PG_BIN=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
    port=$(free_port)
    mkdir "$WORK/postgresql"
    [ "$(id -u)" != 0 ] || chown postgres "$WORK/postgresql"
    (
        cd "$WORK/postgresql"  # a folder that the postgres user may stand in
        as_postgres "$PG_BIN/initdb" -D data -U opendoors --auth=trust --encoding=UTF8 --locale=C.UTF-8
        as_postgres "$PG_BIN/pg_ctl" -D data -w -l log -o "-p $port -h 127.0.0.1 -k '' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off -c autovacuum=off" start
        as_postgres "$PG_BIN/createdb" -h 127.0.0.1 -p "$port" -U opendoors opendoors
    ) >"$WORK/logs/postgresql.log" 2>&1 || { cat "$WORK/logs/postgresql.log"; exit 1; }
    DATABASE=postgres://opendoors@127.0.0.1:$port/opendoors
    port=$(free_port)
    redis-server --port "$port" --bind 127.0.0.1 --save '' --dir "$WORK" >"$WORK/logs/redis.log" 2>&1 &
    REDIS_PID=$!
    CACHE=redis://127.0.0.1:$port/1
}

stop_services() {
    local lane
    for lane in "${LANES[@]}"; do
        kill -- "-$lane" 2>/dev/null || true
    done
    [ -z "$REDIS_PID" ] || kill "$REDIS_PID" 2>/dev/null || true
    [ ! -d "$WORK/postgresql/data" ] ||
        (cd "$WORK/postgresql" && as_postgres "$PG_BIN/pg_ctl" -D data -m immediate stop) >/dev/null 2>&1 || true
    rm -rf "$WORK"
}

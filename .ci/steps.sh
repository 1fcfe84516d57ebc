# How checks are run and counted; read by .ci/run.

# step NAME COMMAND...: say how it went; what a failed one said is shown in full.
step() {
    STEP=$1
    local start=$SECONDS log=$WORK/logs/$1.log status=0
    shift
    # Not as a condition: inside one, "set -e" would not hold.
    set +e
    (set -e; "$@") >"$log" 2>&1
    status=$?
    set -e
    if [ "$status" = 0 ]; then
        echo "ok      $STEP ($((SECONDS - start)) s)$(sed 's/^/, /; s/$/ tests/' "$WORK/counts/$STEP" 2>/dev/null || true)"
    else
        touch "$WORK/failed.$STEP"
        echo "FAILED  $STEP ($((SECONDS - start)) s):"
        sed 's/^/    /' "$log"
        [ "$STEP" != install ] || exit 1
    fi
}

# tests COMMAND...: run it, refuse skipped tests and an empty run, and note how many there were.
tests() {
    local output=$WORK/output.$STEP count
    "$@" 2>&1 | tee "$output"
    if grep -Eq 'skipped=|expected failures=|unexpected successes=' "$output"; then
        echo "Tests were skipped or expected to fail: every test has to run and to pass."
        return 1
    fi
    count=$(sed -n 's/^Ran \([0-9]*\) tests\{0,1\} in .*/\1/p' "$output")
    [ "${count:-0}" -gt 0 ] || { echo "No test ran."; return 1; }
    echo "$count" >"$WORK/counts/$STEP"
}

migrations_complete() {
    DATABASE_URL=$1 DEBUG=on SECRET_KEY=none ENV_FILE=/dev/null .venv/bin/python manage.py makemigrations --check --dry-run
}

opens() {
    curl -fsS -o "$WORK/answer" "http://127.0.0.1:$1$2" -H 'Host: localhost' -H 'X-Forwarded-Proto: https' ||
        { echo "$2 does not open"; return 1; }
}

# The site as production runs it: hashed static files, granian, https demanded by default.
served_by_granian() {
    local port pid status
    port=$(free_port)
    "${PRODUCTION[@]}" .venv/bin/python manage.py collectstatic --noinput --verbosity 0
    "${PRODUCTION[@]}" .venv/bin/python manage.py migrate --verbosity 0
    "${PRODUCTION[@]}" BEHIND_PROXY=on .venv/bin/granian --interface wsgi --host 127.0.0.1 --port "$port" \
        opendoors.wsgi:application &
    pid=$!
    for _try in $(seq 50); do
        opens "$port" /health/ 2>/dev/null >&2 && break
        sleep 0.2
    done
    status=0
    for path in /health/ / /ru/ /news/ /admin/login/; do
        opens "$port" "$path" || status=1
        for file in $(grep -oE '/static/[^" ]+' "$WORK/answer" | sort -u); do
            opens "$port" "$file" || status=1
        done
    done
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/" -H 'Host: localhost')" = 301 ] ||
        { echo "plain http is not sent to https"; status=1; }
    kill "$pid"
    wait "$pid" || true
    return "$status"
}

summary() {
    local total=0 count name
    for name in "${STEPS[@]}"; do
        [ -e "$WORK/done.$name" ] || { echo "FAILED  $name: it did not come to its end"; touch "$WORK/failed.$name"; }
    done
    for count in "$WORK"/counts/*; do
        total=$((total + $(cat "$count" 2>/dev/null || echo 0)))
    done
    echo "Took $SECONDS s."
    if compgen -G "$WORK/failed.*" >/dev/null; then
        echo "Failed:$(for file in "$WORK"/failed.*; do echo -n " ${file##*failed.}"; done)"
        exit 1
    fi
    echo "$total passed, 0 failed"
}

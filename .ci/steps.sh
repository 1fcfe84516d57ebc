# How checks are run and counted; read by .ci/run.

# step NAME COMMAND...: say how it went; what a failed one said is shown in full, of another one what it measured.
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
        grep -o 'figures: .*' "$log" | sed 's/^figures:/       /' || true
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

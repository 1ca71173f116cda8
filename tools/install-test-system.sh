#!/bin/sh
# Install the programs the tests drive: LibreOffice, Chromium, poppler, Chinese fonts, PostgreSQL, TypeScript.
# Does nothing when they are there. Without the right to install it says what is missing; with --must that is an error.
set -eu

missing() {
    command -v soffice >/dev/null 2>&1 || echo libreoffice-writer-nogui libreoffice-calc-nogui
    command -v chromium >/dev/null 2>&1 || echo chromium
    command -v pdftoppm >/dev/null 2>&1 || echo poppler-utils
    { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || echo postgresql postgresql-client
    { command -v node && command -v npm; } >/dev/null 2>&1 || echo nodejs npm
    fc-list :lang=zh 2>/dev/null | grep -q . || echo fontconfig fonts-noto-cjk
}

# From the npm registry, as its lock file says.
scripts() {
    tsc=$(dirname "$0")/typescript
    [ -x "$tsc/node_modules/.bin/tsc" ] ||
        (cd "$tsc" && npm ci --silent --no-audit --no-fund) ||
        echo "Not installed: typescript (npm ci in $tsc); the test that needs it is skipped" >&2
}

packages=$(missing | tr '\n' ' ')
[ -n "$packages" ] || { scripts; exit 0; }

if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        as_root=no
    fi
    if [ "$as_root" != no ]; then
        echo "installing what the tests drive: $packages"
        log=$(mktemp)
        # shellcheck disable=SC2086  # both are lists of words
        if ! { $as_root apt-get update -qq &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } \
            >"$log" 2>&1; then
            tail -n 20 "$log" >&2
        fi
        rm -f "$log"
    fi
fi

packages=$(missing | tr '\n' ' ')
[ -n "$packages" ] || { scripts; exit 0; }
echo "Not installed: ${packages% }" >&2
echo "Tests that need them are skipped. On Debian or Ubuntu: sudo apt install ${packages% }" >&2
[ "${1:-}" != --must ]

#!/bin/sh
# Install what `make build` made as people without this checkout would, each way in an empty home with empty caches, and
# let each take a workbook all the way. Takes minutes and the package index; for releases, not for every change.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(ls "$root"/dist/*.whl)
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
# A user's shell: nothing of this checkout leaks into what is tried.
clean="env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=$away/home LC_ALL=C.UTF-8 BROWSER=true"
for name in UV_INDEX_URL UV_DEFAULT_INDEX UV_FIND_LINKS PIP_INDEX_URL PIP_CERT SSL_CERT_FILE HTTPS_PROXY https_proxy; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || clean="$clean $name=$value"
done

takes_a_workbook() { # way, program
    mkdir -p "$away/$1"
    cd "$away/$1"
    $clean "$2" new 我的部门 --workbook >/dev/null
    $clean "$2" check 我的部门.xlsx | tail -1
    $clean "$2" publish 我的部门.xlsx -o 公开 --formats pdf,xlsx >/dev/null
    $clean "$2" open --no-browser >page.log 2>&1 &
    page=$!
    for _ in $(seq 60); do
        grep -q http page.log && break
        sleep 0.5
    done
    "${PYTHON:-python3}" - "$(grep -o 'http[^ ]*' page.log)" <<'END'
import sys, urllib.request
assert "放入文件" in urllib.request.urlopen(sys.argv[1]).read().decode()
END
    kill "$page"
    wait "$page" || true
    echo "$1: new, check, publish, open"
    cd "$root"
}

mkdir -p "$away/home"
takes_a_workbook pyz "$root/dist/yusuan.sh"

$clean UV_CACHE_DIR="$away/uv" UV_TOOL_DIR="$away/tools" UV_TOOL_BIN_DIR="$away/bin" \
    "$root/tools/uv" tool install --quiet "yusuan[web] @ file://$wheel"
takes_a_workbook uv-tool "$away/bin/yusuan"

$clean UV_CACHE_DIR="$away/uv-for-pipx" "$root/tools/uv" venv --quiet --seed "$away/pipx"
$clean "$away/pipx/bin/pip" install --quiet --no-cache-dir pipx
$clean PIP_NO_CACHE_DIR=1 PIPX_HOME="$away/pipx-home" PIPX_BIN_DIR="$away/pipx-bin" \
    "$away/pipx/bin/pipx" install --quiet "yusuan[web] @ file://$wheel"
takes_a_workbook pipx "$away/pipx-bin/yusuan"

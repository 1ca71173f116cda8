#!/bin/sh
# Start yusuan.pyz beside this file; without arguments, its page in the browser.
here=$(cd "$(dirname "$0")" && pwd)
for name in python@PYTHON@ python3 python; do
    if command -v "$name" >/dev/null 2>&1 &&
        [ "$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "@PYTHON@" ]; then
        exec "$name" "$here/yusuan.pyz" "$@"
    fi
done
echo "需要 Python @PYTHON@，没有找到。请先安装（https://www.python.org/downloads/），再重新打开。" >&2
if [ -t 0 ]; then
    printf '按回车键关闭' >&2
    read -r _
fi
exit 2

@echo off
rem Start yusuan.pyz beside this file; without arguments, its page in the browser.
chcp 65001 >nul
where py >nul 2>nul && py -@PYTHON@ -c "" >nul 2>nul && goto launcher
python -c "import sys; sys.exit(sys.version_info[:2] != tuple(map(int, '@PYTHON@'.split('.'))))" >nul 2>nul && goto own
echo 需要 Python @PYTHON@，没有找到。
echo 请先安装 https://www.python.org/downloads/ ，再重新打开。
pause
exit /b 2
:launcher
py -@PYTHON@ "%~dp0yusuan.pyz" %*
exit /b %errorlevel%
:own
python "%~dp0yusuan.pyz" %*
exit /b %errorlevel%

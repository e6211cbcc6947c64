#!/bin/sh
# Starts the command it is given. If PARAMETER_STORE_PREFIX is set, the command first gets every parameter below that
# path as an environment variable; if they cannot be read, the command is not started.
set -eu

if [ -n "${PARAMETER_STORE_PREFIX:-}" ]; then
  # Warnings of Node.js (such as the SDK's about versions) are no news of the parameters.
  parameter_exports=$(node --no-warnings "$(dirname "$0")/src/read-parameters.js") || exit 1
  eval "$parameter_exports"
  unset parameter_exports
fi

exec "$@"

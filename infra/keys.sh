#!/bin/sh
# The app's keys around a deployment. "make", before it: where there is no vault yet, those that are not given are made. "forget", after it: they are in the vault, and
# leave the environment's file. A key that is set in between (azd env set USHER_TOKEN_KEY ...) replaces the one in the vault.
set -eu

value() { # name; nothing where there is none, whatever azd says then
  if found=$(azd env get-value "$1" 2> /dev/null); then echo "$found"; fi
}

case "$1" in
make)
  [ -z "$(value AZURE_KEY_VAULT_NAME)" ] || exit 0
  for name in USHER_TOKEN_KEY USHER_ENCRYPTION_KEY USHER_MANAGEMENT_KEY; do
    [ -n "$(value $name)" ] || azd env set $name "$(openssl rand -base64 32)"
  done
  ;;
forget)
  for name in USHER_TOKEN_KEY USHER_ENCRYPTION_KEY USHER_MANAGEMENT_KEY USHER_RUNNER_KEY; do
    [ -z "$(value $name)" ] || azd env set $name ""
  done
  ;;
esac

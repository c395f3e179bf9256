#!/usr/bin/env bash
# Compiles the Bicep files, types and linter included, and works out what they would deploy, with every option off and on. Whatever the compiler says fails, a warning too.
# Then breaks a copy in four ways, each of which has to be found. Needs no network and no Azure.
set -uo pipefail
bicep=$1
cd "$(dirname "$0")/../.."
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 AZURE_ENV_NAME=check AZURE_LOCATION=westeurope
copy=artifacts/bicep

compiles() { # folder
  local said
  said=$("$bicep" build "$1/main.bicep" --stdout 2>&1 > /dev/null && "$bicep" build-params "$1/main.bicepparam" --stdout 2>&1 > /dev/null) && [ -z "$said" ] && return
  echo "$said"
  return 1
}

evaluates() { # NAME=VALUE...
  local said resources
  said=$(env "$@" "$bicep" snapshot "$copy/main.bicepparam" --mode overwrite --location westeurope \
    --tenant-id 00000000-0000-0000-0000-000000000001 --subscription-id 00000000-0000-0000-0000-000000000002 2>&1) && [ -z "$said" ] || { echo "$said"; return 1; }
  resources=$(grep -c '"apiVersion"' "$copy/main.snapshot.json")
  echo "$resources resources with $*"
}

finds() { # code, file, sed expression
  rm -rf "$copy" && cp -r infra "$copy"
  sed -i.before "$3" "$copy/$2"
  cmp -s "$copy/$2" "$copy/$2.before" && { echo "The sample for $1 is not broken."; return 1; }
  compiles "$copy" > "$copy/said.txt" && { echo "$1 was not found."; return 1; }
  grep -q "$1" "$copy/said.txt" || { echo "$1 was not found, but:"; cat "$copy/said.txt"; return 1; }
}

compiles infra || exit 1
rm -rf "$copy" && mkdir -p artifacts && cp -r infra "$copy"
(cd "$copy" && "$bicep" format --pattern '**/*.bicep')
diff -r infra "$copy" || { echo "Not formatted as the compiler formats."; exit 1; }

evaluates USHER_LOG_QUOTA_GB=-1 || exit 1
evaluates USHER_ALWAYS_READY_HTTP=1 USHER_ALWAYS_READY_DURABLE=1 USHER_ALWAYS_READY_DISPATCH=1 USHER_ZONE_REDUNDANT=true USHER_PRIVATE_NETWORKING=true USHER_KEEP_DATA=true \
  USHER_SIMULATED_RUNNER=false USHER_RUNNER_PRINCIPAL_ID=a USHER_ALERT_EMAIL=a@example.com USHER_GITHUB_REPOSITORY=a/b AZURE_PRINCIPAL_ID=b USHER_USE_RUNNER_KEY=true USHER_RECOVER_VAULT=true \
  USHER_APP_SETTINGS='{"Usher__Limits__RequestsPerMinute": "600"}' || exit 1
for reached in '"Usher__Limits__RequestsPerMinute": "600"' '"createMode": "recover"'; do
  grep -q "$reached" "$copy/main.snapshot.json" || { echo "Not in what would be deployed: $reached"; exit 1; }
done

finds BCP018 modules/storage.bicep "s/name: packages/name packages/" || exit 1                  # a syntax error
finds BCP091 main.bicep "s|modules/storage.bicep|modules/nowhere.bicep|" || exit 1              # a module that does not exist
finds BCP037 main.bicep "s/isPrivate: /hidden: /" || exit 1 # a parameter that the module does not declare
finds BCP089 modules/storage.bicep "s/allowSharedKeyAccess/allowSharedKeyAcces/" || exit 1      # a property that the resource does not have
echo "The infrastructure compiles, evaluates, and what is broken is found."

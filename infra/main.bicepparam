using './main.bicep'

// What azd knows, and what "azd env set NAME VALUE" says. The defaults are for trying it out; infra/README.md says what each one trades.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')

param alwaysReady = {
  http: int(readEnvironmentVariable('USHER_ALWAYS_READY_HTTP', '0'))
  durable: int(readEnvironmentVariable('USHER_ALWAYS_READY_DURABLE', '0'))
  dispatch: int(readEnvironmentVariable('USHER_ALWAYS_READY_DISPATCH', '0'))
}
param instanceMemoryMB = any(int(readEnvironmentVariable('USHER_INSTANCE_MEMORY_MB', '2048'))) // one of 512, 2048, 4096: checked at deployment
param maximumInstanceCount = int(readEnvironmentVariable('USHER_MAXIMUM_INSTANCES', '100'))

param zoneRedundant = bool(readEnvironmentVariable('USHER_ZONE_REDUNDANT', 'false'))
param privateNetworking = bool(readEnvironmentVariable('USHER_PRIVATE_NETWORKING', 'false'))
param keepData = bool(readEnvironmentVariable('USHER_KEEP_DATA', 'false'))
param recoverVault = bool(readEnvironmentVariable('USHER_RECOVER_VAULT', 'false'))

param simulatedRunner = bool(readEnvironmentVariable('USHER_SIMULATED_RUNNER', 'true'))
param runnerPrincipalId = readEnvironmentVariable('USHER_RUNNER_PRINCIPAL_ID', '')
param appSettings = json(readEnvironmentVariable('USHER_APP_SETTINGS', '{}'))

param alertEmail = readEnvironmentVariable('USHER_ALERT_EMAIL', '')
param logRetentionDays = int(readEnvironmentVariable('USHER_LOG_RETENTION_DAYS', '30'))
param logQuotaGb = int(readEnvironmentVariable('USHER_LOG_QUOTA_GB', '1'))

param githubRepository = readEnvironmentVariable('USHER_GITHUB_REPOSITORY', '')
param githubEnvironment = readEnvironmentVariable('USHER_GITHUB_ENVIRONMENT', 'production')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')

// Set before the first deployment and emptied after it, by the hooks in azure.yaml.
param tokenKey = readEnvironmentVariable('USHER_TOKEN_KEY', '')
param encryptionKey = readEnvironmentVariable('USHER_ENCRYPTION_KEY', '')
param managementKey = readEnvironmentVariable('USHER_MANAGEMENT_KEY', '')
param runnerKey = readEnvironmentVariable('USHER_RUNNER_KEY', '')
param useRunnerKey = bool(readEnvironmentVariable('USHER_USE_RUNNER_KEY', 'false'))

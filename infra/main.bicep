metadata description = 'Usher on Azure: a resource group with a function app, storage, a key vault, logs and alerts.'

targetScope = 'subscription'

import { nameOf, plainNameOf } from 'modules/names.bicep'
import { alwaysReadyInstances } from 'modules/function-app.bicep'

@description('Names the environment, like "production". It is in the name of the resource group and decides all other names.')
@minLength(1)
@maxLength(60)
param environmentName string

@description('The region. It has to offer Flex Consumption.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Instances that are kept warm. Zero costs nothing and lets the first bot after a quiet time wait for a cold start of each step on its way; one of "durable" and "dispatch" keeps bots punctual to the second; one of "http" answers the first request at once.')
param alwaysReady alwaysReadyInstances

@description('Memory of an instance. 512 is the cheapest and leaves little beside host and worker; 2048 has four times the processor and starts faster.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('The most instances of each group: the bound on what a burst can cost, and on how fast it is worked off.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('App and storage survive the loss of a zone. Storage costs a quarter more, and always ready instances come in twos.')
param zoneRedundant bool

@description('Storage is reachable inside a network only, and the app has one outbound address. Costs the NAT gateway and three private endpoints.')
param privateNetworking bool

@description('Storage cannot be deleted and the vault cannot be purged. For production; "azd down" fails then until the lock is removed.')
param keepData bool

@description('The vault of this environment was deleted in the last 90 days: bring it back. A deleted vault keeps its name, so that a new one cannot have it. Needed for one deployment only.')
param recoverVault bool

@description('The simulated runner of the app plays the meetings; false where a real runner takes the commands.')
param simulatedRunner bool

@description('The object id of a real runner\'s identity: it may take messages from the queue bot-commands. Empty: none.')
param runnerPrincipalId string

@description('More of the app\'s settings, as docs/settings.md lists them: { Usher__Limits__RequestsPerMinute: \'600\' }.')
param appSettings object

@description('Who is told when something is wrong. Empty: there are no alerts.')
param alertEmail string

@description('Days for which logs are kept. The first 30 cost nothing.')
@minValue(30)
@maxValue(730)
param logRetentionDays int

@description('Gigabytes of logs a day; what comes beyond is lost, and with it the alerts. -1: no cap.')
param logQuotaGb int

@description('owner/repository on GitHub whose workflow may deploy, without a secret. Empty: none.')
param githubRepository string

@description('The environment of that repository that the deploying job runs in.')
param githubEnvironment string

@description('The object ID of the operator, who may read and replace the keys in the vault. Empty: none.')
param operatorPrincipalId string

@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string

@description('Usher__TokenKey: the new one first when it is replaced, then a semicolon and the old one, for a week. Empty: the one in the vault stays.')
@secure()
param tokenKey string

@description('Usher__EncryptionKey: the new one first when it is replaced, then a semicolon and the old one. Empty: the one in the vault stays.')
@secure()
param encryptionKey string

@description('Usher__ManagementKey. Empty: the one in the vault stays.')
@secure()
param managementKey string

@description('Usher__RunnerKey. Empty: the one in the vault stays.')
@secure()
param runnerKey string

@description('The app reads Usher__RunnerKey from the vault: a key that may report for any bot, for operators and tests.')
param useRunnerKey bool

var tags = { 'azd-env-name': environmentName, app: 'usher' }
var token = toLower(uniqueString(subscription().id, environmentName, location))

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-usher-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: nameOf('id', token)
    location: location
    tags: tags
  }
}

module deployer 'modules/identity.bicep' = if (!empty(githubRepository)) {
  scope: group
  params: {
    name: nameOf('id-deploy', token)
    location: location
    tags: tags
    githubRepository: githubRepository
    githubEnvironment: githubEnvironment
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: plainNameOf('st', token)
    location: location
    tags: tags
    redundancy: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
    isPrivate: privateNetworking
    keepData: keepData
    appPrincipalId: identity.outputs.principalId
    runnerPrincipalId: runnerPrincipalId
  }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    name: nameOf('kv', token)
    location: location
    tags: tags
    keepData: keepData
    recoverVault: recoverVault
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    tokenKey: tokenKey
    encryptionKey: encryptionKey
    managementKey: managementKey
    runnerKey: runnerKey
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: nameOf('log', token)
    insightsName: nameOf('appi', token)
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    dailyQuotaGb: logQuotaGb
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmail)) {
  scope: group
  params: {
    actionGroupName: nameOf('ag', token)
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    storageAccountId: storage.outputs.id
    email: alertEmail
  }
}

module network 'modules/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    networkName: nameOf('vnet', token)
    gatewayName: nameOf('ng', token)
    addressName: nameOf('pip', token)
    endpointName: nameOf('pep', token)
    location: location
    tags: tags
    storageAccountId: storage.outputs.id
  }
}

// Without a version: a new one is taken over within a day, or at the next change of a setting.
func secret(vaultUri string, name string) string => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${name})'

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    planName: nameOf('plan', token)
    appName: nameOf('func', token)
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    deployerPrincipalId: deployer.?outputs.principalId ?? ''
    packageContainerUrl: storage.outputs.packageContainerUrl
    storageAccountName: storage.outputs.name
    insightsConnectionString: monitoring.outputs.connectionString
    subnetId: network.?outputs.appSubnetId ?? ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    settings: union(
      appSettings,
      {
        Usher__TokenKey: secret(vault.outputs.uri, 'token-key')
        Usher__EncryptionKey: secret(vault.outputs.uri, 'encryption-key')
        Usher__ManagementKey: secret(vault.outputs.uri, 'management-key')
      },
      useRunnerKey ? { Usher__RunnerKey: secret(vault.outputs.uri, 'runner-key') } : {},
      simulatedRunner ? {} : { 'AzureWebJobs.RunSimulatedMeeting.Disabled': 'true' }
    )
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = app.outputs.name
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_STORAGE_ACCOUNT string = storage.outputs.name

@description('The base URL for clients.')
output USHER_URL string = 'https://${app.outputs.hostName}'

@description('The address that webhooks come from; empty without a network of its own.')
output USHER_OUTBOUND_ADDRESS string = network.?outputs.outboundAddress ?? ''

@description('The variable AZURE_CLIENT_ID of the repository that deploys.')
output USHER_DEPLOYER_CLIENT_ID string = deployer.?outputs.clientId ?? ''

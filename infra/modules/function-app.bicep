metadata description = 'The function app on Flex Consumption: a .NET isolated worker that the Functions host starts.'

import { roles, roleId } from 'names.bicep'

param planName string
param appName string
param location string
param tags object

param identityId string
param identityClientId string

@description('The identity that may deploy to this app. Empty: none.')
param deployerPrincipalId string

@description('The container that the app is deployed from.')
param packageContainerUrl string

@description('The app\'s settings besides those that the host needs.')
param settings object

param storageAccountName string
param insightsConnectionString string

@description('The subnet that the app is joined to. Empty: none.')
param subnetId string

@allowed([512, 2048, 4096])
param instanceMemoryMB int

@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

param alwaysReady alwaysReadyInstances
param zoneRedundant bool

@export()
@description('How many instances are kept warm, by what scales together.')
type alwaysReadyInstances = {
  @description('All HTTP functions.')
  @minValue(0)
  http: int
  @description('Orchestrations and activities: what makes a bot join on time.')
  @minValue(0)
  durable: int
  @description('DispatchBotEvents: what hands the command to the runner and the event to webhooks.')
  @minValue(0)
  dispatch: int
}

// With zone redundancy the platform takes none or at least two of each.
var warm = [
  for group in [
    { name: 'http', count: alwaysReady.http }
    { name: 'durable', count: alwaysReady.durable }
    { name: 'function:DispatchBotEvents', count: alwaysReady.dispatch }
  ]: {
    name: group.name
    instanceCount: zoneRedundant && group.count > 0 ? max(group.count, 2) : group.count
  }
]

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true // Linux
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  tags: union(tags, { 'azd-service-name': 'usher' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled' // the API is for the world, and guards itself
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2' } // nearly everything else in here is refused on this plan (error 51021)
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: filter(warm, group => group.instanceCount > 0)
      }
    }
  }

  // The whole set: what is not here is removed by a deployment of this file. FUNCTIONS_WORKER_RUNTIME must not be here: on this plan it comes from functionAppConfig.
  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, {
      // All three are needed with a user-assigned identity, for the host and for what decides how many instances there are.
      AzureWebJobsStorage__accountName: storageAccountName
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      // Read by the host and by the worker, each of which sends its own telemetry.
      APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    })
  }

  // No user names and passwords: deployment is by identity.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

resource deployerRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  scope: app
  name: guid(app.id, deployerPrincipalId, roles.websiteContributor)
  properties: {
    roleDefinitionId: roleId(roles.websiteContributor)
    principalId: deployerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName

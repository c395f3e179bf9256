metadata description = 'The storage account: the app\'s tables, queues and pictures, the task hub of its orchestrations, the host\'s own state and the package. No key opens it.'

import { roles, roleId } from 'names.bicep'

param name string
param location string
param tags object

@description('Three copies in one zone, or one in each of three.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param redundancy string

@description('Reachable through private endpoints only.')
param isPrivate bool

@description('The account cannot be deleted while this lock is on it.')
param keepData bool

param appPrincipalId string

@description('The identity of a bot runner outside the app, which takes its commands from the queue. Empty: there is none.')
param runnerPrincipalId string

var packages = 'app-package'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    isLocalUserEnabled: false
    minimumTlsVersion: 'TLS1_2' // 1.3 cannot be demanded yet
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
      containerDeleteRetentionPolicy: { enabled: true, days: 7 }
    }

    // The only container that has to be there before the app: it is deployed from it. Everything else makes itself.
    resource package 'containers' = {
      name: packages
      properties: { publicAccess: 'None' }
    }
  }

  resource queues 'queueServices' = {
    name: 'default'

    // The app would make it too. It is here because the runner's role is given on it.
    resource commands 'queues' = {
      name: 'bot-commands'
    }
  }
}

// What the Functions host (blobs: its locks, keys and the package), its Durable extension (all three) and the app (all three) need, and no more.
// Source: "Connecting to host storage with an identity" and "Configure Durable Functions with managed identity".
resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roles.storageBlobDataOwner, roles.storageQueueDataContributor, roles.storageTableDataContributor]: {
    scope: account
    name: guid(account.id, appPrincipalId, role)
    properties: {
      roleDefinitionId: roleId(role)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal' // or the assignment fails while a new identity is not known everywhere
    }
  }
]

resource runnerRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(runnerPrincipalId)) {
  scope: account::queues::commands
  name: guid(account::queues::commands.id, runnerPrincipalId, roles.storageQueueDataMessageProcessor)
  properties: {
    roleDefinitionId: roleId(roles.storageQueueDataMessageProcessor)
    principalId: runnerPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (keepData) {
  scope: account
  name: 'keep-data'
  properties: {
    level: 'CanNotDelete'
    notes: 'Holds the events of every bot: they cannot be made again.'
  }
}

output id string = account.id
output name string = account.name
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packages}'

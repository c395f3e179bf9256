metadata description = 'The vault with the app\'s keys. A key that is not given is left as it lies there, so that only the first deployment, and one that replaces a key, has to know any.'

import { roles, roleId } from 'names.bicep'

param name string
param location string
param tags object

@description('Deleted vaults and keys cannot be purged for 90 days. Cannot be undone.')
param keepData bool

@description('Brings back the vault that was deleted with this environment, instead of making a new one.')
param recoverVault bool

@description('May read the keys, as the app does at its start.')
param appPrincipalId string

@description('The operator, who may read and replace the keys. Empty: none.')
param operatorPrincipalId string

@allowed(['User', 'Group', 'ServicePrincipal'])
param operatorPrincipalType string

@secure()
param tokenKey string
@secure()
param encryptionKey string
@secure()
param managementKey string
@secure()
param runnerKey string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    createMode: recoverVault ? 'recover' : 'default'
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90 // can never be changed, so it does not depend on what can
    enablePurgeProtection: keepData ? true : null // false is refused
    // Reachable over the network, but only with a role: key references to a vault behind a firewall are not documented to work on this plan.
    publicNetworkAccess: 'Enabled'
  }

  resource token 'secrets' = if (!empty(tokenKey)) {
    name: 'token-key'
    properties: { value: tokenKey }
  }
  resource encryption 'secrets' = if (!empty(encryptionKey)) {
    name: 'encryption-key'
    properties: { value: encryptionKey }
  }
  resource management 'secrets' = if (!empty(managementKey)) {
    name: 'management-key'
    properties: { value: managementKey }
  }
  resource runner 'secrets' = if (!empty(runnerKey)) {
    name: 'runner-key'
    properties: { value: runnerKey }
  }
}

resource appRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, appPrincipalId, roles.keyVaultSecretsUser)
  properties: {
    roleDefinitionId: roleId(roles.keyVaultSecretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource operatorRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  scope: vault
  name: guid(vault.id, operatorPrincipalId, roles.keyVaultSecretsOfficer)
  properties: {
    roleDefinitionId: roleId(roles.keyVaultSecretsOfficer)
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri

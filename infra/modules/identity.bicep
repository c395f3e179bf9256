metadata description = 'An identity of its own: it is there before what it may use, so that roles are given before anything needs them.'

param name string
param location string
param tags object

@description('owner/repository whose workflows may sign in as this identity, without a secret. Empty: none.')
param githubRepository string = ''

@description('Only jobs that run in this environment of the repository; its protection rules then guard the deployment.')
param githubEnvironment string = ''

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags

  // Issuer, subject and audience are GitHub's: see "Configuring OpenID Connect in Azure" in GitHub's documentation.
  resource github 'federatedIdentityCredentials' = if (!empty(githubRepository)) {
    name: 'github'
    properties: {
      issuer: 'https://token.actions.githubusercontent.com'
      subject: 'repo:${githubRepository}:environment:${githubEnvironment}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId

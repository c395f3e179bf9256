metadata description = 'A network of the app\'s own: storage is reached inside it only, and the app leaves it by one address, which receivers of webhooks can allow.'

param networkName string
param gatewayName string
param addressName string

@description('The service is added to it.')
param endpointName string
param location string
param tags object
param storageAccountId string

var services = ['blob', 'queue', 'table']

resource address 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
  name: addressName
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

// Subnets no longer have outbound access by default, and webhooks need it.
resource gateway 'Microsoft.Network/natGateways@2024-05-01' = {
  name: gatewayName
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIpAddresses: [{ id: address.id }]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: networkName
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    // Declared here and not as children, which an update of the network would drop.
    subnets: [
      {
        name: 'app' // no underscore: this plan refuses it
        properties: {
          addressPrefix: '10.0.1.0/24'
          defaultOutboundAccess: false
          natGateway: { id: gateway.id }
          // This plan's own delegation, not Microsoft.Web/serverFarms. The subscription has to have the provider Microsoft.App registered.
          delegations: [{ name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'storage'
        properties: {
          addressPrefix: '10.0.2.0/24'
          defaultOutboundAccess: false
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource app 'subnets' existing = {
    name: 'app'
  }
  resource storage 'subnets' existing = {
    name: 'storage'
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for service in services: {
    name: 'privatelink.${service}.${environment().suffixes.storage}'
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (service, i) in services: {
    parent: zones[i]
    name: 'usher'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for service in services: {
    name: '${endpointName}-${service}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::storage.id }
      privateLinkServiceConnections: [
        {
          name: service
          properties: { privateLinkServiceId: storageAccountId, groupIds: [service] }
        }
      ]
    }
  }
]

resource registrations 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (service, i) in services: {
    parent: endpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: zones[i].id } }]
    }
  }
]

// The last to be there: who waits for this can resolve and reach storage.
output appSubnetId string = network::app.id
output outboundAddress string = address.properties.ipAddress

metadata description = 'How everything is called, and the roles that are given.'

@export()
@description('The name of a resource: its kind, the app, and a token that is the same for an environment and differs between environments.')
func nameOf(kind string, token string) string => '${kind}-usher-${token}'

@export()
@description('The same without dashes, for storage accounts: at most 24 letters and digits.')
func plainNameOf(kind string, token string) string => replace(nameOf(kind, token), '-', '')

@export()
@description('Built-in roles by the name that the portal shows. The identifiers are the same in every tenant.')
var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageQueueDataMessageProcessor: '8a0f0c08-91a1-4084-bc3d-661d67233fed'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  websiteContributor: 'de139f84-1756-47ae-9be6-808fbbe84772'
}

@export()
@description('The full identifier of a role in this subscription.')
func roleId(guid string) string => subscriptionResourceId('Microsoft.Authorization/roleDefinitions', guid)

metadata description = 'Notifies operators when something is wrong. The queries look for the texts of log messages, which are never sampled: the app\'s, and one of the Durable extension.'

param actionGroupName string
param location string
param tags object
param workspaceId string
param storageAccountId string

@description('Who is notified.')
param email string

type logAlert = {
  name: string
  title: string
  @description('0: critical, 1: error, 2: warning.')
  severity: 0 | 1 | 2
  query: string
  @description('The alert fires when the query has found more lines than this.')
  moreThan: int?
  @description('The alert fires when the query has found fewer lines than this.')
  fewerThan: int?
  @description('The time range of the query, which runs three times in that time.')
  window: 'PT15M' | 'PT30M'
}

var logAlerts logAlert[] = [
  {
    name: 'watchdog-silent'
    title: 'The watchdog has not run for 15 minutes, so overdue bots are not woken, and other functions may have stopped too. Open /health, check that the function WakeOverdueBots is enabled, read the errors in the log, and restart the app (az functionapp restart).'
    severity: 0
    query: 'AppTraces | where Message contains "The watchdog has run"'
    fewerThan: 1
    window: 'PT15M'
  }
  {
    name: 'deadlines-overdue'
    title: 'A deadline has been overdue for more than two minutes and /health answers 503: bots are not advanced. Check that the functions WakeOverdueBots and BotLifecycle are enabled, and read the errors in the log.'
    severity: 0
    query: 'AppTraces | where Message contains "A deadline has been overdue since"'
    moreThan: 0
    window: 'PT15M'
  }
  {
    name: 'poison-messages'
    title: 'Messages failed too often and were moved to a poison queue; the log has the reason. Fix it, then send them again: POST /manage/v1/poison/{queue}/retry.'
    severity: 1
    query: 'AppTraces | where Message contains "-poison holds message"'
    moreThan: 0
    window: 'PT15M'
  }
  {
    name: 'bots-overdue'
    title: 'Orchestrations are late, and the watchdog advances their bots. A few after an outage are normal. If it goes on, raise USHER_ALWAYS_READY_DURABLE or USHER_MAXIMUM_INSTANCES, and check storage for throttling.'
    severity: 1
    query: 'AppTraces | where Message contains "but nothing had advanced it"'
    moreThan: 10
    window: 'PT15M'
  }
  {
    name: 'bots-unreadable'
    title: 'A bot repeatedly cannot be read or advanced; the log line names it. It is tried every ten minutes: see docs/operating.md.'
    severity: 1
    // Logged with its exception, so it is not in AppTraces; the message is a property.
    query: 'AppExceptions | where tostring(Properties.OriginalFormat) contains "could not be checked"'
    moreThan: 1 // a lasting one is logged every ten minutes
    window: 'PT30M'
  }
  {
    name: 'orchestrations-failed'
    title: 'Orchestrations fail. The watchdog starts them again, so bots are late, not lost. The exception beside the log line has the cause; after a deployment, consider deploying the previous package.'
    severity: 2
    query: 'AppTraces | where Message contains "BotLifecycle (Orchestrator)\' failed with an error"'
    moreThan: 5
    window: 'PT15M'
  }
  {
    name: 'requests-failing'
    title: 'Requests are answered with 5xx. 503: storage is not responding, see /health and the status of Azure Storage. Anything else is a fault of the app: report it with the exception from the log.'
    severity: 1
    query: 'AppRequests | where toint(ResultCode) >= 500'
    moreThan: 5
    window: 'PT15M'
  }
  {
    name: 'webhooks-failing'
    title: 'Webhook deliveries fail and wait for another attempt. The log lines name the subscriptions: one means that its receiver is down; many mean that the app cannot reach the internet, so check network and DNS.'
    severity: 2
    query: 'AppTraces | where Message contains ", attempt " and (Message contains "-> pending" or Message contains "-> failed")'
    moreThan: 200
    window: 'PT30M'
  }
  {
    name: 'webhook-stopped'
    title: 'A webhook of a project has failed for five days and is paused, or has ended. Its deliveries are held. Tell its owner, then resume it: POST /manage/v1/projects/{id}/webhooks/{webhook}/resume.'
    severity: 2
    query: 'AppTraces | where Message contains "receives no more deliveries"'
    moreThan: 0
    window: 'PT30M'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'usher'
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: 'usher-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'usher: ${replace(alert.name, '-', ' ')}'
      description: alert.title
      enabled: true
      severity: alert.severity
      scopes: [workspaceId]
      evaluationFrequency: alert.window == 'PT15M' ? 'PT5M' : 'PT10M'
      windowSize: alert.window
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: contains(alert, 'fewerThan') ? 'LessThan' : 'GreaterThan'
            threshold: alert.?fewerThan ?? alert.?moreThan ?? 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      skipQueryValidation: true // a new workspace has no tables yet
      actions: { actionGroups: [people.id] }
    }
  }
]

// All waiting messages, including webhooks to be retried. Storage counts them about once an hour.
resource backlog 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'usher-queues-long'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than 10,000 messages wait in queues. Find the long one: bot-commands needs more runners, webhook-deliveries has receivers that fail, bot-events and meeting-events need more instances (USHER_MAXIMUM_INSTANCES).'
    enabled: true
    severity: 2
    scopes: ['${storageAccountId}/queueServices/default']
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'messages'
          metricNamespace: 'Microsoft.Storage/storageAccounts/queueServices'
          metricName: 'QueueMessageCount'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 10000
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
